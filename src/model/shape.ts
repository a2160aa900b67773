/**
 * The unified model, table by table: what a mapping may feed and what each column must be. The same
 * facts create the tables (`sql/model`), check a mapping and cast the rows.
 */

/**
 * `code`: compared without case, stored in capitals with blanks folded. `text`: trimmed, blanks folded.
 * `environment`: `test` or `production`. Numbers are exact decimals: `quantity` DECIMAL(18,4),
 * `price` DECIMAL(18,6), `rate` DECIMAL(18,12); `year` is an integer.
 */
export type ColumnKind = 'code' | 'text' | 'environment' | 'date' | 'quantity' | 'price' | 'rate' | 'year';

/** Digits behind the point that a decimal keeps. */
export const DECIMALS = { quantity: 4, price: 6, rate: 12 } as const;

export const isDecimal = (kind: ColumnKind): kind is keyof typeof DECIMALS => kind in DECIMALS;

export interface ModelColumn {
  readonly kind: ColumnKind;
  /** The mapping must give it, and a row without it is rejected. */
  readonly required: boolean;
}

const required = (kind: ColumnKind): ModelColumn => ({ kind, required: true });
const optional = (kind: ColumnKind): ModelColumn => ({ kind, required: false });

export const MODEL_TABLES = {
  product: {
    product_id: required('code'),
    name: optional('text'),
    category: optional('text'),
    segment: optional('text'),
    division: optional('text'),
    variant: optional('text'),
    unit_price: optional('price'),
  },
  stock: {
    environment: required('environment'),
    date: optional('date'),
    product_id: required('code'),
    warehouse: optional('text'),
    quantity: required('quantity'),
    demand: optional('quantity'),
    unit_cost: optional('price'),
  },
  customer: {
    customer_id: required('code'),
    name: optional('text'),
    platform: optional('text'),
    channel: optional('text'),
    market: optional('text'),
  },
  market: {
    market: required('text'),
    sub_zone: optional('text'),
    region: optional('text'),
  },
  sales: {
    date: required('date'),
    product_id: required('code'),
    customer_id: required('code'),
    quantity: required('quantity'),
  },
  forecast: {
    date: required('date'),
    product_id: required('code'),
    customer_id: required('code'),
    quantity: required('quantity'),
  },
  gross_price: {
    product_id: required('code'),
    fiscal_year: required('year'),
    gross_price: required('price'),
  },
  manufacturing_cost: {
    product_id: required('code'),
    fiscal_year: required('year'),
    manufacturing_cost: required('price'),
  },
  freight_cost: {
    market: required('text'),
    fiscal_year: required('year'),
    freight_pct: required('rate'),
    other_cost_pct: required('rate'),
  },
  pre_invoice_deduction: {
    customer_id: required('code'),
    fiscal_year: required('year'),
    discount_pct: required('rate'),
  },
  post_invoice_deduction: {
    customer_id: required('code'),
    product_id: required('code'),
    date: required('date'),
    discounts_pct: required('rate'),
    other_deductions_pct: required('rate'),
  },
} as const satisfies Record<string, Record<string, ModelColumn>>;

export type ModelTable = keyof typeof MODEL_TABLES;

/** The columns of a table, in the order in which they are stored. */
export function columnsOf(table: ModelTable): readonly (readonly [string, ModelColumn])[] {
  return Object.entries(MODEL_TABLES[table]);
}
