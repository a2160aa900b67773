/**
 * Packets and messages ([MS-TDS] 2.2.3): a message is a run of packets of one type, the last of which has the EOM bit.
 *
 *     type u8 | status u8 | length u16 BE, header included | spid u16 BE | packet id u8 | window u8 = 0 | data
 */

export const HEADER_LENGTH = 8;

/** The packet size before LOGIN7 negotiates another ([MS-TDS] 2.2.6.4, PacketSize). */
export const INITIAL_PACKET_SIZE = 4096;

/** [MS-TDS] 2.2.3.1.1. */
export const PacketType = {
  sqlBatch: 0x01,
  rpc: 0x03,
  reply: 0x04,
  attention: 0x06,
  transaction: 0x0e,
  login7: 0x10,
  prelogin: 0x12,
} as const;

/** [MS-TDS] 2.2.3.1.2; the RESETCONNECTION bits (0x08, 0x10) ask for nothing that this server keeps. */
const PacketStatus = { endOfMessage: 0x01, ignore: 0x02 } as const;

export interface Message {
  readonly type: number;
  readonly payload: Buffer;
  /** The client gave up while it was still sending this message ([MS-TDS] 2.2.1.7). */
  readonly ignored: boolean;
}

/** Puts messages together from the chunks that a stream delivers, wherever those happen to be cut. */
export class MessageAssembler {
  #received: Buffer = Buffer.alloc(0);
  #parts: Buffer[] = [];

  /** True between two messages. */
  get idle(): boolean {
    return this.#received.length === 0 && this.#parts.length === 0;
  }

  /** Takes the next chunk and returns the messages it completes. */
  push(chunk: Buffer): Message[] {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const messages: Message[] = [];
    for (let packet = this.#nextPacket(); packet !== undefined; packet = this.#nextPacket()) {
      const status = packet.readUInt8(1);
      this.#parts.push(packet.subarray(HEADER_LENGTH));
      if ((status & PacketStatus.endOfMessage) === 0) continue;
      const ignored = (status & PacketStatus.ignore) !== 0;
      messages.push({ type: packet.readUInt8(0), payload: Buffer.concat(this.#parts), ignored });
      this.#parts = [];
    }
    return messages;
  }

  #nextPacket(): Buffer | undefined {
    if (this.#received.length < HEADER_LENGTH) return undefined;
    const length = this.#received.readUInt16BE(2);
    if (length < HEADER_LENGTH) throw new Error(`not a TDS packet: its length is ${length}`);
    if (this.#received.length < length) return undefined;
    const packet = this.#received.subarray(0, length);
    this.#received = this.#received.subarray(length);
    return packet;
  }
}

/** Where a packet stands in its message. */
export interface PacketPosition {
  readonly spid: number;
  readonly id: number;
  readonly last: boolean;
}

export function packet(type: number, data: Buffer, { spid, id, last }: PacketPosition): Buffer {
  const header = Buffer.alloc(HEADER_LENGTH);
  header.writeUInt8(type, 0);
  header.writeUInt8(last ? PacketStatus.endOfMessage : 0, 1);
  header.writeUInt16BE(HEADER_LENGTH + data.length, 2);
  header.writeUInt16BE(spid, 4);
  header.writeUInt8(id % 256, 6);
  return Buffer.concat([header, data]);
}
