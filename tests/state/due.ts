import {
  type Claimant,
  type Delivery,
  type NewAlert,
  type NewDelivery,
  type NewSubscription,
  POSTING,
  type State,
} from '../../src/state/index.js';
import { open } from './states.js';

/** On 10 March 2026, UTC; `time` as 08:00 or 08:00:30. */
export const at = (time: string) => new Date(`2026-03-10T${time}Z`);

export function daily(changes: Partial<NewSubscription> = {}): NewSubscription {
  return {
    name: null,
    owner: 'U1',
    question: '/stock digest',
    schedule: 'daily 08:00',
    timeZone: 'Europe/Berlin',
    channel: 'C1',
    quiet: 'line',
    nextDue: at('08:00'),
    ...changes,
  };
}

export function watch(changes: Partial<NewAlert> = {}): NewAlert {
  return {
    owner: 'U1',
    question: '/stock variance by product over 5%',
    hold: 0,
    remind: null,
    channel: null,
    ...changes,
  };
}

export function notice(changes: Partial<NewDelivery> = {}): NewDelivery {
  return { kind: 'notice', of: null, due: at('08:00'), owner: 'U1', channel: null, payload: '"Hello."', ...changes };
}

/** The holder of the lease, whoever had it before. */
export async function lead({ leases }: State, holder: string): Promise<Claimant> {
  const term = await leases.take(POSTING, holder, { until: at('08:01'), lapsed: await leases.held(POSTING) });
  if (term === null) throw new Error(`${holder} does not get the lease.`);
  return { holder, term };
}

/** A subscription that is due at eight, and taken up. */
export async function taken(state: State, by: Claimant, changes: Partial<NewSubscription> = {}): Promise<number> {
  const added = await state.subscriptions.add(daily(changes));
  if (added === 'full') throw new Error('There is no room.');
  const due = { subscription: added.id, due: added.nextDue, nextDue: new Date(added.nextDue.getTime() + 86_400_000) };
  await state.deliveries.takeUp([due], by);
  return added.id;
}

/** What can be claimed just after eight, claimed until 08:00:30. */
export function claim(state: State, by: Claimant, { now = at('08:00:01'), until = at('08:00:30'), most = 100 } = {}) {
  return state.deliveries.claim(by, { now, until, most });
}

/** The one that can be claimed. */
export async function claimOne(state: State, by: Claimant, when: Parameters<typeof claim>[2] = {}): Promise<Delivery> {
  const [one, ...others] = await claim(state, by, when);
  if (one === undefined || others.length > 0) throw new Error(`There are ${one ? others.length + 1 : 'none'}.`);
  return one;
}

/** A store, and somebody who holds its lease. */
export async function led() {
  const state = await open();
  return { ...state, state, by: await lead(state, 'a') };
}
