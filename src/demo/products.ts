import { CATEGORIES, EDITIONS, type Line } from './names.js';
import { integer, type Random } from './random.js';

/** One sku of the product master. Money is in cents. */
export interface Product {
  readonly sku: string;
  readonly name: string;
  /** Place in CATEGORIES. */
  readonly category: number;
  readonly segment: string;
  readonly division: string;
  readonly variant: string;
  readonly unitPrice: number;
  readonly unitCost: number;
  /** Units asked for on an average day in an average warehouse. */
  readonly pace: number;
}

/** The assortment, category by category in equal parts, numbered from A-1001. */
export function makeProducts(count: number, random: Random): readonly Product[] {
  const products: Product[] = [];
  for (const [category, { division, lines }] of CATEGORIES.entries()) {
    const end = Math.round((count * (category + 1)) / CATEGORIES.length);
    for (const { name, line } of editionsOf(lines)) {
      const price = integer(random, ...line.cents);
      const cost = integer(random, 48, 68);
      for (const [place, variant] of line.variants.entries()) {
        if (products.length === end) break;
        const unitPrice = Math.floor((price * (line.rising ? 1 + place / 4 : 1)) / 100) * 100 + 90;
        products.push({
          sku: `A-${1001 + products.length}`,
          name,
          category,
          segment: line.segment,
          division,
          variant,
          unitPrice,
          unitCost: Math.round((unitPrice * cost) / 100),
          pace: 1 + random() * random() * 15,
        });
      }
      if (products.length === end) break;
    }
  }
  return products;
}

/** Every line under its own name, then its later editions: `Desk Lamp`, `Desk Lamp Classic`, … without end. */
function* editionsOf(lines: readonly Line[]): Generator<{ readonly name: string; readonly line: Line }> {
  for (let edition = 0; ; edition++) {
    for (const line of lines) yield { name: `${line.name}${editionName(edition)}`, line };
  }
}

/** Nothing for the first, then ` Classic`, …, ` Grove`, ` Classic 2`, … */
function editionName(edition: number): string {
  if (edition === 0) return '';
  const round = Math.floor((edition - 1) / EDITIONS.length);
  return ` ${EDITIONS[(edition - 1) % EDITIONS.length]}${round === 0 ? '' : ` ${round + 1}`}`;
}

/** Cents as an amount: 1290 is `12.90`. */
export function money(cents: number): string {
  const text = String(cents).padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}
