import { turn } from '../commands/turns.js';
import { nextDue, readSchedule } from '../schedule/index.js';
import type { Claimant, State, Subscription } from '../state/index.js';

/** Subscriptions that are looked at together. */
const MOST = 50;

type Store = Pick<State, 'subscriptions' | 'deliveries'>;

/**
 * Makes deliveries of what is due. One that became due several times meanwhile is taken up for each of them, and the
 * store drops all but the latest. False for a claimant that has lost the lease.
 */
export async function takeUpDue({ subscriptions, deliveries }: Store, now: Date, by: Claimant): Promise<boolean> {
  for (;;) {
    const due = await deliveries.dueSubscriptions(now, MOST);
    if (due.length === 0) return true;
    const steps: { subscription: number; due: Date; nextDue: Date }[] = [];
    for (const one of due) {
      const next = nextOf(one, one.nextDue);
      if (next !== null) steps.push({ subscription: one.id, due: one.nextDue, nextDue: next });
      else await subscriptions.change(one.id, { status: 'paused', trouble: `“${one.schedule}” could not be read.` });
    }
    if (!(await deliveries.takeUp(steps, by))) return false;
  }
}

/**
 * A clock that was ahead has moved due times on that are still to come: they are due again, and nothing waits for a time
 * that it said. What was delivered early by that is not delivered again, as a due time is taken up only once.
 */
export async function setRight({ subscriptions, deliveries }: Store, now: Date, by: Claimant): Promise<void> {
  for (const [index, one] of (await subscriptions.list()).entries()) {
    const next = nextOf(one, now);
    if (next !== null && next < one.nextDue) await subscriptions.change(one.id, { nextDue: next });
    if (index % MOST === MOST - 1) await turn();
  }
  await deliveries.bringForward(now, by);
}

/** Null where its schedule, or its time zone, says nothing to this version. */
function nextOf({ schedule, timeZone }: Subscription, after: Date): Date | null {
  const read = readSchedule(schedule.split(' '));
  if (!read.ok) return null;
  try {
    return nextDue(read.schedule, timeZone, after);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
