import type { Watermark } from '../../src/model/bound.js';
import { firstWatermark } from '../../src/model/changes.js';
import type { Extent, Findings } from '../../src/model/find.js';
import { findChanges } from '../../src/model/find.js';
import type { LookColumns, TextRow } from '../../src/sources/source.js';
import { checksum } from './mirror.js';
import { rowOf, tableLook } from './table-look.js';

export interface FollowingOptions {
  readonly columns: LookColumns;
  readonly extent: Extent;
  readonly keyed?: boolean;
  /** Most rows that are looked at again at each question; many by default. */
  readonly crowd?: number;
  readonly most?: number;
  readonly consistent?: boolean;
}

/** What one look came to. */
export interface Followed extends Findings {
  /** What the server was asked, in order. */
  readonly asked: readonly string[];
  /** Rows that were read. */
  readonly read: number;
}

/** A table in memory, and a reader that holds what it has read of it, as a refresh does. */
export function following(texts: readonly string[], options: FollowingOptions) {
  const { columns, extent, keyed = true, crowd = 1000, most = 1000, consistent = true } = options;
  const table = new Map(texts.map((text) => [text.split(' ')[0], rowOf(text)]));
  const there = (): readonly TextRow[] => [...table.values()];
  let held: readonly TextRow[] = [];
  let mark: Watermark | null = null;

  const dateOf = (row: TextRow) => (columns.date === null ? null : (row[1] ?? null));
  const ledger = (dates: readonly (string | null)[] | null) => {
    const sums = new Map<string | null, { rows: number; sum: string }>();
    for (const row of held) {
      const date = dateOf(row);
      if (dates !== null && !dates.includes(date)) continue;
      const { rows, sum } = sums.get(date) ?? { rows: 0, sum: '0' };
      sums.set(date, { rows: rows + 1, sum: String(BigInt(sum) + BigInt(checksum(row))) });
    }
    return sums;
  };
  /** The two latest days, and whatever is no day. */
  const latest = () => {
    const dates = [...new Set(held.map(dateOf))];
    const isDay = (date: string | null) => date !== null && date > '0000-00-00';
    return [...dates.filter(isDay).toSorted().slice(-2), ...dates.filter((date) => !isDay(date))];
  };

  const settings = (ours: string) => ({ ours, overlap: 300_000, zone: 'UTC', keyed, most, crowd, extent });

  return {
    /** Puts rows there, each in the place of the one with its id. */
    put: (...rows: readonly string[]) => {
      for (const text of rows) table.set(text.split(' ')[0], rowOf(text));
    },
    remove: (...ids: readonly string[]) => {
      for (const id of ids) table.delete(id);
    },
    held: () => held.map((row) => row.map((value) => value ?? '-').join(' ')).toSorted(),
    there: () =>
      there()
        .map((row) => row.map((value) => value ?? '-').join(' '))
        .toSorted(),
    async readAll(clock: string, settled?: string): Promise<void> {
      const look = tableLook(there, { clock, consistent, ...(settled ? { settled } : {}) });
      mark = await firstWatermark(look, columns, { ...settings(clock), asked: extent.changes });
      held = there();
    },
    /** Asks, reads what was found, and holds it. `between` is called with each question before it is answered. */
    async ask(
      clock: string,
      { ours = clock, settled = '', between = (_: string): void => undefined } = {},
    ): Promise<Followed> {
      if (mark === null) throw new Error('It was never read');
      const asked: string[] = [];
      const look = tableLook(there, {
        clock,
        settled,
        consistent,
        onAsked(question) {
          between(question);
          asked.push(question);
        },
      });
      const known = {
        watermark: mark,
        latest: latest(),
        held: async (dates: Parameters<typeof ledger>[0]) => ledger(dates),
      };
      const found = await findChanges(look, columns, known, settings(ours));
      mark = found.watermark;
      const changed = found.changed === null ? [] : await gathered(look, columns, found.changed);
      const dates = found.differ.map(({ date }) => date);
      const whole = dates.length === 0 ? [] : there().filter((row) => dates.includes(dateOf(row)));
      const byKey = changed.filter((row) => !dates.includes(dateOf(row)));
      const ids = new Set([...byKey, ...whole].map(([id]) => id));
      const isReplaced = (row: TextRow) =>
        dates.includes(dateOf(row)) || (found.changed !== null && ids.has(row[0] ?? null));
      held = [...held.filter((row) => !isReplaced(row)), ...byKey, ...whole];
      return { ...found, asked, read: byKey.length + whole.length };
    },
  };
}

async function gathered(
  look: ReturnType<typeof tableLook>,
  columns: LookColumns,
  since: NonNullable<Findings['changed']>,
) {
  const rows: TextRow[] = [];
  const batches = await look.rows(columns, { kind: 'changed', since }, new AbortController().signal);
  for await (const batch of batches) rows.push(...batch.map((row) => row.slice(0, -1)));
  return rows;
}
