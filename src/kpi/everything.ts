import { DIMENSION_NAMES } from './dimensions.js';
import type { Facts } from './facts.js';
import { ENVIRONMENTS } from './result.js';

/** A model in which every KPI can say all it has: what the words of the registry are made for. */
export const EVERYTHING: Facts = {
  stock: true,
  environments: new Set(ENVIRONMENTS),
  dimensions: new Set(DIMENSION_NAMES),
  quantity: 'complete',
  demand: 'complete',
  cost: true,
  items: 1,
  products: 1,
  warehouses: 1,
  prices: true,
  tolerance: 0,
  accepted: [{ sku: '', warehouse: null }],
  business: { today: '2026-01-01', fiscalYearStart: 1 },
  held: null,
};
