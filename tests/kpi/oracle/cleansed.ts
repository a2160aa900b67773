import type { Company, Side } from './company.js';
import { type Decimal, readDecimal } from './decimal.js';

/** What can be read of a company. */
export interface Cleansed {
  /** By id in capitals. */
  readonly products: ReadonlyMap<string, Product>;
  readonly rows: readonly StockRow[];
  /** As they are known; a row without one is in none of them. */
  readonly warehouses: readonly string[];
}

export interface Product {
  /** As it is written. */
  readonly sku: string;
  readonly name: string | null;
  readonly category: string | null;
  readonly segment: string | null;
  readonly division: string | null;
  readonly variant: string | null;
  readonly price: Decimal | null;
}

export interface StockRow {
  /** Number of the file. */
  readonly table: number;
  readonly side: Side;
  readonly date: string;
  readonly id: string;
  readonly warehouse: string | null;
  readonly quantity: Decimal;
  readonly demand: Decimal | null;
  readonly cost: Decimal | null;
}

export function cleansed(company: Company): Cleansed {
  const rows = company.tables.flatMap(({ side, rows: texts }, table) =>
    texts.flatMap((text): StockRow[] => {
      const [date, id, quantity] = [dayOf(text.date), folded(text.product_id), numberOf(text.quantity, 4)];
      const [demand, cost] = [numberOf(company.demand === null ? '' : text.demand, 4), numberOf(text.unit_cost, 6)];
      if (date === null || id === null || typeof quantity !== 'bigint') return [];
      if (demand === 'unreadable' || cost === 'unreadable') return [];
      return [{ table, side, date, id: id.toUpperCase(), warehouse: folded(text.warehouse), quantity, demand, cost }];
    }),
  );
  const known = spellings(rows.map(({ warehouse }) => warehouse));
  return {
    products: productsOf(company),
    rows: rows.map((row) => ({ ...row, warehouse: row.warehouse && (known.get(row.warehouse.toUpperCase()) ?? null) })),
    warehouses: [...known.values()].sort(),
  };
}

/** Of several with one id the first by text; labels that differ only in case are written in one way. */
function productsOf({ products }: Company): ReadonlyMap<string, Product> {
  const read = products.flatMap((text) => {
    const [sku, price] = [folded(text.product_id), numberOf(text.unit_price, 6)];
    if (sku === null || price === 'unreadable') return [];
    const labels = {
      name: folded(text.name),
      category: folded(text.category),
      segment: folded(text.segment),
      division: folded(text.division),
      variant: folded(text.variant),
    };
    return [{ sku, ...labels, price }];
  });
  const first = new Map<string, Product>();
  for (const product of read.toSorted(byText)) {
    const id = product.sku.toUpperCase();
    if (!first.has(id)) first.set(id, product);
  }
  const all = [...first.values()];
  const one = (label: 'name' | 'category' | 'segment' | 'division' | 'variant') => {
    const known = spellings(all.map((product) => product[label]));
    return (product: Product) => product[label] && (known.get(product[label].toUpperCase()) ?? null);
  };
  const written = {
    name: one('name'),
    category: one('category'),
    segment: one('segment'),
    division: one('division'),
    variant: one('variant'),
  };
  return new Map(
    [...first].map(([id, product]) => [
      id,
      {
        ...product,
        name: written.name(product),
        category: written.category(product),
        segment: written.segment(product),
        division: written.division(product),
        variant: written.variant(product),
      },
    ]),
  );
}

/** By the columns in the model’s order; what is missing comes last. */
function byText(a: Product, b: Product): number {
  for (const column of ['name', 'category', 'segment', 'division', 'variant', 'price'] as const) {
    const [one, other] = [a[column], b[column]];
    if (one === other) continue;
    if (one === null) return 1;
    if (other === null) return -1;
    return one < other ? -1 : 1;
  }
  return a.sku < b.sku ? -1 : 1;
}

/** By capitals, the first spelling by text. */
function spellings(texts: readonly (string | null)[]): Map<string, string> {
  const known = new Map<string, string>();
  for (const text of texts) {
    if (text === null) continue;
    const other = known.get(text.toUpperCase());
    if (other === undefined || text < other) known.set(text.toUpperCase(), text);
  }
  return known;
}

const folded = (text: string): string | null => text.trim().replaceAll(/\s+/g, ' ') || null;

/** Null where there is none. */
function numberOf(text: string, places: number): Decimal | null | 'unreadable' {
  if (text.trim() === '') return null;
  return readDecimal(text, places) ?? 'unreadable';
}

/** A day of the calendar, YYYY-MM-DD, with or without a time. */
function dayOf(text: string): string | null {
  const [, day] = /^\s*(\d{4}-\d{2}-\d{2})(?:[T ].*)?$/.exec(text) ?? [];
  if (day === undefined) return null;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : null;
}
