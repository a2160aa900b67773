import { fits } from '../../src/sources/look-queries.js';
import type { Look, LookColumns, SourceColumn, TextRow, Where } from '../../src/sources/source.js';
import { checksum } from './mirror.js';

/** A row of a table in memory: `id date changed quantity`, `-` for null. */
export const rowOf = (text: string): TextRow => text.split(' ').map((value) => (value === '-' ? null : value));

const column = (name: string, kind: SourceColumn['kind'] = 'text', type: string = kind): SourceColumn => ({
  name,
  type,
  kind,
});

/** The columns of `rowOf`; the change column is of the type that is given. */
export function columnsWith(changed: { kind: SourceColumn['kind']; type?: string } | null, date = true): LookColumns {
  const columns = [
    column('id'),
    column('date', 'date'),
    column('changed', changed?.kind, changed?.type),
    column('quantity'),
  ];
  return { columns, date: date ? (columns[1] ?? null) : null, changed: changed ? (columns[2] ?? null) : null };
}

export interface TableLookOptions {
  readonly clock: string;
  readonly settled?: string;
  readonly consistent?: boolean;
  /** Called with each question, before it is answered. */
  readonly onAsked?: (question: string) => void;
}

/** A look at rows in memory, which are read anew at each question, as if every one saw what is committed. */
export function tableLook(
  rows: () => readonly TextRow[],
  { clock, settled = '', consistent = true, onAsked = () => undefined }: TableLookOptions,
): Look {
  const chosen = (columns: LookColumns, where: Where): readonly TextRow[] => {
    const at = (one: SourceColumn | null) => (one === null ? -1 : columns.columns.indexOf(one));
    const [date, changed] = [at(columns.date), at(columns.changed)];
    return rows().filter((row) => {
      if (where.kind === 'all') return true;
      if (where.kind === 'dates') return where.dates.includes(row[date] ?? null);
      if (where.kind === 'from') return (row[date] ?? '') >= where.date;
      return isSince(row[changed] ?? null, where.since, columns.changed);
    });
  };
  return {
    clock,
    consistent,
    settled: async ({ changed }) => (changed?.type === 'rowversion' ? settled : null),
    async changes(columns, since) {
      onAsked(`changes ${since === null ? 'all' : `${since.inclusive ? '>=' : '>'} ${since.value}`}`);
      const where: Where = since === null ? { kind: 'all' } : { kind: 'changed', since };
      const found = chosen(columns, where).map((row) => row[2] ?? null);
      const values = found.filter((value): value is string => value !== null);
      return { rows: found.length, through: values.toSorted(byValue).at(-1) ?? null };
    },
    async sums(columns, where) {
      onAsked(`sums ${told(where)}`);
      const sums = new Map<string | null, { rows: number; sum: bigint }>();
      for (const row of chosen(columns, where)) {
        const date = columns.date === null ? null : (row[1] ?? null);
        const { rows = 0, sum = 0n } = sums.get(date) ?? {};
        sums.set(date, { rows: rows + 1, sum: sum + BigInt(checksum(row)) });
      }
      return [...sums].map(([date, { rows, sum }]) => ({ date, rows, sum: String(sum) }));
    },
    async rows(columns, where) {
      onAsked(`rows ${told(where)}`);
      const found = chosen(columns, where).map((row) => [...row, checksum(row)]);
      return (async function* () {
        yield found;
      })();
    },
    close: async () => undefined,
  };
}

function isSince(
  value: string | null,
  since: { value: string; inclusive: boolean },
  column: SourceColumn | null,
): boolean {
  if (column && !fits(since.value, column)) throw new Error(`${since.value} is no ${column.kind}`);
  if (value === null) return false;
  const order = byValue(value.replace('T', ' '), since.value.replace('T', ' '));
  return since.inclusive ? order >= 0 : order > 0;
}

/** Stamps and row versions by their text, whole numbers by their value. */
function byValue(one: string, other: string): number {
  if (/^\d+$/.test(one) && /^\d+$/.test(other)) return Number(one) - Number(other);
  return one < other ? -1 : one > other ? 1 : 0;
}

function told(where: Where): string {
  if (where.kind === 'changed') return `changed ${where.since.inclusive ? '>=' : '>'} ${where.since.value}`;
  if (where.kind === 'dates') return `dates ${where.dates.map(String).toSorted().join(',')}`;
  return where.kind === 'from' ? `from ${where.date}` : 'all';
}
