import { difference } from '../kpi/decimal.js';
import { formatCell } from '../kpi/format.js';

/** Exact decimal texts, without zeros at their end. */
export const minus = (value: string, other: string): string => trimmed(String(difference(value, other)));
export const trimmed = (value: string): string => (value.includes('.') ? value.replace(/\.?0+$/, '') : value);
export const plus = (value: string, other: string): string => minus(value, minus('0', other));
export const sumOf = (values: readonly string[]): string => values.reduce(plus, '0');

/** value in % of |base|, as the KPIs have it; null where that is zero. */
export const percentOf = (value: string, base: string): number | null =>
  Number(base) === 0 ? null : (100 * Number(value)) / Math.abs(Number(base));

export const bySize = (a: string, b: string): number => Math.abs(Number(b)) - Math.abs(Number(a));

export const units = (value: string): string => `${formatCell(value, 'units')} ${unitOf(value)}`;
export const signedUnits = (value: string): string =>
  `${formatCell(value, 'units', { signed: true })} ${unitOf(value)}`;
export const signedPercent = (value: number | null): string => formatCell(value, 'percent', { signed: true });
export const plainPercent = (value: number | null): string => formatCell(value, 'percent');

/** `€51.80`: two decimals, unless more are needed. */
export const price = (value: number, currency: string, signed = false): string =>
  formatCell(value, 'price', { currency, signed }).replace(/(\.\d\d\d*?)0+$/, '$1');

const unitOf = (value: string): string => (Math.abs(Number(value)) === 1 ? 'unit' : 'units');
