import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Faults } from './faults.js';
import { Session } from './session.js';
import type { TdsConnection, TdsServerOptions } from './types.js';

export interface TdsServer {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Every SQL text asked, over all connections, without what the driver asks for its own sake. */
  readonly queries: readonly string[];
  /** Every connection made, oldest first. */
  readonly connections: readonly TdsConnection[];
  readonly faults: Faults;
  /** Drops all connections and frees the port; rejects if the server was sent something it could not make sense of. */
  close(): Promise<void>;
}

/** SPIDs up to 50 are the server's own. */
const FIRST_SPID = 51;

/** Starts a server of TDS 7.4 on a free loopback port, to stand in for SQL Server. */
export async function startTdsServer(options: TdsServerOptions): Promise<TdsServer> {
  const faults = new Faults();
  const queries: string[] = [];
  const sessions: Session[] = [];
  const broken: unknown[] = [];

  const server = createServer((socket) => {
    const context = {
      options,
      faults,
      asked: (sql: string) => queries.push(sql),
      broken: (error: unknown) => broken.push(error),
    };
    sessions.push(new Session(socket, FIRST_SPID + sessions.length, context));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    queries,
    get connections() {
      return sessions.map(({ log }) => log);
    },
    faults,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const session of sessions) session.destroy();
      await closed;
      if (broken.length > 0) throw new AggregateError(broken, 'the TDS server could not make sense of a client');
    },
  };
}
