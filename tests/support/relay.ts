import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A relay of TCP on this machine, to see what passes between a client and a server and to let the network fail. */
export interface Relay {
  readonly port: number;
  /** Connections taken so far. */
  readonly accepted: number;
  /** Connections open now. */
  readonly open: number;
  /** Bytes handed on to clients so far. */
  readonly received: number;
  /** All that clients have sent, in its order. */
  readonly sent: Buffer;
  /** Where connections made from now on lead. */
  leadTo(port: number): void;
  /** Nothing more comes from the server over the connections that are open, as from a dead network. */
  mute(): void;
  /** The same for the connection over which a client next sends that text, in UTF-8 or UTF-16, from there on. */
  muteAt(text: string): void;
  /** Breaks all connections off, towards the client with a reset. */
  reset(): void;
  /** Resolves when the client has been handed nothing for a quarter of a second. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

interface Link {
  readonly client: Socket;
  readonly server: Socket;
  muted: boolean;
}

const HOST = '127.0.0.1';

export async function startRelay(target: number, host = HOST): Promise<Relay> {
  const links = new Set<Link>();
  const sent: Buffer[] = [];
  let port = target;
  let accepted = 0;
  let received = 0;
  let silencer: string | null = null;

  const listener = createServer((client) => {
    accepted += 1;
    const link: Link = { client, server: connect(port, host), muted: false };
    links.add(link);
    const { server } = link;
    client.on('data', (chunk: Buffer) => {
      sent.push(chunk);
      if (silencer !== null && says(chunk, silencer)) {
        link.muted = true;
        silencer = null;
      }
      if (!server.write(chunk)) pauseUntilDrained(client, server);
    });
    server.on('data', (chunk: Buffer) => {
      if (link.muted) return;
      received += chunk.length;
      if (!client.write(chunk)) pauseUntilDrained(server, client);
    });
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.on('error', () => from.destroy());
      from.on('end', () => to.end());
      from.on('close', () => {
        to.destroy();
        links.delete(link);
      });
    }
  });
  listener.listen(0, HOST);
  await once(listener, 'listening');

  const drop = (how: (client: Socket) => void) => {
    for (const { client, server } of links) {
      server.destroy();
      how(client);
    }
  };
  return {
    port: (listener.address() as AddressInfo).port,
    get accepted() {
      return accepted;
    },
    get open() {
      return links.size;
    },
    get received() {
      return received;
    },
    get sent() {
      return Buffer.concat(sent);
    },
    leadTo: (next) => {
      port = next;
    },
    mute: () => {
      for (const link of links) link.muted = true;
    },
    muteAt: (text) => {
      silencer = text;
    },
    reset: () => drop((client) => client.resetAndDestroy()),
    quiet: async () => {
      let before = -1;
      for (let same = 0; same < 5; ) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        same = received === before ? same + 1 : 0;
        before = received;
      }
    },
    close: async () => {
      const closed = once(listener, 'close');
      listener.close();
      drop((client) => client.destroy());
      await closed;
    },
  };
}

const says = (chunk: Buffer, text: string): boolean =>
  chunk.includes(text) || chunk.includes(Buffer.from(text, 'utf16le'));

function pauseUntilDrained(from: Socket, to: Socket): void {
  from.pause();
  to.once('drain', () => from.resume());
}
