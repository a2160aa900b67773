import { sql } from 'drizzle-orm';
import type { Model } from '../model/index.js';
import type { Business, Span } from '../periods/index.js';
import type { DimensionName } from './dimensions.js';
import { ENVIRONMENTS, type Environment } from './result.js';

/** What the model holds at present, so that a KPI can say whether it makes sense. */
export interface Facts {
  /** Whether any table feeds stock. */
  readonly stock: boolean;
  /** Environments that have any row of stock. */
  readonly environments: ReadonlySet<Environment>;
  /** Dimensions that have at least one value. */
  readonly dimensions: ReadonlySet<DimensionName>;
  readonly quantity: 'complete' | 'sparse' | 'flow';
  /** Null where no row has a demand. */
  readonly demand: 'complete' | 'flow' | null;
  /** Whether any row has a unit cost, of its own or by its product’s price. */
  readonly cost: boolean;
  /** How many items there are now, each environment's and warehouse's own: how much a step of time holds. */
  readonly items: number;
  /** How many the product master has, and places where stock lies. */
  readonly products: number;
  readonly warehouses: number;
  /** Whether any product has a price. */
  readonly prices: boolean;
  /** Units by which an item may differ between the environments and still match. */
  readonly tolerance: number;
  /** Differences that are accepted, and left out of what is counted as differing. */
  readonly accepted: readonly Accepted[];
  /** What days are counted by. */
  readonly business: Business;
  /** First and last day of all rows of stock, half-open; null where there are none. */
  readonly held: Span | null;
}

/** An item whose difference somebody has accepted, by its product id; in every warehouse where that is null. */
export interface Accepted {
  readonly sku: string;
  readonly warehouse: string | null;
}

/** What those who run Tally have set. */
export type Setting = Pick<Facts, 'tolerance'> & Pick<Business, 'fiscalYearStart'>;

/** Quantity and demand say the same over time, so that a row's two numbers may be set against each other. */
export const ofOneRow = ({ quantity, demand }: Facts): boolean =>
  demand !== null && (quantity === 'flow') === (demand === 'flow');

/** The latest rows may lack what earlier ones have, of which may be asked as well. */
async function everHad(model: Model, column: 'demand' | 'unit_cost'): Promise<boolean> {
  const found = await model.query(
    sql`SELECT 1 AS found FROM stock_over_time WHERE ${sql.identifier(column)} IS NOT NULL LIMIT 1`,
  );
  return found.length > 0;
}

export async function readFacts(model: Model, { tolerance, fiscalYearStart }: Setting): Promise<Facts> {
  const { today } = model;
  const [row] = await model.query(sql`
    SELECT
      (SELECT count(*) FROM product WHERE division IS NOT NULL) AS division,
      (SELECT count(*) FROM product WHERE segment IS NOT NULL) AS segment,
      (SELECT count(*) FROM product WHERE category IS NOT NULL) AS category,
      (SELECT count(*) FROM product WHERE name IS NOT NULL) AS product,
      (SELECT count(*) FROM product WHERE unit_price IS NOT NULL) AS prices,
      (SELECT count(*) FROM warehouse) AS warehouse,
      (SELECT count(*) FROM stock_state WHERE demand IS NOT NULL) AS demand,
      (SELECT count(*) FROM stock_state WHERE costed_rows > 0) AS costed,
      (SELECT count(*) FROM stock_state) AS items,
      (SELECT count(*) FROM product) AS products,
      (SELECT count(*) FROM stock_date WHERE environment = 'test') AS test,
      (SELECT count(*) FROM stock_date WHERE environment = 'production') AS production`);
  const counted = (key: string) => Number(row?.[key] ?? 0) > 0;
  const optional = (['division', 'segment', 'category', 'product', 'warehouse'] as const).filter(counted);
  const feeds = model.feeds.filter(({ table }) => table === 'stock');
  const demand = feeds.find(({ meaning }) => meaning.demand !== null)?.meaning.demand ?? null;
  return {
    stock: feeds.length > 0,
    environments: new Set(ENVIRONMENTS.filter(counted)),
    dimensions: new Set<DimensionName>(['environment', 'sku', ...optional]),
    quantity: feeds[0]?.meaning.quantity ?? 'complete',
    demand: demand !== null && (counted('demand') || (await everHad(model, 'demand'))) ? demand : null,
    cost: counted('costed') || counted('prices') || (await everHad(model, 'unit_cost')),
    items: Number(row?.items ?? 0),
    products: Number(row?.products ?? 0),
    warehouses: Number(row?.warehouse ?? 0),
    prices: counted('prices'),
    tolerance,
    accepted: [],
    business: { today, fiscalYearStart },
    held: await model.held(),
  };
}
