import { expect } from 'vitest';
import type { Courier } from '../../src/delivery/courier.js';
import type { Delivery, State } from '../../src/state/index.js';
import type { LeapingClock } from './clock.js';

/** Whoever is gone asks nothing of Slack, and hears nothing of it. */
export function whileAlive(courier: Courier, isAlive: () => boolean): Courier {
  const never = new Promise(() => {});
  return new Proxy(courier, {
    get: (target, name: keyof Courier) => {
      const call = target[name] as (...given: unknown[]) => Promise<unknown>;
      return async (...given: unknown[]) => {
        const done = isAlive() ? await call(...given) : never;
        return isAlive() ? done : never;
      };
    },
  });
}

const PATIENCE = { timeout: 20_000, interval: 20, message: 'all that is due is over or put off' };

/** Resolves when nothing is due any more that is not over, or put off. */
export const settled = (state: State, clock: LeapingClock): Promise<void> =>
  expect.poll(() => isSettled(state, clock.now), PATIENCE).toBe(true);

const OVER: readonly Delivery['state'][] = ['sent', 'failed', 'quiet', 'dropped'];

async function isSettled(state: State, now: Date): Promise<boolean> {
  if ((await state.deliveries.dueSubscriptions(now, 1)).length > 0) return false;
  if ((await state.deliveries.backlog()).count === 0) return true;
  const [subscriptions, alerts] = [await state.subscriptions.list(), await state.alerts.list()];
  const of = [
    ...subscriptions.map(({ id }) => [id, 'subscription'] as const),
    ...alerts.map(({ id }) => [id, 'alert'] as const),
    ...[...subscriptions, ...alerts].map(({ id }) => [id, 'notice'] as const),
  ];
  for (const [id, kind] of of) {
    const found = await state.deliveries.of(kind, id, 100);
    if (!found.every((one) => OVER.includes(one.state) || one.notBefore > now)) return false;
  }
  return true;
}
