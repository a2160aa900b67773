/** What a test tells the server, and what it can read back from it. */

export type TdsValue = string | number | bigint | boolean | null;

/**
 * A result column. Its type goes out before its first row and cannot change afterwards, so text that may be longer than
 * 4000 characters must be declared `nvarchar(max)`, and a decimal must say its precision (1–38) and scale.
 */
export type TdsColumn =
  | { readonly name: string; readonly type: 'nvarchar' | 'nvarchar(max)' | 'int' | 'bigint' | 'bit' | 'float' }
  | { readonly name: string; readonly type: 'decimal'; readonly precision: number; readonly scale: number };

export type TdsRow = readonly TdsValue[];

/** One result set; rows are pulled only as fast as the client reads them. No columns means a statement without result. */
export interface TdsAnswer {
  readonly columns: readonly TdsColumn[];
  readonly rows: AsyncIterable<TdsRow> | Iterable<TdsRow>;
}

/** Parameters by name without the `@`: bigint as bigint, bit as boolean, decimal and datetime2 as text. */
export type TdsParameters = ReadonlyMap<string, TdsValue>;

/** One connection, as long as it lives. */
export interface TdsSession {
  readonly spid: number;
}

export interface TdsServerOptions {
  /** Answers one SQL text. A thrown TdsError becomes that ERROR token; anything else thrown becomes error 50000. */
  answer(sql: string, parameters: TdsParameters, session: TdsSession): Promise<TdsAnswer>;
  /** Called when a session has begun a transaction, and with null when it is over or the connection is lost. */
  transaction?(session: TdsSession, isolation: IsolationLevel | null): void;
  /** The only login that is let in; without it every login is. */
  readonly login?: { readonly user: string; readonly password: string; readonly database: string };
  /** PEM key and certificate. With them the server demands encryption; without them it does not support it. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
}

/** [MS-TDS] 2.2.6.9, ISOLATION_LEVEL; `unchanged` keeps the level of the session. */
export const ISOLATION_LEVELS = [
  'unchanged',
  'read uncommitted',
  'read committed',
  'repeatable read',
  'serializable',
  'snapshot',
] as const;
export type IsolationLevel = (typeof ISOLATION_LEVELS)[number];

export interface TdsTransaction {
  readonly isolation: IsolationLevel;
  readonly outcome: 'open' | 'committed' | 'rolled back';
}

/** What one connection did, in the order it happened. */
export interface TdsConnection {
  /** Whether TLS was agreed on. */
  readonly encrypted: boolean;
  readonly open: boolean;
  readonly user: string | undefined;
  readonly database: string | undefined;
  readonly application: string | undefined;
  readonly queries: readonly string[];
  readonly transactions: readonly TdsTransaction[];
  /** How often the client asked to cancel (ATTENTION). */
  readonly cancels: number;
}
