import type { KpiQuery } from '../../../src/kpi/kpi.js';
import type { Cleansed, Product, StockRow } from './cleansed.js';
import type { Company, Side } from './company.js';
import type { Counted } from './counted.js';
import { type Decimal, dividedBy, sum, times, whole } from './decimal.js';

/** What is compared: a sku, or a sku in a warehouse. */
export interface Item {
  readonly labels: Readonly<Record<Label, string | null>>;
  readonly product: Product | null;
  readonly rows: Readonly<Record<Side, StockRow[]>>;
  readonly demands: Readonly<Record<Side, StockRow[]>>;
  readonly accepted: boolean;
}

export type Label = 'division' | 'segment' | 'category' | 'product' | 'sku' | 'warehouse';

/** Every item that the product master or the rows have, as far as the filters leave it. */
export function itemsOf(
  company: Company,
  { products, warehouses }: Cleansed,
  rows: Counted,
  filters: KpiQuery['filters'],
  perWarehouse: boolean,
): readonly Item[] {
  const passes = (dimension: Label, value: string | null): boolean => {
    const wanted = filters.filter((filter) => filter.dimension === dimension);
    return wanted.length === 0 || wanted.some((filter) => filter.value.toUpperCase() === value?.toUpperCase());
  };
  const known = new Map<string, Item>();
  const item = (id: string, warehouse: string | null): Item => {
    const place = perWarehouse ? warehouse : null;
    const key = JSON.stringify([id, place]);
    const product = products.get(id) ?? null;
    const one = known.get(key) ?? {
      labels: {
        division: product?.division ?? null,
        segment: product?.segment ?? null,
        category: product?.category ?? null,
        product: product?.name ?? null,
        sku: product?.sku ?? id,
        warehouse: place,
      },
      product,
      rows: { test: [], production: [] },
      demands: { test: [], production: [] },
      accepted: isAccepted(company, filters, id, place),
    };
    known.set(key, one);
    return one;
  };
  const places = perWarehouse ? warehouses.filter((warehouse) => passes('warehouse', warehouse)) : [null];
  for (const id of products.keys()) for (const warehouse of places) item(id, warehouse);
  for (const row of rows.quantity.filter(({ warehouse }) => passes('warehouse', warehouse)))
    item(row.id, row.warehouse).rows[row.side].push(row);
  for (const row of rows.demand.filter(({ warehouse }) => passes('warehouse', warehouse)))
    item(row.id, row.warehouse).demands[row.side].push(row);
  const ofProduct = ['division', 'segment', 'category', 'product', 'sku'] as const;
  return [...known.values()].filter(({ labels }) =>
    ofProduct.every((dimension) => passes(dimension, labels[dimension])),
  );
}

/** In one warehouse: where items are told apart by it, or the question is about it alone. */
function isAccepted({ accepted }: Company, filters: KpiQuery['filters'], id: string, place: string | null): boolean {
  const asked = filters.filter(({ dimension }) => dimension === 'warehouse');
  const where = asked.length === 1 ? [place, asked[0]?.value ?? null] : [place];
  return accepted
    .filter(({ sku }) => sku.toUpperCase() === id)
    .some(({ warehouse }) => warehouse === null || where.some((one) => one?.toUpperCase() === warehouse.toUpperCase()));
}

export const quantityOf = (item: Item, side: Side): Decimal => sum(item.rows[side].map(({ quantity }) => quantity));

export const demandOf = (item: Item, side: Side): Decimal => sum(item.demands[side].map(({ demand }) => demand ?? 0n));

/** Rows whose two numbers may be set against each other. */
export const pairsOf = (item: Item, side: Side): readonly { quantity: Decimal; demand: Decimal }[] =>
  item.rows[side].flatMap(({ quantity, demand }) => (demand === null ? [] : [{ quantity, demand }]));

const costOf = ({ product }: Item, { cost }: StockRow): Decimal | null => cost ?? product?.price ?? null;

/** Rows with a cost, their own or the product’s price. */
export const costsOf = (item: Item, side: Side): readonly { quantity: Decimal; cost: Decimal }[] =>
  item.rows[side].flatMap((row) => {
    const cost = costOf(item, row);
    return cost === null ? [] : [{ quantity: row.quantity, cost }];
  });

export const worthOf = (item: Item, side: Side): Decimal =>
  sum(costsOf(item, side).map(({ quantity, cost }) => times(quantity, cost)));

/** Weighted by quantity; the mean where that is zero. Null without any cost. */
export function unitCostOf(item: Item, side: Side): Decimal | null {
  const costs = costsOf(item, side);
  if (costs.length === 0) return null;
  const weight = sum(costs.map(({ quantity }) => quantity));
  return dividedBy(worthOf(item, side), weight) ?? dividedBy(sum(costs.map(({ cost }) => cost)), whole(costs.length));
}
