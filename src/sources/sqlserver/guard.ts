import { connect, type Socket } from 'node:net';

/** Types of a TDS packet, its first byte: [MS-TDS] 2.2.3.1.1. */
const LOGIN7 = 0x10;
const PRELOGIN = 0x12;

/**
 * Opens a socket that will not carry a login in clear text. tedious, told to encrypt, still logs in
 * without encryption when the server says that it has none; so whoever sits in between could have the
 * password by saying just that.
 */
export function encryptedOnly(...parameters: readonly unknown[]): Promise<Socket> {
  // tedious hands over where to connect, which may be another server than the configured one after a
  // redirection, a DNS look-up and a signal; its types know of none of them.
  const [{ host, port }, , signal] = parameters as [{ host: string; port: number }, unknown, AbortSignal];
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, signal });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      guard(socket);
      resolve(socket);
    });
  });
}

function guard(socket: Socket): void {
  const write = socket.write.bind(socket) as (...parameters: unknown[]) => boolean;
  const watched = (chunk: Uint8Array | string, ...rest: unknown[]): boolean => {
    const type = typeof chunk === 'string' ? undefined : chunk[0];
    if (type === LOGIN7) {
      socket.destroy(new Error('The server does not support encryption'));
      return false;
    }
    // The TLS handshake travels inside prelogin packets; what follows it is TLS itself.
    if (type !== PRELOGIN) socket.write = write as Socket['write'];
    return write(chunk, ...rest);
  };
  socket.write = watched as Socket['write'];
}
