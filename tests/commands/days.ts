import type { TestCompany } from '../support/app.js';

const HEAD = 'date,product_id,quantity';

/** March 2026. */
export const march = (day: number): string => `2026-03-${String(day).padStart(2, '0')}`;

export const days = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** A table with four rows, A to D, on each of these days of March 2026. */
export const stockOn = (list: readonly number[]): string =>
  [HEAD, ...list.flatMap((day) => [...'ABCD'].map((sku) => `${march(day)},${sku},${day}`))].join('\n');

/** Rows that are added to a table. */
export const also = (text: string, ...rows: readonly string[]): string => [text, ...rows].join('\n');

/** Stock of each environment by the name of its files, and the tenth of March as today. */
export function daily(
  files: Readonly<Record<string, string>>,
  { meaning = 'complete', settings = '' }: { meaning?: string; settings?: string } = {},
): TestCompany {
  const tables = Object.keys(files).map((from) => {
    const [environment] = from.split(/[-.]/);
    return `  - { table: stock, source: ${environment === 'test' ? 'here' : 'there'}, from: ${from}, environment: ${environment}, meaning: { quantity: ${meaning} } }`;
  });
  return { files, tables: tables.join('\n'), settings, now: '2026-03-10T12:00:00Z' };
}
