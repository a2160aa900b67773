import { type TimeUnit, UNITS_OF_TIME } from '../../../src/periods/index.js';
import type { Item, Label } from './items.js';

/** What rows or columns run over. */
export type Axis = Label | 'environment' | 'time';

/** From the coarsest to the finest. */
export const LEVELS = ['division', 'segment', 'category', 'product', 'sku'] as const;

/** What a question goes by when its finest filter is this one. */
export const BELOW: Readonly<Record<(typeof LEVELS)[number], Label>> = {
  division: 'segment',
  segment: 'product',
  category: 'sku',
  product: 'sku',
  sku: 'warehouse',
};

export const isLabel = (by: string): by is Label => by === 'warehouse' || LEVELS.some((level) => level === by);
export const isUnit = (by: string): by is TimeUnit => UNITS_OF_TIME.some((unit) => unit === by);

/** '' for what has none. */
export const keyOf = (item: Item, by: Label | null): string => (by === null ? '' : (item.labels[by] ?? ''));

export function grouped(items: readonly Item[], by: Label): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item, by), [...(groups.get(keyOf(item, by)) ?? []), item]);
  return groups;
}
