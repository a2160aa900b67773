import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { HEADER_LENGTH, PacketType, packet } from './packets.js';

/**
 * One message from the server, sent packet by packet while its tokens are written. Tokens are written whole, so a reply
 * can be ended between any two of them.
 */
export class Reply {
  readonly #stream: Duplex;
  readonly #spid: number;
  readonly #capacity: number;
  #pending: Buffer[] = [];
  #pendingLength = 0;
  #packets = 0;
  #ended = false;

  constructor(stream: Duplex, spid: number, packetSize: number) {
    this.#stream = stream;
    this.#spid = spid;
    this.#capacity = packetSize - HEADER_LENGTH;
  }

  /** True while the client reads more slowly than this reply is written. */
  get congested(): boolean {
    return this.#stream.writableNeedDrain;
  }

  /** Throws once the reply has ended, which stops an answer that was cancelled but is still being produced. */
  write(...tokens: readonly Buffer[]): void {
    if (this.#ended) throw new Error('the reply has ended');
    for (const token of tokens) {
      this.#pending.push(token);
      this.#pendingLength += token.length;
    }
    if (this.#pendingLength > this.#capacity) this.#sendFullPackets();
  }

  /** Sends what has been written so far, although it fills no packet, and resolves when the system has taken it. */
  async flush(): Promise<void> {
    if (this.#pendingLength === 0) return;
    await new Promise<void>((resolve) => this.#send(this.#takePending(), false, resolve));
  }

  end(...tokens: readonly Buffer[]): void {
    this.write(...tokens);
    this.#send(this.#takePending(), true);
    this.#ended = true;
  }

  /** Resolves when the client has caught up. */
  async drained(signal: AbortSignal): Promise<void> {
    if (this.congested) await once(this.#stream, 'drain', { signal });
  }

  /** Leaves at least one byte, so that the packet that ends the message is never the empty one. */
  #sendFullPackets(): void {
    const bytes = this.#takePending();
    let sent = 0;
    for (; bytes.length - sent > this.#capacity; sent += this.#capacity) {
      this.#send(bytes.subarray(sent, sent + this.#capacity), false);
    }
    this.#pending = [bytes.subarray(sent)];
    this.#pendingLength = bytes.length - sent;
  }

  #takePending(): Buffer {
    const bytes = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingLength = 0;
    return bytes;
  }

  #send(data: Buffer, last: boolean, sent?: () => void): void {
    this.#packets += 1;
    if (!this.#stream.writable) return; // the client has gone: there is nobody left to tell
    this.#stream.write(packet(PacketType.reply, data, { spid: this.#spid, id: this.#packets, last }), sent);
  }
}
