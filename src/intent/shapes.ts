import type { NamedPeriod } from '../periods/index.js';

/** What a word is by its form alone, whatever the words of the model. */
export type Shape =
  /** `decimal` without a sign, or null for what cannot be told, such as `-5` or `1.2.3`. */
  | { readonly is: 'number'; readonly decimal: string | null; readonly percent: boolean }
  | { readonly is: 'period'; readonly period: NamedPeriod }
  /** A date that is written in another way, with the readings that it may have. */
  | { readonly is: 'other date'; readonly readings: readonly string[] };

type Groups = readonly (string | undefined)[];

const period = (named: NamedPeriod): Shape => ({ is: 'period', period: named });

/** One line a form; the first that matches counts. */
const FORMS: readonly (readonly [RegExp, (groups: Groups) => Shape | null])[] = [
  [/^(\d{4}-\d{2}-\d{2})$/, ([date = '']) => period({ kind: 'day', date })],
  [/^(\d{4})-(\d{2})$/, ([year, month]) => period({ kind: 'month', year: Number(year), month: Number(month) })],
  [/^(\d{4})-w(\d{2})$/i, ([year, week]) => period({ kind: 'week', year: Number(year), week: Number(week) })],
  [/^q([1-4])$/i, ([quarter]) => period({ kind: 'quarter', quarter: Number(quarter) })],
  [/^(\d{4})-q([1-4])$/i, ([year, q]) => period({ kind: 'quarter', quarter: Number(q), year: Number(year) })],
  [/^fy(\d{1,4})$/i, ([year = '']) => period({ kind: 'fiscal', year: fullYear(year) })],
  [/^(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})$/, otherDate],
  [/^(\d{1,2})\/(\d{4})$/, ([month = '', year = '']) => otherMonth(year, month)],
  [/^(\d{4})\/(\d{1,2})$/, ([year = '', month = '']) => otherMonth(year, month)],
  [
    /^([+-]?)(\d+(?:\.\d+)*)(%?)$/,
    ([sign, digits = '', percent]) => number(sign === '' ? digits : '', percent === '%'),
  ],
];

export function shapeOf(text: string): Shape | null {
  for (const [form, read] of FORMS) {
    const match = form.exec(text);
    const shape = match && read(match.slice(1));
    if (shape) return shape;
  }
  return null;
}

/** More digits than a quantity or a price of the model can have are nobody’s number. */
const DECIMAL = /^0*(\d{1,18}(?:\.\d{1,10})?)$/;

function number(digits: string, percent: boolean): Shape {
  return { is: 'number', decimal: DECIMAL.exec(digits)?.[1] ?? null, percent };
}

/** `FY21` is 2021. */
const fullYear = (year: string): number => (year.length === 2 ? 2000 + Number(year) : Number(year));

/** Dots stand after the day; with slashes and dashes the month may come first. */
function otherDate([first = '', mark, second = '', third = '']: Groups): Shape | null {
  if (first.length === 4) return third.length > 2 ? null : readings(day(first, second, third));
  const isYear = third.length === 4 || (third.length === 2 && mark !== '-');
  if (first.length > 2 || !isYear) return null;
  const year = String(fullYear(third));
  return mark === '.'
    ? readings(day(year, second, first))
    : readings(day(year, second, first), day(year, first, second));
}

function readings(...texts: readonly (string | null)[]): Shape {
  return { is: 'other date', readings: [...new Set(texts.flatMap((text) => text ?? []))] };
}

function otherMonth(year: string, month: string): Shape | null {
  return Number(month) >= 1 && Number(month) <= 12 ? readings(`${year}-${month.padStart(2, '0')}`) : null;
}

/** As it is written here; null where the calendar has no such day. */
export function day(year: string, month: string, date: string): string | null {
  const text = `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const moment = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text) ? text : null;
}
