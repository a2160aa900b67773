import type { Result, Row } from '../../../src/kpi/result.js';
import { absolute, exactly } from './decimal.js';
import type { Expected, Keyed } from './expected.js';
import type { Figure, Figures } from './figures.js';

/** Ratios of two exact sums agree to so many parts of the larger one; their own rounding is far below it. */
const PARTS = 1e-9;

/** In which cells an answer is not what is expected, in words; empty where it is. */
export function differences(result: Result, expected: Expected, keyColumn: string | null): readonly string[] {
  const keys = result.rows.map((row) => String((keyColumn && row[keyColumn]) ?? ''));
  const wanted = expected.rows.map(({ key }) => key);
  const measures = result.columns.filter(({ role }) => role === 'measure').map(({ key }) => key);
  const columns = Object.keys(expected.rows[0]?.figures ?? expected.totals ?? {});
  const surplus = measures.filter((key) => columns.length > 0 && !columns.includes(key));
  return [
    ...surplus.map((key) => `unexpected column ${key}`),
    ...(keyColumn !== null && keys.join() !== wanted.join() ? [`rows ${keys.join()}, expected ${wanted.join()}`] : []),
    ...(keyColumn === null ? [] : expected.rows.flatMap((row) => rowDifferences(result, row, keyColumn))),
    ...cellDifferences('totals', result.totals, expected.totals),
    ...cellDifferences('others', result.others?.row ?? null, expected.others?.figures ?? null),
    ...(result.others?.count === expected.others?.count
      ? []
      : [`others ${result.others?.count}, expected ${expected.others?.count}`]),
    ...(result.notes.some((note) => note.includes(' tie')) === expected.ties > 0 ? [] : [`${expected.ties} ties`]),
  ];
}

function rowDifferences({ rows }: Result, { key, figures }: Keyed, keyColumn: string): readonly string[] {
  const row = rows.find((one) => String(one[keyColumn] ?? '') === key);
  return row ? cellDifferences(key, row, figures) : [];
}

function cellDifferences(place: string, row: Row | null, figures: Figures | null): readonly string[] {
  if (row === null || figures === null) {
    return (row === null) === (figures === null) ? [] : [`${place} ${row ? 'is' : 'is not'} there`];
  }
  return Object.entries(figures)
    .filter(([key, figure]) => !isFigure(row[key], figure))
    .map(
      ([key, figure]) =>
        `${place} ${key}: ${row[key]}, expected ${typeof figure === 'bigint' ? Number(figure) / 1e10 : figure}`,
    );
}

/** Whether a cell says what a figure does: a decimal exactly, a ratio to the rounding of floats. */
export function isFigure(cell: Row[string] | undefined, figure: Figure): boolean {
  if (figure === null || typeof figure === 'string') return cell === figure;
  if (cell === null || cell === undefined) return false;
  if (typeof figure === 'bigint') return absolute((exactly(String(cell)) ?? figure - 1n) - figure) === 0n;
  return Math.abs(Number(cell) - figure) <= PARTS * Math.max(1, Math.abs(figure));
}
