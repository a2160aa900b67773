/** A company as its files have it: text, with all that is wrong with it. */
export interface Company {
  readonly products: readonly ProductText[];
  readonly tables: readonly StockTable[];
  readonly quantity: 'complete' | 'sparse' | 'flow';
  /** Null: it is not mapped. */
  readonly demand: 'complete' | 'flow' | null;
  readonly carryDays: number;
  readonly today: string;
  /** 1 to 12. */
  readonly fiscalYearStart: number;
  readonly tolerance: string;
  readonly accepted: readonly { readonly sku: string; readonly warehouse: string | null }[];
}

export type Side = 'test' | 'production';
export const SIDES: readonly Side[] = ['test', 'production'];

export interface ProductText {
  readonly product_id: string;
  readonly name: string;
  readonly category: string;
  readonly segment: string;
  readonly division: string;
  readonly variant: string;
  readonly unit_price: string;
}

export interface StockText {
  readonly date: string;
  readonly product_id: string;
  readonly warehouse: string;
  readonly quantity: string;
  readonly demand: string;
  readonly unit_cost: string;
}

/** One file of stock, which is of one environment. */
export interface StockTable {
  readonly side: Side;
  readonly rows: readonly StockText[];
}
