import type { SQL } from 'drizzle-orm';
import { SourceError } from './errors.js';
import { changesQuery, fits, isRawDate, type LookDialect, partsOf, rowsQuery, sumsQuery } from './look-queries.js';
import type { DateSum, Look, LookColumns, SourceColumn, TextRow, Where } from './source.js';

/** One connection, held in a transaction. */
export interface LookSession {
  /** The rows of one statement. Whoever stops reading before their end has ended the session. */
  stream(query: SQL, signal: AbortSignal): AsyncIterable<readonly TextRow[]>;
  /** Gives the connection back, or destroys it when it is not sound. Never throws; does nothing the second time. */
  end(sound: boolean): Promise<void>;
}

export interface LookFacts {
  readonly source: string;
  /** As the configuration names it, and as the server does. */
  readonly table: string;
  readonly from: SQL;
  readonly clock: string;
  readonly consistent: boolean;
  /** Of the columns' types, those that are row versions, and the value below which nothing is uncommitted. */
  readonly settled: { readonly types: readonly string[]; readonly value: string } | null;
}

/**
 * A look over a session. Its statements run one after another: asking before the last answer was read to its end is a
 * mistake of the program and throws an Error. A statement that fails, or is not read to its end, ends the look, and so
 * does its signal; whoever asks after that gets a SourceError, `interrupted` or `cancelled`.
 */
export class ServerLook implements Look {
  readonly clock: string;
  readonly consistent: boolean;
  private readonly closing = new AbortController();
  private readonly calledOff: AbortSignal;
  private asking = false;
  private ended: Promise<void> | null = null;

  constructor(
    private readonly session: LookSession,
    private readonly facts: LookFacts,
    private readonly dialect: LookDialect,
    private readonly signal: AbortSignal,
  ) {
    this.clock = facts.clock;
    this.consistent = facts.consistent;
    this.calledOff = AbortSignal.any([signal, this.closing.signal]);
    signal.addEventListener('abort', this.abandon, { once: true });
    if (signal.aborted) void this.abandon();
  }

  async settled({ changed }: LookColumns): Promise<string | null> {
    this.expectOpen();
    const { settled } = this.facts;
    return changed !== null && settled?.types.includes(changed.type) ? settled.value : null;
  }

  async changes({ changed }: LookColumns, since: Parameters<Look['changes']>[1]): ReturnType<Look['changes']> {
    if (changed === null) throw new Error('A look was asked for changes of a table without a change column');
    if (since !== null) this.expectFit(since.value, changed);
    const [[rows, through = null] = []] = await this.ask([changesQuery(this.facts.from, changed, since, this.dialect)]);
    return { rows: Number(rows), through };
  }

  async sums(columns: LookColumns, where: Where): Promise<readonly DateSum[]> {
    const parts = this.partsOf(columns, where);
    const few = where.kind === 'from';
    const rows = await this.ask(parts.map((part) => sumsQuery(this.facts.from, columns, part, this.dialect, few)));
    return rows
      .map(([date = null, count, sum]) => ({ date, rows: Number(count), sum: sum ?? '0' }))
      .filter(({ rows }) => rows > 0);
  }

  async rows(columns: LookColumns, where: Where, signal: AbortSignal): Promise<AsyncIterable<readonly TextRow[]>> {
    this.expectOpen();
    const parts = this.partsOf(columns, where);
    return this.stream(
      parts.map((part) => rowsQuery(this.facts.from, columns, part, this.dialect)),
      signal,
    );
  }

  close(): Promise<void> {
    return this.asking ? this.abandon() : this.end(true);
  }

  /** What is being read ends first, so that its reader is told that it was called off, and not of a lost connection. */
  private readonly abandon = (): Promise<void> => {
    this.closing.abort();
    return this.end(false);
  };

  private end(sound: boolean): Promise<void> {
    this.signal.removeEventListener('abort', this.abandon);
    this.ended ??= this.session.end(sound);
    return this.ended;
  }

  private async ask(queries: readonly SQL[]): Promise<readonly TextRow[]> {
    const rows: TextRow[] = [];
    for await (const batch of this.stream(queries)) for (const row of batch) rows.push(row);
    return rows;
  }

  /** The rows of all statements, one after another; none begins before its rows are asked for. */
  private async *stream(queries: readonly SQL[], signal?: AbortSignal): AsyncGenerator<readonly TextRow[]> {
    this.expectOpen();
    if (this.asking) throw new Error('A look was asked before its last answer was read to the end');
    this.asking = true;
    let whole = false;
    const any = signal ? AbortSignal.any([this.calledOff, signal]) : this.calledOff;
    try {
      for (const query of queries) yield* this.session.stream(query, any);
      whole = true;
    } finally {
      this.asking = false;
      if (!whole) void this.end(false);
    }
  }

  private partsOf(columns: LookColumns, where: Where): readonly SQL[] {
    if (where.kind === 'changed' && columns.changed) this.expectFit(where.since.value, columns.changed);
    if (where.kind === 'from' && columns.date) this.expectFit(where.date, columns.date, isRawDate);
    return partsOf(columns, where, this.dialect);
  }

  private expectFit(text: string, column: SourceColumn, is = fits): void {
    if (is(text, column)) return;
    const { source, table } = this.facts;
    throw new SourceError(source, table, 'failed', { detail: `a bound that is no ${column.type}` });
  }

  private expectOpen(): void {
    if (this.ended === null) return;
    const { source, table } = this.facts;
    throw new SourceError(source, table, this.signal.aborted ? 'cancelled' : 'interrupted');
  }
}

/** `2024-02-29 23:59:59.1234567` → `2024-02-29T23:59:59.123456Z`: what is beyond microseconds is cut off. */
export function clockFrom(text: string): string {
  const [, day, time, fraction = ''] = /^(\S{10})[ T](\S{8})(?:\.(\d+))?/.exec(text) ?? [];
  return `${day}T${time}.${fraction.slice(0, 6).padEnd(6, '0')}Z`;
}
