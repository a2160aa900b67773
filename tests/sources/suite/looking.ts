import type { DateSum, Look, LookColumns, Source, TextRow } from '../../../src/sources/source.js';
import type { Change } from '../../support/change.js';
import type { TestTable } from '../../support/table.js';
import { beginLook, columnsOf, type Engine, openSource } from '../engine.js';

/** A server, a source that reads it, and what tests of looks do with them. */
export interface Looking {
  readonly engine: Engine;
  readonly source: Source;
  /** Makes a table of a name of its own. */
  create(columns: TestTable['columns'], rows: readonly TextRow[]): Promise<TestTable>;
  /** All columns of a table, and those that have these names. */
  columnsFor(table: TestTable, named?: { date?: string; changed?: string }): Promise<LookColumns>;
  /** A look that is closed behind the action. */
  looking<T>(table: TestTable, action: (look: Look) => Promise<T>): Promise<T>;
  /** Changes that somebody else makes and commits. */
  change(table: TestTable, ...changes: readonly Change[]): Promise<void>;
  close(): Promise<void>;
}

export async function startLooking(start: () => Promise<Engine>): Promise<Looking> {
  const engine = await start();
  const source = openSource(engine.config());
  let named = 0;
  return {
    engine,
    source,
    async create(columns, rows) {
      const table = { name: `looked at ${++named}`, columns, rows };
      await engine.create(table);
      return table;
    },
    async columnsFor(table, { date = '', changed = '' } = {}) {
      const columns = await columnsOf(source, engine.from(table));
      const find = (wanted: string) => columns.find(({ name }) => name === wanted) ?? null;
      return { columns, date: find(date), changed: find(changed) };
    },
    async looking(table, action) {
      const look = await beginLook(source, engine.from(table));
      try {
        return await action(look);
      } finally {
        await look.close();
      }
    },
    async change(table, ...changes) {
      const editor = await engine.edit();
      await editor.change(table, ...changes);
      await editor.commit();
    },
    async close() {
      await source.close();
      await engine.close();
    },
  };
}

/** Σ of the checksums of rows, by the date in that column, or so many of its first characters. */
export function summed(rows: readonly TextRow[], date: number | null, length?: number): readonly DateSum[] {
  const sums = new Map<string | null, { rows: number; sum: bigint }>();
  for (const row of rows) {
    const key = date === null ? null : (row[date]?.slice(0, length) ?? null);
    const { rows = 0, sum = 0n } = sums.get(key) ?? {};
    sums.set(key, { rows: rows + 1, sum: sum + BigInt(row.at(-1) ?? 0) });
  }
  return [...sums].map(([date, { rows, sum }]) => ({ date, rows, sum: String(sum) }));
}

export const inOrder = (sums: readonly DateSum[]): readonly DateSum[] =>
  sums.toSorted((a, b) => ((a.date ?? '') < (b.date ?? '') ? -1 : 1));
