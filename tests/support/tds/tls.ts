import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { createSecureContext, TLSSocket } from 'node:tls';
import { MessageAssembler, PacketType, packet } from './packets.js';

/**
 * The byte stream under TLS ([MS-TDS] 3.3.5.2): handshake records travel as the data of PRELOGIN
 * messages, one message for each flight; everything later is bare TLS. The client speaks first after the handshake, so
 * the first chunk that is no PRELOGIN packet — TLS records start with 0x14 to 0x18 — ends the handshake both ways.
 */
class HandshakeTransport extends Duplex {
  readonly #socket: Socket;
  readonly #flights = new MessageAssembler();
  #handshaking = true;

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.once('end', () => this.push(null));
    socket.once('close', () => this.destroy());
  }

  override _read(): void {
    this.#socket.resume();
  }

  /** Node's TLS writes a whole flight corked, so that it arrives here in one call. */
  override _writev(chunks: { chunk: Buffer }[], callback: (error?: Error | null) => void): void {
    const bytes = Buffer.concat(chunks.map(({ chunk }) => chunk));
    this.#socket.write(this.#handshaking ? flight(bytes) : bytes, callback);
  }

  override _final(callback: () => void): void {
    this.#socket.end(callback);
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#socket.destroy();
    callback(error);
  }

  #receive(chunk: Buffer): void {
    if (this.#flights.idle && chunk[0] !== PacketType.prelogin) this.#handshaking = false;
    const received = this.#handshaking ? this.#flights.push(chunk).map(({ payload }) => payload) : [chunk];
    for (const bytes of received) {
      if (!this.push(bytes)) this.#socket.pause();
    }
  }
}

/** A flight is a few kilobytes at most, far below the 64 KB that one packet can hold. */
function flight(bytes: Buffer): Buffer {
  return packet(PacketType.prelogin, bytes, { spid: 0, id: 1, last: true });
}

/** Turns a socket whose PRELOGIN agreed on encryption into its TLS stream; TLS 1.2 is the newest that this wrapping knows. */
export function secure(socket: Socket, { key, cert }: { key: string; cert: string }): TLSSocket {
  const secureContext = createSecureContext({ key, cert, maxVersion: 'TLSv1.2' });
  return new TLSSocket(new HandshakeTransport(socket), { isServer: true, secureContext });
}
