import { type SQL, sql } from 'drizzle-orm';
import { type TimeUnit, UNITS_OF_TIME } from '../periods/index.js';
import type { By } from './kpi.js';

/** What stock can be grouped and filtered by. */
export interface Dimension {
  readonly name: DimensionName;
  readonly label: string;
  readonly plural: string;
  readonly synonyms: readonly string[];
  readonly about: string;
  /** Column of the item relation that identifies a group; null for the environment, which is no column. */
  readonly column: SQL | null;
  /** What a question groups by when its finest filter is this one. */
  readonly below: DimensionName | null;
}

export const DIMENSION_NAMES = [
  'environment',
  'division',
  'segment',
  'category',
  'product',
  'sku',
  'warehouse',
] as const;
export type DimensionName = (typeof DIMENSION_NAMES)[number];

export const DIMENSIONS: Readonly<Record<DimensionName, Dimension>> = {
  environment: {
    name: 'environment',
    label: 'Environment',
    plural: 'environments',
    synonyms: ['env', 'environments'],
    about: 'test or production: whose stock it is',
    column: null,
    below: null,
  },
  division: {
    name: 'division',
    label: 'Division',
    plural: 'divisions',
    synonyms: ['divisions'],
    about: 'the product master’s division',
    column: sql`item.division`,
    below: 'segment',
  },
  segment: {
    name: 'segment',
    label: 'Segment',
    plural: 'segments',
    synonyms: ['segments'],
    about: 'the product master’s segment',
    column: sql`item.segment`,
    below: 'product',
  },
  category: {
    name: 'category',
    label: 'Category',
    plural: 'categories',
    synonyms: ['categories'],
    about: 'the product master’s category',
    column: sql`item.category`,
    below: 'sku',
  },
  product: {
    name: 'product',
    label: 'Product',
    plural: 'products',
    synonyms: ['products', 'name'],
    about: 'a product name with all its variants',
    column: sql`item.name`,
    below: 'sku',
  },
  sku: {
    name: 'sku',
    label: 'SKU',
    plural: 'skus',
    synonyms: ['skus', 'item', 'items', 'article', 'articles'],
    about: 'one product id',
    column: sql`item.sku`,
    below: 'warehouse',
  },
  warehouse: {
    name: 'warehouse',
    label: 'Warehouse',
    plural: 'warehouses',
    synonyms: ['warehouses', 'site', 'sites', 'location', 'locations'],
    about: 'where the stock lies',
    column: sql`item.warehouse`,
    below: null,
  },
};

/** From the coarsest to the finest: the finest filter decides what a question without `by` groups by. */
const FINENESS: readonly DimensionName[] = ['division', 'segment', 'category', 'product', 'sku'];

/**
 * One level below the finest filter; without any, the coarsest of category and sku that the product
 * master has. Falls back to sku where a level has no values.
 */
export function defaultBy(
  filtered: readonly DimensionName[],
  has: (dimension: DimensionName) => boolean,
): DimensionName {
  const finest = FINENESS.findLast((dimension) => filtered.includes(dimension));
  const below = finest === undefined ? 'category' : DIMENSIONS[finest].below;
  return below !== null && has(below) ? below : 'sku';
}

export const isTimeUnit = (by: By): by is TimeUnit => UNITS_OF_TIME.some((unit) => unit === by);

/** `category`, `SKU`, `fiscal year`: as it stands inside a sentence. */
export const byLabel = (by: By): string =>
  isTimeUnit(by) ? by : DIMENSIONS[by].label.toLowerCase().replace('sku', 'SKU');
