import type { ColumnSpec } from './columns.js';
import { type Company, SIDES, type Side } from './company.js';
import { absolute, type Decimal, exactly, percent, ratio, sum, times, whole } from './decimal.js';
import { costsOf, demandOf, type Item, pairsOf, quantityOf, unitCostOf, worthOf } from './items.js';

/** An exact decimal, a count or a ratio, words, or nothing. */
export type Figure = Decimal | number | string | null;
export type Figures = Readonly<Record<string, Figure>>;

/** What a group is measured against. */
export interface Around {
  readonly company: Company;
  readonly days: number;
  /** All items under the same filters. */
  readonly everything: readonly Item[];
}

/** Figures of a group of items, as KPIS.md defines them, by column key. */
export function figuresOf(
  kpi: string,
  sides: readonly Side[],
  columns: readonly ColumnSpec[],
  items: readonly Item[],
  around: Around,
): Figures {
  const all: Figures = {
    ...shared(kpi, items, around),
    ...Object.assign({}, ...sides.map((side) => ofSide(kpi, side, sides, items, around))),
  };
  return Object.fromEntries(
    columns.map(({ key }) => {
      if (!(key in all)) throw new Error(`No figure ${key} of ${kpi}`);
      return [key, all[key] ?? null];
    }),
  );
}

const total = (items: readonly Item[], side: Side): Decimal => sum(items.map((item) => quantityOf(item, side)));
const demand = (items: readonly Item[], side: Side): Decimal => sum(items.map((item) => demandOf(item, side)));
const value = (items: readonly Item[], side: Side): Decimal => sum(items.map((item) => worthOf(item, side)));
const has = (item: Item, side: Side): boolean => item.rows[side].length > 0;
const smaller = (a: Decimal, b: Decimal): Decimal => (a < b ? a : b);
const above = (value: Decimal): Decimal => (value > 0n ? value : 0n);

const fillRate = (items: readonly Item[], side: Side): number | null => {
  const pairs = items.flatMap((item) => pairsOf(item, side));
  return percent(sum(pairs.map((pair) => smaller(pair.quantity, pair.demand))), sum(pairs.map((pair) => pair.demand)));
};

const inMaster = (items: readonly Item[]): readonly Item[] => items.filter(({ product }) => product !== null);
const inStock = (items: readonly Item[], side: Side): number =>
  inMaster(items).filter((item) => quantityOf(item, side) > 0n).length;
const share = (part: number, of: number): number | null => percent(whole(part), whole(of));

function shared(kpi: string, items: readonly Item[], around: Around): Figures {
  switch (kpi) {
    case 'total':
      return { both: total(items, 'test') + total(items, 'production') };
    case 'variance':
      return varianceOf(items, around.company);
    case 'availability':
      return { items: inMaster(items).length };
    case 'distribution': {
      const [test, production] = SIDES.map((side) => percent(total(items, side), total(around.everything, side)));
      return { difference: test == null || production == null ? null : production - test };
    }
    case 'cost':
      return costFigures(items);
    case 'compare':
    case 'overview':
      return comparedOf(items, around.company);
    default:
      return {};
  }
}

function ofSide(kpi: string, side: Side, sides: readonly Side[], items: readonly Item[], around: Around): Figures {
  const alone = sideFigures(kpi, side, items, around);
  if (sides.length === 1) return alone;
  return Object.fromEntries(
    Object.entries(alone).map(([name, figure]) => [name === 'quantity' ? side : `${side}_${name}`, figure]),
  );
}

function sideFigures(kpi: string, side: Side, items: readonly Item[], { days, everything }: Around): Figures {
  const quantity = total(items, side);
  const pairs = items.flatMap((item) => pairsOf(item, side));
  switch (kpi) {
    case 'total':
      return { quantity };
    case 'availability':
      return {
        in_stock: inStock(items, side),
        availability: share(inStock(items, side), inMaster(items).length),
        covered: percent(sum(pairs.map((pair) => pair.quantity)), sum(pairs.map((pair) => pair.demand))),
        fill_rate: fillRate(items, side),
      };
    case 'shortage':
      return {
        quantity,
        demand: demand(items, side),
        shortage: demand(items, side) - quantity,
        unmet: sum(pairs.map((pair) => above(pair.demand - pair.quantity))),
      };
    case 'distribution':
      return { quantity, share: percent(quantity, total(everything, side)) };
    case 'cover': {
      const asked = demand(items, side);
      return {
        quantity,
        average_daily_demand: items.length === 0 ? null : ratio(asked, whole(days)),
        days_of_cover: ratio(quantity * BigInt(days), asked),
      };
    }
    case 'profit':
      return profitOf(items, side);
    default:
      return {};
  }
}

function varianceOf(items: readonly Item[], company: Company): Figures {
  const [test, production] = [total(items, 'test'), total(items, 'production')];
  const compared = comparison(items, company);
  const { matching, differing, onlyTest, onlyProduction, accepted } = compared;
  const status =
    matching === items.length
      ? 'match'
      : accepted === items.length - matching
        ? 'accepted'
        : onlyTest === items.length
          ? 'only in test'
          : onlyProduction === items.length
            ? 'only in production'
            : 'differs';
  return {
    test,
    production,
    variance: production - test,
    variance_pct: percent(production - test, absolute(test)),
    items_match: matching,
    items_differ: differing,
    only_in_test: onlyTest,
    only_in_production: onlyProduction,
    accepted,
    status,
  };
}

/** How items compare, one by one; what is accepted is told apart from what differs. */
function comparison(items: readonly Item[], { tolerance }: Company) {
  const allowed = exactly(tolerance) ?? 0n;
  const both = items.filter((item) => has(item, 'test') && has(item, 'production'));
  const matches = (item: Item) =>
    both.includes(item) && absolute(quantityOf(item, 'production') - quantityOf(item, 'test')) <= allowed;
  const out = items.filter((item) => !matches(item));
  const open = out.filter((item) => !item.accepted);
  return {
    matching: items.length - out.length,
    accepted: out.length - open.length,
    differing: open.filter((item) => both.includes(item)).length,
    onlyTest: open.filter((item) => has(item, 'test') && !has(item, 'production')).length,
    onlyProduction: open.filter((item) => has(item, 'production') && !has(item, 'test')).length,
  };
}

/** Over items with a cost on both sides, each weighted with what Production has of it. */
function costFigures(items: readonly Item[]): Figures {
  const costed = items.flatMap((item) => {
    const [test, production] = [unitCostOf(item, 'test'), unitCostOf(item, 'production')];
    if (test === null || production === null) return [];
    return [{ weight: quantityOf(item, 'production'), test, production, list: item.product?.price ?? null }];
  });
  const listed = costed.filter(({ list }) => list !== null);
  const weights = sum(costed.map(({ weight }) => weight));
  const weighted = (side: Side) => sum(costed.map((one) => times(one.weight, one[side])));
  const deviation = weighted('production') - weighted('test');
  return {
    test: ratio(weighted('test'), weights),
    production: ratio(weighted('production'), weights),
    list: ratio(
      sum(listed.map(({ weight, list }) => times(weight, list ?? 0n))),
      sum(listed.map(({ weight }) => weight)),
    ),
    deviation: ratio(deviation, weights),
    deviation_pct: percent(deviation, absolute(weighted('test'))),
    value_variance: value(items, 'production') - value(items, 'test'),
  };
}

/** At the product’s price, row by row: what is left over, and what is missing. */
function profitOf(items: readonly Item[], side: Side): Figures {
  const worth = items.flatMap((item) =>
    pairsOf(item, side).map((pair) => times(pair.quantity - pair.demand, item.product?.price ?? 0n)),
  );
  const profit = sum(worth.map(above));
  const loss = sum(worth.map((amount) => above(-amount)));
  const dates = new Set(items.flatMap((item) => item.rows[side].map(({ date }) => date)));
  return { profit, loss, net: profit - loss, average_daily_loss: ratio(loss, whole(dates.size)) };
}

function comparedOf(items: readonly Item[], company: Company): Figures {
  const counts = comparison(items, company);
  const rate = share(
    counts.matching + counts.accepted,
    items.filter((item) => has(item, 'test') || has(item, 'production')).length,
  );
  const figures: Record<string, Figure> = {
    'items_match:test': counts.matching,
    'items_match:production': counts.matching,
    'only_in_test:test': counts.onlyTest,
    'only_in_test:production': null,
    'only_in_production:test': null,
    'only_in_production:production': counts.onlyProduction,
    'match_rate:test': rate,
    'match_rate:production': rate,
  };
  const set = (name: string, test: Figure, production: Figure) => {
    const change = minus(production, test);
    figures[`${name}:test`] = test;
    figures[`${name}:production`] = production;
    figures[`${name}:variance`] = change;
    figures[`${name}:pct`] = shareOf(change, test);
  };
  const both = (name: string, of: (side: Side) => Figure) => set(name, of('test'), of('production'));
  both('items', (side) => items.filter((item) => has(item, side)).length);
  both('total', (side) => total(items, side));
  both('demand', (side) => demand(items, side));
  both('shortage', (side) => demand(items, side) - total(items, side));
  both('availability', (side) => share(inStock(items, side), inMaster(items).length));
  both('fill_rate', (side) => fillRate(items, side));
  both('value', (side) => value(items, side));
  both('unit_cost', (side) =>
    ratio(value(items, side), sum(items.flatMap((item) => costsOf(item, side).map(({ quantity }) => quantity)))),
  );
  return figures;
}

/** Null where either is missing. */
export function minus(a: Figure, b: Figure): Figure {
  if (a === null || b === null || typeof a === 'string' || typeof b === 'string') return null;
  if (typeof a === 'bigint' && typeof b === 'bigint') return a - b;
  return Number(a) - Number(b);
}

/** A change in % of what it is a change of; null where that is zero or missing. */
export function shareOf(change: Figure, of: Figure): number | null {
  if (change === null || of === null) return null;
  if (typeof change === 'bigint' && typeof of === 'bigint') return percent(change, absolute(of));
  return Number(of) === 0 ? null : (100 * Number(change)) / Math.abs(Number(of));
}
