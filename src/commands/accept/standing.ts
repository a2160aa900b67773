import { addDays } from '../../periods/days.js';
import type { Acceptance } from '../../state/index.js';
import type { Desk, Knowledge } from '../desk.js';
import { differencesOf, differingOf, type Item, itemsOf, keyOf } from './named-items.js';

/** An acceptance with what is known of its item. */
export interface Accepted extends Acceptance {
  readonly item: Item;
  /** Production − test as it stands, decimal text; null where there is no stock. */
  readonly difference: string | null;
}

/** Days for which it is told that one has expired. */
const TOLD = 7;

/** Those that stand, as far as the asker may know their items, the first to expire first. */
export async function standingFor(desk: Desk, knowledge: Knowledge): Promise<readonly Accepted[]> {
  return openOf(await desk.acceptances.current(desk.model.today), desk, knowledge);
}

/** Those that expired within a week, as far as the asker may know their items, the latest first. */
export async function expiredFor(desk: Desk, knowledge: Knowledge): Promise<readonly Accepted[]> {
  const { today } = desk.model;
  return openOf(await desk.acceptances.expired(addDays(today, -TOLD), today), desk, knowledge);
}

/** Leaves out what is not open to the asker, as though it were not there. */
export async function openOf(
  acceptances: readonly Acceptance[],
  desk: Desk,
  { words }: Knowledge,
): Promise<readonly Accepted[]> {
  const items = await itemsOf([...new Set(acceptances.map(({ sku }) => sku))], desk);
  const whole = desk.rights.restrictions.length === 0;
  const places = new Set(words.valuesOf('warehouse').map((warehouse) => warehouse.toUpperCase()));
  const isOpen = (warehouse: string | null) => whole || warehouse === null || places.has(warehouse.toUpperCase());
  const open = acceptances.flatMap((one) => {
    // What is in no table any more is for whoever sees everything.
    const item = items.get(one.sku) ?? (whole ? { id: one.sku, sku: one.sku, name: null } : null);
    return item !== null && isOpen(one.warehouse) ? [{ ...one, item }] : [];
  });
  const differences = await differencesOf([...new Set(open.map(({ sku }) => sku))], desk);
  return open.map((one) => ({ ...one, difference: differences.get(keyOf(one)) ?? null }));
}

/** Those of items that are the same in both environments, wherever they are accepted. */
export async function equalOf(accepted: readonly Accepted[], desk: Desk): Promise<readonly Accepted[]> {
  const equal = accepted.filter(({ difference }) => difference !== null && Number(difference) === 0);
  const differing = await differingOf([...new Set(equal.map(({ sku }) => sku))], desk);
  return equal.filter((one) => !differing.has(keyOf(one)));
}

/** `A-1`; beside `A-1 in NORTH` it is `A-1 everywhere`. */
export function placesOf(accepted: readonly Pick<Accepted, 'item' | 'warehouse'>[]): readonly string[] {
  const everywhere = accepted.some(({ warehouse }) => warehouse !== null) ? ' everywhere' : '';
  return accepted.map(({ item, warehouse }) => `${item.sku}${warehouse === null ? everywhere : ` in ${warehouse}`}`);
}

export const endOf = (until: string | null, count = 1): string =>
  until === null ? `until ${count === 1 ? 'it is' : 'they are'} taken back` : `until ${until}`;
