import type { Mistake } from '../../intent/intent.js';
import { qualified } from '../../intent/quoting.js';
import { Stop } from '../../intent/stop.js';
import type { Vocabulary } from '../../intent/vocabulary.js';
import { AcceptReader } from './reader.js';

export type Verb = 'accept' | 'unaccept' | 'accepted';

/** What a person names: one sku, or a product with all its skus. */
export interface Named {
  readonly dimension: 'sku' | 'product';
  readonly value: string;
}

/** `accept ITEM… [in WAREHOUSE] [until DATE | for 30 days] ["reason" | because …]`; the other verbs take items and a warehouse. */
export interface AcceptText {
  readonly items: readonly Named[];
  readonly warehouse: string | null;
  /** YYYY-MM-DD. */
  readonly until: string | null;
  readonly reason: string | null;
  readonly as: 'table' | 'csv' | null;
}

export type AcceptRead =
  | { readonly ok: true; readonly said: AcceptText }
  | { readonly ok: false; readonly mistake: Mistake };

const LONGEST = 2000;

/** Reads what stands after `/stock`, the verb included. The user's mistakes are returned, never thrown. */
export function readAccept(verb: Verb, text: string, words: Vocabulary, today: string): AcceptRead {
  if (text.length > LONGEST) {
    const message = `That has ${text.length} characters; at most ${LONGEST} are read.`;
    return { ok: false, mistake: { code: 'too-long', message, start: LONGEST, end: text.length, suggestions: [] } };
  }
  try {
    return { ok: true, said: new AcceptReader(verb, text, words, today).read() };
  } catch (stop) {
    if (stop instanceof Stop) return { ok: false, mistake: stop.mistake() };
    throw stop;
  }
}

/** The inverse: read again with the same words it says the same. */
export function acceptText(verb: Verb, { items, warehouse, until, reason, as }: AcceptText): string {
  return [
    `/stock ${verb}`,
    ...items.map(({ dimension, value }) => qualified(dimension, value)),
    ...(warehouse === null ? [] : [qualified('warehouse', warehouse)]),
    ...(until === null ? [] : [`until ${until}`]),
    ...(reason === null ? [] : [`because "${reason.replaceAll('"', '""')}"`]),
    ...(as === null ? [] : [`as ${as}`]),
  ].join(' ');
}
