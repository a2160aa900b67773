import { type Cleansed, cleansed } from './cleansed.js';
import { type Told, toldOf } from './columns.js';
import type { Company, Side } from './company.js';
import type { Label } from './items.js';

/** A company as far as its files can be read, and what it can be asked. */
export class Subject {
  readonly data: Cleansed;
  readonly told: Told;

  constructor(readonly company: Company) {
    this.data = cleansed(company);
    const { rows, products } = this.data;
    this.told = toldOf(
      company,
      rows.some(({ demand }) => demand !== null),
      rows.some(({ cost }) => cost !== null) || [...products.values()].some(({ price }) => price !== null),
    );
  }

  /** Whether anything has a value of it. */
  hasLabel(label: Label): boolean {
    const { products, warehouses } = this.data;
    if (label === 'sku') return true;
    if (label === 'warehouse') return warehouses.length > 0;
    const column = label === 'product' ? 'name' : label;
    return [...products.values()].some((product) => product[column] !== null);
  }

  /** Whether a KPI can be told of it, and in one environment. */
  makesSense(kpi: string, environment: Side | undefined): boolean {
    const { quantity, demand } = this.company;
    if (environment && ['variance', 'compare', 'overview', 'cost'].includes(kpi)) return false;
    if (kpi === 'shortage') return this.told.ofOneRow;
    if (kpi === 'cover') return quantity !== 'flow' && this.told.demand;
    if (kpi === 'profit') return quantity === 'flow' && demand === 'flow';
    return kpi !== 'cost' || this.told.cost;
  }
}
