import { plural } from '../../kpi/format.js';
import type { Acceptance } from '../../state/index.js';
import { type Item, keyOf } from './named-items.js';
import { type Accepted, endOf, placesOf } from './standing.js';
import type { AcceptText, Named } from './text.js';

const NAMED = 3;

/** `A-1 is accepted until 2026-12-01: counted in totals, not in what differs`; a product says how many skus it is. */
export function acceptedWords({ items, warehouse, until }: AcceptText, named: readonly (readonly Item[])[]): string {
  const count = new Set(named.flat().map(({ id }) => id)).size;
  const names =
    items.length > NAMED ? plural(count, 'sku') : listed(items.map((one, at) => nameOf(one, named[at] ?? [])));
  const place = warehouse === null ? '' : ` in ${warehouse}`;
  return `${names}${place} ${count === 1 ? 'is' : 'are'} accepted ${endOf(until, count)}: counted in totals, not in what differs`;
}

function nameOf({ dimension, value }: Named, skus: readonly Item[]): string {
  const [first] = skus;
  if (dimension === 'sku') return first?.sku ?? value;
  return `${value} (${skus.length === 1 ? first?.sku : `all ${plural(skus.length, 'sku')}`})`;
}

/** What stood before. */
export function replacedNotes(replaced: readonly Acceptance[], accepted: readonly Accepted[]): readonly string[] {
  if (replaced.length > NAMED) return [`This replaces ${plural(replaced.length, 'earlier acceptance')}.`];
  const names = placesOf(accepted);
  const places = new Map(accepted.map((one, at) => [keyOf(one), names[at]]));
  return replaced.map((one) => {
    const reason = one.reason === null ? '' : `, “${one.reason}”`;
    return `This replaces an earlier acceptance: ${places.get(keyOf(one))} was accepted ${endOf(one.until)} (${one.by}${reason}).`;
  });
}

/** Accepting what is equal is allowed, and mostly a slip. */
export function equalNotes(equal: readonly Accepted[]): readonly string[] {
  if (equal.length === 0) return [];
  const names = equal.length > NAMED ? plural(equal.length, 'of them', 'of them') : listed(placesOf(equal));
  return [`${names} ${equal.length === 1 ? 'does' : 'do'} not differ now.`];
}

export function takenBackWords(gone: readonly Accepted[]): string {
  const names = gone.length > NAMED ? plural(gone.length, 'difference') : listed(placesOf(gone));
  return `${names} ${gone.length === 1 ? 'is' : 'are'} accepted no longer`;
}

/** What of the same items stands elsewhere. */
export function stillNotes(left: readonly Accepted[]): readonly string[] {
  if (left.length > NAMED) return [`${plural(left.length, 'difference')} of these items are still accepted.`];
  return left.map((one) => {
    const place = one.warehouse === null ? 'everywhere' : `in ${one.warehouse}`;
    return `Still accepted: ${one.item.sku} ${place}, ${endOf(one.until)}.`;
  });
}

/** `A`, `A and B`, `A, B and C`. */
const listed = (names: readonly string[]): string =>
  [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' and ');
