import { createServer } from 'node:net';
import { expect } from 'vitest';
import { type MySqlConfig, type SqlServerConfig, sourceSchema } from '../../src/config/schema.js';
import { SourceError, type SourceProblem } from '../../src/sources/errors.js';
import { createMySqlSource } from '../../src/sources/mysql/index.js';
import type { Look, LookColumns, Source, SourceColumn, TextRow, Where } from '../../src/sources/source.js';
import { createSqlServerSource } from '../../src/sources/sqlserver/index.js';
import type { Editor } from '../support/change.js';
import type { Relay } from '../support/relay.js';
import type { TestTable } from '../support/table.js';

export type ServerConfig = MySqlConfig | SqlServerConfig;
export type Overrides = Partial<Omit<ServerConfig, 'type' | 'limits'>> & { limits?: Partial<ServerConfig['limits']> };

/** Values of one type: as they are stored and, where that differs, as they are read. */
export interface ExactColumn {
  readonly type: string;
  readonly kind: SourceColumn['kind'];
  readonly values: readonly (string | readonly [stored: string, read: string])[];
}

/** What the suite has to know of a kind of server before it runs. */
export interface Facts {
  /** A type that holds any text of up to 200 characters. */
  readonly text: string;
  readonly exact: readonly ExactColumn[];
  /** How the server itself quotes a name in `from`. */
  readonly quote: (name: string) => string;
  /** A name that makes such quotes necessary. */
  readonly awkward: string;
  /** A type that tells letters from others of the same case, or accent, by its bytes only. */
  readonly looseText: string;
  /** Changes that are easily overlooked. */
  readonly changes: readonly (readonly [type: string, before: string | null, after: string | null])[];
  /** Types of change columns, each with values as they are read, in ascending order. */
  readonly stamps: readonly (readonly [type: string, ascending: readonly string[]])[];
  /** Types of date-times, each with values as they are read: of a few days, at their ends and in between. */
  readonly moments: readonly (readonly [type: string, values: readonly string[]])[];
  /** A type whose value the server itself raises with every change. */
  readonly rowVersion: string | null;
}

/** A running server with logins and tables, reached through a relay. */
export interface Engine {
  /** For the login that may only read. */
  config(overrides?: Overrides): ServerConfig;
  create(table: TestTable): Promise<void>;
  /** Begins a transaction of somebody else's. */
  edit(): Promise<Editor>;
  /** The table's name as a configuration gives it under `from`. */
  from(table: Pick<TestTable, 'schema' | 'name'>): string;
  close(): Promise<void>;
}

/** A server that can be made to fail. */
export interface FallibleEngine extends Engine {
  readonly relay: Relay;
  /** For a login that may write as well. */
  writer(): Promise<ServerConfig>;
  /** What a session says first once it is logged in. */
  readonly greeting: string;
  /** What a look says to begin its transaction, or a part of it that nothing else has. */
  readonly beginning: string;
  /** Who reads the table waits, until the function that this yields is called. */
  block(table: TestTable): Promise<() => Promise<void>>;
  /** A numbered table whose next read ends in a deadlock, after some rows. */
  deadlock(): Promise<TestTable>;
  /** The next logins find no free connection. */
  crowd(): Promise<ServerConfig>;
  /** The next login is for a database that there is not. */
  withoutDatabase(): ServerConfig;
}

export interface MortalEngine extends Engine {
  kill(): Promise<void>;
  /** Brings it back, with its tables. */
  revive(): Promise<void>;
}

/** A server that encrypts, and beside it one that cannot. */
export interface TlsEngine {
  /** At `localhost`, which is the name in the server's certificate. */
  config(overrides: Overrides): ServerConfig;
  /** PEM files: of the authority that signed the certificate, and of another one of the same name. */
  readonly ca: string;
  readonly strangersCa: string;
  /** While `action` runs, the server takes encrypted connections only. */
  demanding(action: () => Promise<void>): Promise<void>;
  /** What it then says to whoever does not encrypt. */
  readonly demand: SourceProblem;
  /** The server with a certificate for another name, and the file of the authority that signed it. */
  misnamed(): Promise<{ readonly ca: string; config(overrides: Overrides): ServerConfig }>;
  /** The server without TLS, and whether what a client sent there has a login in it. */
  readonly plain: {
    readonly relay: Relay;
    config(overrides: Overrides): ServerConfig;
    hasLogin(sent: Buffer): boolean;
  };
  close(): Promise<void>;
}

export function configure(type: 'mysql' | 'sqlserver', base: object, { limits, ...others }: Overrides): ServerConfig {
  const parsed = sourceSchema.parse({ type, ...base });
  if (parsed.type === 'files') throw new Error('asked for a server');
  return { ...parsed, ...others, limits: { ...parsed.limits, ...limits } };
}

/** The name that sources have in these tests. */
export const NAME = 'erp';

export const openSource = (config: ServerConfig): Source =>
  config.type === 'mysql' ? createMySqlSource(NAME, config) : createSqlServerSource(NAME, config);

export async function columnsOf(source: Source, from: string): Promise<readonly SourceColumn[]> {
  const columns = await source.describe(from);
  if (columns === null) throw new Error(`there is no ${from}`);
  return columns;
}

/** Begins a read of all columns, or of those given. */
export async function begin(
  source: Source,
  from: string,
  columns?: readonly SourceColumn[],
  signal: AbortSignal = new AbortController().signal,
): Promise<AsyncIterator<readonly TextRow[]>> {
  const extraction = await source.extract(from, columns ?? (await columnsOf(source, from)), signal);
  if (extraction.kind !== 'rows') throw new Error('a server gives rows');
  return extraction.batches[Symbol.asyncIterator]();
}

/** All rows that are still to come. */
export async function rest(batches: AsyncIterator<readonly TextRow[]>): Promise<TextRow[]> {
  const rows: TextRow[] = [];
  for (;;) {
    const { done, value } = await batches.next();
    if (done) return rows;
    for (const row of value) rows.push(row);
  }
}

export const readAll = async (...parameters: Parameters<typeof begin>): Promise<TextRow[]> =>
  rest(await begin(...parameters));

export async function beginLook(
  source: Source,
  from: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<Look> {
  if (!source.look) throw new Error('a server can be looked at');
  return source.look(from, signal);
}

export async function lookedRows(look: Look, columns: LookColumns, where: Where): Promise<TextRow[]> {
  const batches = await look.rows(columns, where, new AbortController().signal);
  return rest(batches[Symbol.asyncIterator]());
}

/** What must be in no message: it may end in a chat. */
const UNSPEAKABLE = /select .* from|127\.0\.0\.1|localhost|\.invalid|:\d{4,5}|geheim|node_modules/i;

/** The error of a source, after a look at what every one of them must be like. */
export async function failureOf(action: Promise<unknown>): Promise<SourceError> {
  const error = await action.then(
    (value) => {
      throw new Error(`it went well: ${JSON.stringify(value)?.slice(0, 100)}`);
    },
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SourceError)) throw error;
  expect(error.source).toBe(NAME);
  expect(error.message).toBe(
    `${error.table === null ? NAME : `${NAME}, ${error.table}`}: ${error.message.slice(error.message.indexOf(': ') + 2)}`,
  );
  expect(error.message).toContain(error.says);
  expect(error.message).not.toMatch(UNSPEAKABLE);
  return error;
}

/** Problems that pass by themselves, or may. */
const PASSING: readonly SourceProblem[] = [
  'unreachable',
  'name-unknown',
  'timed-out',
  'interrupted',
  'deadlock',
  'too-many-connections',
];

export async function expectProblem(
  action: Promise<unknown>,
  problem: SourceProblem,
  table: string | null,
): Promise<SourceError> {
  const error = await failureOf(action);
  expect({ problem: error.problem, table: error.table, cause: error.cause }).toMatchObject({ problem, table });
  expect(error.retry).toBe(PASSING.includes(problem));
  // Whoever has to act is told how; what passes, or was asked for, needs nobody.
  if (!error.retry && problem !== 'cancelled') expect(error.advice).not.toBe('');
  return error;
}

/** A port on which nothing listens, and one where whoever connects is never spoken to. */
export async function startSilence(): Promise<{ refusing: number; silent: number; close(): Promise<void> }> {
  const listen = async () => {
    const sockets = new Set<{ destroy(): void }>();
    const server = createServer((socket) => sockets.add(socket.on('error', () => socket.destroy())));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
    const close = () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      });
    return { port: address.port, close };
  };
  const [refusing, silent] = [await listen(), await listen()];
  await refusing.close();
  return { refusing: refusing.port, silent: silent.port, close: silent.close };
}
