import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** The network between Tally and one server, on this machine, as it fails. */
export interface Network {
  readonly port: number;
  /** Connections made over it so far. */
  readonly connections: number;
  /** Where connections made from now on lead; those that are open break off. */
  leadTo(port: number): void;
  /** Everything that the server says arrives so many milliseconds later. */
  delay(milliseconds: number): void;
  /** Breaks everything off and refuses who connects, as where no server runs, until it is up again. */
  down(): Promise<void>;
  up(): Promise<void>;
  /** Nothing passes any more, and nobody is told: who connects is never greeted. */
  freeze(): void;
  /** The same for the connections that are open now, as where a firewall has forgotten them. */
  freezeOpen(): void;
  /** What was held up goes on. */
  thaw(): void;
  /** Freezes as soon as the server has sent so many more bytes, and resolves then. */
  freezeAfter(bytes: number): Promise<void>;
  /** Breaks all connections off, towards the client with a reset. */
  reset(): void;
  close(): Promise<void>;
}

interface Link {
  readonly client: Socket;
  readonly server: Socket;
}

const HOST = '127.0.0.1';

export async function startNetwork(target: number): Promise<Network> {
  const links = new Set<Link>();
  let port = target;
  let connections = 0;
  let late = 0;
  let frozen = false;
  let limit: { bytes: number; readonly reached: () => void } | null = null;

  const listener = createServer((client) => {
    connections += 1;
    const link: Link = { client, server: connect(port, HOST) };
    const { server } = link;
    links.add(link);
    join(client, server, links, link);
    client.on('data', (chunk: Buffer) => server.write(chunk));
    server.on('data', (chunk: Buffer) => {
      if (late === 0) client.write(chunk);
      else setTimeout(() => client.write(chunk), late);
      if (limit === null) return;
      limit.bytes -= chunk.length;
      if (limit.bytes > 0) return;
      freeze();
      limit.reached();
      limit = null;
    });
    if (frozen) hold(link);
  });
  const listen = async (at: number): Promise<number> => {
    listener.listen(at, HOST);
    await once(listener, 'listening');
    return (listener.address() as AddressInfo).port;
  };
  const own = await listen(0);

  function freezeOpen(): void {
    for (const link of links) hold(link);
  }
  function freeze(): void {
    frozen = true;
    freezeOpen();
  }
  function reset(): void {
    for (const { client, server } of links) {
      server.destroy();
      client.resetAndDestroy();
    }
  }
  return {
    port: own,
    get connections() {
      return connections;
    },
    leadTo(next) {
      port = next;
      reset();
    },
    delay(milliseconds) {
      late = milliseconds;
    },
    async down() {
      const closed = once(listener, 'close');
      listener.close();
      reset();
      await closed;
    },
    async up() {
      await listen(own);
    },
    freeze,
    freezeOpen,
    thaw() {
      frozen = false;
      for (const { client, server } of links) {
        client.resume();
        server.resume();
      }
    },
    freezeAfter: (bytes) =>
      new Promise((reached) => {
        limit = { bytes, reached };
      }),
    reset,
    async close() {
      for (const { client } of links) client.destroy();
      if (!listener.listening) return;
      const closed = once(listener, 'close');
      listener.close();
      await closed;
    },
  };
}

function hold({ client, server }: Link): void {
  client.pause();
  server.pause();
}

/** What ends at one side ends at the other. */
function join(client: Socket, server: Socket, links: Set<Link>, link: Link): void {
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
}
