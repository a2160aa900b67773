import type { Cell } from './result.js';

/** Exact where both are decimal text, as amounts are; null where either is missing. */
export function difference(value: Cell, other: Cell): Cell {
  if (value === null || other === null) return null;
  if (typeof value === 'number' || typeof other === 'number') return Number(value) - Number(other);
  const scale = Math.max(decimalsOf(value), decimalsOf(other));
  return written(scaled(value, scale) - scaled(other, scale), scale);
}

/** value − other in % of |other|; null where that is zero or missing. */
export function changePercent(value: Cell, other: Cell): number | null {
  const change = difference(value, other);
  if (change === null || Number(other) === 0) return null;
  return (100 * Number(change)) / Math.abs(Number(other));
}

const decimalsOf = (text: string): number => text.split('.')[1]?.length ?? 0;

const scaled = (text: string, scale: number): bigint =>
  BigInt(text.replace('.', '') + '0'.repeat(scale - decimalsOf(text)));

function written(value: bigint, scale: number): string {
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const text = scale === 0 ? whole : `${whole}.${digits.slice(digits.length - scale)}`;
  return value < 0n ? `-${text}` : text;
}
