import { setTimeout } from 'node:timers/promises';
import type { Acceptable, Acceptances } from '../../state/index.js';
import type { Desk } from '../desk.js';

/** What is accepted today, and what must be known of that. */
export interface AcceptedItems {
  readonly items: readonly Acceptable[];
  readonly notes: readonly string[];
}

/** Milliseconds for which what another instance has changed may not be known here. */
const YOUNG = 2000;
/** Milliseconds that a question waits for the store. */
const PATIENCE = 1000;
const UNREADABLE = 'What is accepted could not be read, so that every difference is counted.';

interface Reading {
  readonly today: string;
  readonly at: number;
  readonly items: Promise<AcceptedItems>;
}

const readings = new WeakMap<Acceptances, Reading>();

/**
 * Differences that are accepted today, of all items whatever the asker may see: for KPIs, at every question. Never
 * rejects: a question is not left without an answer because the store is.
 */
export function acceptedItems({ acceptances, model }: Pick<Desk, 'acceptances' | 'model'>): Promise<AcceptedItems> {
  const { today } = model;
  const known = readings.get(acceptances);
  if (known && known.today === today && performance.now() - known.at < YOUNG) return known.items;
  const items = read(acceptances, today);
  readings.set(acceptances, { today, at: performance.now(), items });
  return items;
}

/** What was changed here counts from the next question on. */
export function forgetAccepted({ acceptances }: Pick<Desk, 'acceptances'>): void {
  readings.delete(acceptances);
}

async function read(acceptances: Acceptances, today: string): Promise<AcceptedItems> {
  const late = new AbortController();
  try {
    const waited = setTimeout(PATIENCE, null, { signal: late.signal });
    const found = await Promise.race([acceptances.current(today), waited]);
    if (found !== null) return { items: found.map(({ sku, warehouse }) => ({ sku, warehouse })), notes: [] };
  } catch {
    // It is in the log: the audit of the same question goes to the same store.
  } finally {
    late.abort();
  }
  return { items: [], notes: [UNREADABLE] };
}
