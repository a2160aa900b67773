import { type Cell, isText, UNITS, type Unit } from './result.js';

export const EMPTY = '–';

export interface NumberStyle {
  readonly currency?: string;
  /** Write `+` before a positive number. */
  readonly signed?: boolean;
}

const formats = new Map<string, Intl.NumberFormat>();

/**
 * Rounds half away from zero, as the definitions ask, and groups thousands if told to. Decimal text is
 * never turned into a float: Intl reads its digits.
 */
function write(value: string | number, least: number, most: number, grouped: boolean, signed: boolean): string {
  const key = `${least} ${most} ${grouped} ${signed}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat('en-US', {
      minimumFractionDigits: least,
      maximumFractionDigits: most,
      useGrouping: grouped,
      signDisplay: signed ? 'exceptZero' : 'negative',
    });
    formats.set(key, format);
  }
  return format.format(value as number);
}

/** The JSON number of a measure: rounded to its unit's scale. */
export function jsonNumber(value: string | number, unit: Unit): number {
  return Number(write(value, 0, UNITS[unit].scale, false, false));
}

/** What a person reads: `1,204`, `+8.1 %`, `-$12.50`, `–` for an empty value. */
export function formatCell(cell: Cell, unit: Unit, style: NumberStyle = {}): string {
  if (cell === null || cell === '') return EMPTY;
  if (unit === 'moment') return String(cell).slice(0, 19).replace('T', ' ');
  if (isText(unit)) return String(cell);
  if (unit === 'milliseconds') return formatAge(Number(cell));
  const { display } = UNITS[unit];
  const signed = style.signed ?? false;
  switch (unit) {
    case 'percent':
      return `${write(cell, display, display, true, signed)} %`;
    case 'points':
      return `${write(cell, display, display, true, signed)} pp`;
    case 'money':
    case 'price': {
      const digits = write(cell, display, display, true, signed);
      const sign = /^[+-]/.exec(digits)?.[0] ?? '';
      return `${sign}${style.currency ?? ''}${digits.slice(sign.length)}`;
    }
    default:
      return write(cell, 0, display, true, signed);
  }
}

/** `1 row`, `2 rows`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${write(count, 0, 0, true, false)} ${count === 1 ? one : many}`;
}

/** `40 ms`, `12 s`, `5 min`, `3 h`, `2 d`. */
export function formatAge(milliseconds: number): string {
  const steps = [
    [1000, 1, 'ms'],
    [60_000, 1000, 's'],
    [3_600_000, 60_000, 'min'],
    [86_400_000, 3_600_000, 'h'],
  ] as const;
  const [, unit, name] = steps.find(([below]) => milliseconds < below) ?? [0, 86_400_000, 'd'];
  return `${Math.floor(milliseconds / unit)} ${name}`;
}

/** With a capital, as a label or a heading begins. */
export const titled = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
