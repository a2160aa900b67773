import { sql } from 'drizzle-orm';
import type { Model } from '../model/index.js';
import type { DimensionName } from './dimensions.js';

/** What the model holds at present, so that a KPI can say whether it makes sense. */
export interface Facts {
  /** Whether any table feeds stock. */
  readonly stock: boolean;
  /** Dimensions that have at least one value. */
  readonly dimensions: ReadonlySet<DimensionName>;
  readonly quantity: 'complete' | 'sparse' | 'flow';
  /** Null where no row has a demand. */
  readonly demand: 'complete' | 'flow' | null;
  /** Whether any row has a unit cost, of its own or by its product’s price. */
  readonly cost: boolean;
  /** Units by which an item may differ between the environments and still match. */
  readonly tolerance: number;
}

/** Quantity and demand say the same over time, so that a row's two numbers may be set against each other. */
export const ofOneRow = ({ quantity, demand }: Facts): boolean =>
  demand !== null && (quantity === 'flow') === (demand === 'flow');

export async function readFacts(model: Model, tolerance: number): Promise<Facts> {
  const [row] = await model.query(sql`
    SELECT
      (SELECT count(*) FROM product WHERE division IS NOT NULL) AS division,
      (SELECT count(*) FROM product WHERE segment IS NOT NULL) AS segment,
      (SELECT count(*) FROM product WHERE category IS NOT NULL) AS category,
      (SELECT count(*) FROM product WHERE name IS NOT NULL) AS product,
      (SELECT count(*) FROM product WHERE unit_price IS NOT NULL) AS prices,
      (SELECT count(*) FROM warehouse) AS warehouse,
      (SELECT count(*) FROM stock_state WHERE demand IS NOT NULL) AS demand,
      (SELECT count(*) FROM stock_state WHERE costed_rows > 0) AS costed`);
  const counted = (key: string) => Number(row?.[key] ?? 0) > 0;
  const optional = (['division', 'segment', 'category', 'product', 'warehouse'] as const).filter(counted);
  const feeds = model.feeds.filter(({ table }) => table === 'stock');
  const demand = feeds.find(({ meaning }) => meaning.demand !== null)?.meaning.demand ?? null;
  return {
    stock: feeds.length > 0,
    dimensions: new Set<DimensionName>(['environment', 'sku', ...optional]),
    quantity: feeds[0]?.meaning.quantity ?? 'complete',
    demand: counted('demand') ? demand : null,
    cost: counted('costed') || counted('prices'),
    tolerance,
  };
}
