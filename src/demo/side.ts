import { money, type Product } from './products.js';

/** What makes a row impossible to read, or to believe. */
export type Damage = 'date' | 'quantity' | 'negative' | 'sku';

/**
 * The books of one environment: how they depart from what lies in the warehouses. Days are counted from the
 * first of the history; a slot is one product in one warehouse.
 */
export class Side {
  private readonly first: Int32Array;
  private readonly end: Int32Array;
  private readonly excess: Int32Array;
  private readonly excessSince: Int32Array;
  private readonly costs: readonly string[];
  private readonly raised: string[];
  private readonly raisedSince: Int32Array;
  private readonly damages = new Map<number, { readonly slot: number; readonly damage: Damage }>();

  constructor(
    private readonly products: readonly Product[],
    /** Each product's sku as this environment writes it. */
    readonly codes: readonly string[],
    readonly warehouses: number,
    /** Days of history. */
    readonly days: number,
  ) {
    const slots = products.length * warehouses;
    this.first = new Int32Array(products.length);
    this.end = new Int32Array(products.length).fill(days);
    this.excess = new Int32Array(slots);
    this.excessSince = new Int32Array(slots).fill(days);
    this.costs = products.map(({ unitCost }) => money(unitCost));
    this.raised = [...this.costs];
    this.raisedSince = new Int32Array(products.length).fill(days);
  }

  slotOf(product: number, warehouse: number): number {
    return warehouse * this.products.length + product;
  }

  /** The product is kept from the first of these days, until before the second. */
  keep(product: number, first: number, end: number): void {
    this.first[product] = first;
    this.end[product] = end;
  }

  /** The books show units that are not there. */
  overstate(slot: number, units: number, since: number): void {
    this.excess[slot] = units;
    this.excessSince[slot] = since;
  }

  raiseCost(product: number, percent: number, since: number): void {
    this.raised[product] = money(Math.round(((this.products[product]?.unitCost ?? 0) * (100 + percent)) / 100));
    this.raisedSince[product] = since;
  }

  /** Spoils one row of a day; a day has at most one such row. */
  spoil(day: number, slot: number, damage: Damage): void {
    this.damages.set(day, { slot, damage });
  }

  has(product: number, day: number): boolean {
    return day >= (this.first[product] ?? 0) && day < (this.end[product] ?? 0);
  }

  excessOf(slot: number, day: number): number {
    return day < (this.excessSince[slot] ?? 0) ? 0 : (this.excess[slot] ?? 0);
  }

  costOf(product: number, day: number): string {
    return (day < (this.raisedSince[product] ?? 0) ? this.costs[product] : this.raised[product]) ?? '';
  }

  damageOf(day: number): { readonly slot: number; readonly damage: Damage } | undefined {
    return this.damages.get(day);
  }

  /** Rows of the whole history. */
  get rows(): number {
    return (
      this.first.reduce((sum, first, product) => sum + Math.max(0, (this.end[product] ?? 0) - first), 0) *
      this.warehouses
    );
  }
}
