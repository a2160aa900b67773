import type { Day } from './dates.js';
import { CATEGORIES } from './names.js';
import type { Product } from './products.js';
import { integer, type Random } from './random.js';

/** Below this part of the level to which a slot is filled up, more is ordered. */
const REORDER_AT = 0.35;

/**
 * What really lies in the warehouses, day by day. A slot is one product in one warehouse: the products of
 * the first warehouse come first. Customers ask every day; goods move on weekdays only, so that Monday
 * ships what the weekend asked for.
 */
export class Books {
  /** Units on hand at the end of the day, per slot. */
  readonly onHand: Int32Array;
  /** Units asked for on the day, per slot. */
  readonly demand: Int32Array;
  /** Units to which a delivery fills a slot up. */
  readonly level: Int32Array;
  private readonly waiting: Int32Array;
  private readonly ordered: Int32Array;
  private readonly due: Int32Array;
  private readonly pace: Float64Array;
  private today = 0;

  constructor(
    private readonly products: readonly Product[],
    warehouses: number,
    private readonly random: Random,
  ) {
    const slots = products.length * warehouses;
    this.onHand = new Int32Array(slots);
    this.demand = new Int32Array(slots);
    this.level = new Int32Array(slots);
    this.waiting = new Int32Array(slots);
    this.ordered = new Int32Array(slots);
    this.due = new Int32Array(slots);
    this.pace = new Float64Array(slots);
    for (let slot = 0; slot < slots; slot++) {
      const warehouse = Math.floor(slot / products.length);
      const pace = (products[slot % products.length]?.pace ?? 0) * (0.6 + 0.8 / (1 + warehouse));
      const level = Math.ceil(pace * integer(random, 18, 34));
      this.pace[slot] = pace;
      this.level[slot] = level;
      this.onHand[slot] = Math.ceil(level * (REORDER_AT + random() * (1 - REORDER_AT)));
    }
  }

  /** Moves on by one day. */
  advance(day: Day): void {
    const appetite = this.products.map(({ category }) => seasonOf(category, day) * (day.weekend ? 0.55 : 1.1));
    for (let slot = 0; slot < this.onHand.length; slot++) {
      const usual = (this.pace[slot] ?? 0) * (appetite[slot % appetite.length] ?? 0);
      const demand = Math.floor(usual * (0.5 + this.random()) + this.random());
      this.demand[slot] = demand;
      this.waiting[slot] = (this.waiting[slot] ?? 0) + demand;
      if (!day.weekend) this.move(slot);
    }
    this.today++;
  }

  /** Takes in what arrives, sends out what waits, as far as it is there, and orders more when it runs low. */
  private move(slot: number): void {
    const ordered = this.ordered[slot] ?? 0;
    const arrives = ordered > 0 && this.today >= (this.due[slot] ?? 0);
    const available = (this.onHand[slot] ?? 0) + (arrives ? ordered : 0);
    const left = Math.max(0, available - (this.waiting[slot] ?? 0));
    this.onHand[slot] = left;
    this.waiting[slot] = 0;
    if (arrives) this.ordered[slot] = 0;
    const level = this.level[slot] ?? 0;
    if (this.ordered[slot] === 0 && left < level * REORDER_AT) {
      this.ordered[slot] = level - left;
      this.due[slot] = this.today + integer(this.random, 2, 9);
    }
  }
}

/** The month's demand, on its way to the next month's. */
function seasonOf(category: number, { month, elapsed }: Day): number {
  const season = CATEGORIES[category]?.season ?? [];
  const now = season[month] ?? 1;
  return now + ((season[(month + 1) % 12] ?? 1) - now) * elapsed;
}
