/** Decimals as whole numbers of 10⁻¹⁰. */
export type Decimal = bigint;

const PLACES = 10;
const ONE = 10n ** BigInt(PLACES);

/** Decimal text, rounded half-even to so many places as a load does; null for what is no number. */
export function readDecimal(text: string, places: number): Decimal | null {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text.trim());
  if (!match) return null;
  const [, sign = '', whole = '', behind = ''] = match;
  const digits = BigInt(whole + behind.padEnd(places, '0').slice(0, places));
  const rest = behind.slice(places);
  const half = `5${'0'.repeat(Math.max(0, rest.length - 1))}`;
  const up = rest > half || (rest === half && digits % 2n === 1n);
  const value = (digits + (up ? 1n : 0n)) * 10n ** BigInt(PLACES - places);
  return sign === '-' ? -value : value;
}

/** The exact value of decimal text of any length up to ten places. */
export const exactly = (text: string): Decimal | null => readDecimal(text, PLACES);

export const whole = (count: number): Decimal => BigInt(count) * ONE;

export const times = (a: Decimal, b: Decimal): Decimal => rounded(a * b, ONE);

/** To ten places; null where nothing can be divided by it. */
export const dividedBy = (a: Decimal, b: Decimal): Decimal | null => (b === 0n ? null : rounded(a * ONE, b));

/** Half away from zero. */
function rounded(numerator: bigint, denominator: bigint): bigint {
  const [n, d] = [absolute(numerator), absolute(denominator)];
  const quotient = (2n * n + d) / (2n * d);
  return numerator < 0n === denominator < 0n ? quotient : -quotient;
}

export const absolute = (value: Decimal): Decimal => (value < 0n ? -value : value);

export const sum = (values: readonly Decimal[]): Decimal => values.reduce((all, one) => all + one, 0n);

export function asNumber(value: Decimal): number {
  const digits = String(absolute(value)).padStart(PLACES + 1, '0');
  const number = Number(`${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`);
  return value < 0n ? -number : number;
}

/** Empty where the denominator is zero. */
export const ratio = (numerator: Decimal, denominator: Decimal): number | null =>
  denominator === 0n ? null : asNumber(numerator) / asNumber(denominator);

export function percent(numerator: Decimal, denominator: Decimal): number | null {
  const share = ratio(numerator, denominator);
  return share === null ? null : 100 * share;
}
