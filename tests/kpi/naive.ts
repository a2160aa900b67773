/** A second computation of the KPIs, written from KPIS.md with loops and maps and nothing of the program's. */

export interface NaiveProduct {
  readonly id: string;
  readonly name: string;
  readonly category: string | null;
  readonly segment: string;
  readonly division: string;
  readonly price: number | null;
}

export interface NaiveRow {
  readonly environment: 'test' | 'production';
  readonly date: string;
  readonly id: string;
  readonly warehouse: string;
  readonly quantity: number;
  readonly demand: number | null;
  readonly cost: number | null;
}

export interface NaiveCompany {
  readonly products: readonly NaiveProduct[];
  readonly rows: readonly NaiveRow[];
  readonly meaning: 'complete' | 'flow';
}

export type Dimension = 'division' | 'segment' | 'category' | 'product' | 'sku' | 'warehouse';

const SIDES = ['test', 'production'] as const;
type Side = (typeof SIDES)[number];

/** Rows that count: of a flow all, of a state those of each environment's latest date. */
function rowsThatCount({ rows, meaning }: NaiveCompany): readonly NaiveRow[] {
  if (meaning === 'flow') return rows;
  const latest = (side: Side) =>
    rows
      .flatMap((row) => (row.environment === side ? [row.date] : []))
      .sort()
      .at(-1);
  return rows.filter(({ environment, date }) => date === latest(environment));
}

interface Item {
  readonly group: string | null;
  readonly product: NaiveProduct | null;
  readonly rows: Record<Side, NaiveRow[]>;
}

/** Items of the product master and of the stock; by warehouse a sku in each of them. */
function itemsOf(company: NaiveCompany, by: Dimension): readonly Item[] {
  const items = new Map<string, Item>();
  const item = (id: string, warehouse: string): Item => {
    const key = by === 'warehouse' ? `${id} in ${warehouse}` : id;
    const product = company.products.find((one) => one.id === id) ?? null;
    const groups = {
      sku: id,
      warehouse,
      product: product?.name ?? null,
      category: product?.category ?? null,
      segment: product?.segment ?? null,
      division: product?.division ?? null,
    };
    const known = items.get(key) ?? { group: groups[by], product, rows: { test: [], production: [] } };
    items.set(key, known);
    return known;
  };
  const warehouses = by === 'warehouse' ? new Set(company.rows.map(({ warehouse }) => warehouse)) : [''];
  for (const { id } of company.products) for (const warehouse of warehouses) item(id, warehouse);
  for (const row of rowsThatCount(company)) item(row.id, row.warehouse).rows[row.environment].push(row);
  return [...items.values()];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
const ratio = (numerator: number, denominator: number): number | null =>
  denominator === 0 ? null : numerator / denominator;
const percent = (numerator: number, denominator: number): number | null =>
  denominator === 0 ? null : (100 * numerator) / denominator;

/** Figures of a group of items, as KPIS.md defines them. */
export function figures(items: readonly Item[], all: readonly Item[]) {
  const quantity = (item: Item, side: Side) => sum(item.rows[side].map((row) => row.quantity));
  const costOf = (item: Item, row: NaiveRow) => row.cost ?? item.product?.price ?? null;
  const value = (item: Item, side: Side) => sum(item.rows[side].map((row) => row.quantity * (costOf(item, row) ?? 0)));
  const priced = (item: Item, side: Side) => item.rows[side].filter((row) => costOf(item, row) !== null);
  const unitCost = (item: Item, side: Side): number | null => {
    const rows = priced(item, side);
    if (rows.length === 0) return null;
    const weight = sum(rows.map((row) => row.quantity));
    return weight === 0 ? sum(rows.map((row) => costOf(item, row) ?? 0)) / rows.length : value(item, side) / weight;
  };
  const total = (side: Side, list = items) => sum(list.map((item) => quantity(item, side)));
  const stocked = items.filter((item) => item.rows.test.length + item.rows.production.length > 0);
  const both = stocked.filter((item) => item.rows.test.length > 0 && item.rows.production.length > 0);
  const matching = both.filter((item) => quantity(item, 'test') === quantity(item, 'production'));
  const master = items.filter((item) => item.product !== null);
  const paired = (side: Side) => items.flatMap((item) => item.rows[side]).filter((row) => row.demand !== null);
  const costed = both.filter((item) => unitCost(item, 'test') !== null && unitCost(item, 'production') !== null);
  const weighted = (side: Side) =>
    sum(costed.map((item) => quantity(item, 'production') * (unitCost(item, side) ?? 0)));
  const weights = sum(costed.map((item) => quantity(item, 'production')));
  const available = (side: Side) => master.filter((item) => quantity(item, side) > 0).length;
  return {
    total: { test: total('test'), production: total('production'), both: total('test') + total('production') },
    variance: {
      test: total('test'),
      production: total('production'),
      variance: total('production') - total('test'),
      variance_pct: percent(total('production') - total('test'), Math.abs(total('test'))),
      items_match: matching.length,
      items_differ: both.length - matching.length,
      only_in_test: stocked.filter((item) => item.rows.production.length === 0).length,
      only_in_production: stocked.filter((item) => item.rows.test.length === 0).length,
    },
    availability: {
      items: master.length,
      ...Object.fromEntries(
        SIDES.flatMap((side) => [
          [`${side}_in_stock`, available(side)],
          [`${side}_availability`, percent(available(side), master.length)],
          [
            `${side}_covered`,
            percent(sum(paired(side).map((row) => row.quantity)), sum(paired(side).map((row) => row.demand ?? 0))),
          ],
          [
            `${side}_fill_rate`,
            percent(
              sum(paired(side).map((row) => Math.min(row.quantity, row.demand ?? 0))),
              sum(paired(side).map((row) => row.demand ?? 0)),
            ),
          ],
        ]),
      ),
    },
    distribution: {
      test_share: percent(total('test'), total('test', all)),
      production_share: percent(total('production'), total('production', all)),
    },
    cost: {
      test: ratio(weighted('test'), weights),
      production: ratio(weighted('production'), weights),
      deviation: ratio(weighted('production') - weighted('test'), weights),
      deviation_pct: percent(weighted('production') - weighted('test'), Math.abs(weighted('test'))),
      value_variance: sum(stocked.map((item) => value(item, 'production') - value(item, 'test'))),
    },
  };
}

export type NaiveKpi = keyof ReturnType<typeof figures>;

/** Expected columns of each group, by the group's name; '' is the group without one. */
export function naive(
  company: NaiveCompany,
  kpi: NaiveKpi,
  by: Dimension,
): ReadonlyMap<string, Readonly<Record<string, number | null>>> {
  const all = itemsOf(company, by);
  const stocked = (item: Item) => item.rows.test.length + item.rows.production.length > 0;
  const counted = all.filter((item) => stocked(item) || (kpi === 'availability' && item.product !== null));
  return new Map([...grouped(counted)].map(([group, items]) => [group, figures(items, all)[kpi]]));
}

function grouped(items: readonly Item[]): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(item.group ?? '', [...(groups.get(item.group ?? '') ?? []), item]);
  return groups;
}
