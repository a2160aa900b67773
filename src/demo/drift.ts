import type { Environment } from '../kpi/result.js';
import { CATEGORIES } from './names.js';
import type { Product } from './products.js';
import { integer, type Random, shuffled } from './random.js';
import { type Damage, Side } from './side.js';

/** The category that drifts most: the most of its items differ, and by the most. */
export const WORST_CATEGORY = 'Electronics';

/** Skus that Production writes without their hyphen; the demo's mapping recodes exactly these. */
export const WITHOUT_HYPHEN: ReadonlySet<string> = new Set(['A-1017', 'A-1029', 'A-1044', 'A-1071']);

/** One row each, from the latest day back; a history that is too short has fewer. */
const DAMAGES: Readonly<Record<Environment, readonly Damage[]>> = {
  test: ['date', 'quantity', 'negative', 'sku', 'date', 'quantity', 'sku'],
  production: [
    ...(['quantity', 'date', 'negative', 'sku'] as const),
    ...(['date', 'quantity', 'sku', 'negative'] as const),
    ...(['quantity', 'date', 'sku', 'negative'] as const),
    ...(['quantity', 'date', 'quantity'] as const),
  ],
};

export interface Assortment {
  readonly products: readonly Product[];
  readonly warehouses: number;
  readonly days: number;
  /** Units to which a slot is filled up; a drift is sized by it. */
  readonly level: Int32Array;
}

export type Sides = Readonly<Record<Environment, Side>>;

/**
 * Decides where the environments differ. What drifts is a share of the assortment and grows with it; damaged
 * rows are as many in any company. Test is loaded at night, so that it ends a day before Production.
 */
export function planDrift(assortment: Assortment, random: Random): Sides {
  const { products, warehouses, days } = assortment;
  const plain = products.map(({ sku }) => sku);
  const test = new Side(products, plain, warehouses, days - 1);
  const production = new Side(products, plain.map(productionCode), warehouses, days);
  const either = () => (random() < 0.5 ? test : production);
  /** So many days before the end, and never on the first day: a drift has a beginning. */
  const ago = (least: number, most: number) => Math.max(1, days - integer(random, least, most));
  const { worst, others } = deal(products, random);

  const differByALot = (product: number, side: Side, since: number, percent: number) => {
    for (let slot = product; slot < assortment.level.length; slot += products.length) {
      side.overstate(slot, 20 + Math.ceil(((assortment.level[slot] ?? 0) * percent) / 100), since);
    }
  };
  const [news, ...known] = worst.draw(0.25);
  if (news !== undefined) differByALot(news, production, days - 1, 90);
  for (const product of known) differByALot(product, production, ago(2, 45), integer(random, 60, 150));
  for (const product of others.draw(0.01)) differByALot(product, either(), ago(2, 45), integer(random, 20, 40));

  for (const product of [...worst.draw(0.25), ...others.draw(0.06)]) {
    const side = either();
    side.overstate(side.slotOf(product, integer(random, 0, warehouses - 1)), integer(random, 1, 5), ago(2, 60));
  }
  for (const product of [...worst.draw(0.02), ...others.draw(0.015)]) {
    test.keep(product, 0, 0);
    production.keep(product, ago(5, 40), days);
  }
  for (const product of others.draw(0.02)) production.keep(product, 0, ago(3, 30));
  for (const product of [...worst.draw(0.05), ...others.draw(0.05)]) {
    production.raiseCost(product, integer(random, 3, 12), ago(5, 60));
  }

  spoil(test, DAMAGES.test, others);
  spoil(production, DAMAGES.production, others);
  return { test, production };
}

/** Every other day one row, of a product that is in order otherwise. */
function spoil(side: Side, damages: readonly Damage[], products: Deck): void {
  const victims = products.take(damages.length);
  for (const [place, product] of victims.entries()) {
    const damage = damages[place];
    if (damage) side.spoil(side.days - 1 - 2 * place, side.slotOf(product, place % side.warehouses), damage);
  }
}

/** Products in random order, each to be drawn once: no product drifts in two ways. */
class Deck {
  private readonly size: number;

  constructor(private readonly products: number[]) {
    this.size = products.length;
  }

  /** That share of the whole deck, and one at least. */
  draw(share: number): readonly number[] {
    return this.take(Math.max(1, Math.round(this.size * share)));
  }

  take(count: number): readonly number[] {
    return this.products.splice(0, count);
  }
}

function deal(products: readonly Product[], random: Random): { readonly worst: Deck; readonly others: Deck } {
  const worst: number[] = [];
  const others: number[] = [];
  for (const [product, { sku, category }] of products.entries()) {
    if (WITHOUT_HYPHEN.has(sku)) continue;
    (CATEGORIES[category]?.name === WORST_CATEGORY ? worst : others).push(product);
  }
  return { worst: new Deck(shuffled(worst, random)), others: new Deck(shuffled(others, random)) };
}

/** The same code as another system prints it: a tenth in small letters, a tenth padded with blanks. */
function productionCode(sku: string, product: number): string {
  if (WITHOUT_HYPHEN.has(sku)) return sku.replace('-', '');
  if (product % 10 === 3) return sku.toLowerCase();
  return product % 10 === 7 ? `${sku}  ` : sku;
}
