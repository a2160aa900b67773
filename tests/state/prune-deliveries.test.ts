import { createClient } from '@libsql/client';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Delivery, State } from '../../src/state/index.js';
import { at, claimOne, daily, lead } from './due.js';
import { freshUrl, open } from './states.js';

const DAY = 24 * 3_600_000;
const ago = (days: number) => new Date(at('08:00').getTime() - days * DAY);

/** Keeps deliveries for ten days, counted from eight o’clock. */
const opened = (url = freshUrl()) => open({ url, now: () => at('08:00'), keepDelivered: 10 * DAY });

const recordOf = (state: State, days: number) =>
  state.recorded.add({ scope: 'digest', day: ago(days).toISOString().slice(0, 10), at: ago(days), body: '{}' });

/** One of the subscription that ended so many days ago, with a record of then. */
async function ended(state: State, of: number | null, days: number, end: Delivery['state'] = 'sent') {
  const kind = of === null ? 'notice' : 'subscription';
  await state.deliveries.add([{ kind, of, due: ago(days), owner: 'U1', channel: null, payload: null }]);
  const by = await lead(state, 'a');
  const { id } = await claimOne(state, by);
  const record = await recordOf(state, days);
  if (end === 'sent' || end === 'failed')
    await state.deliveries.settle(id, by, { state: end, now: ago(days), error: null, record });
  else await state.deliveries.extend([id], by, at('09:00'));
  return record;
}

async function subscribed(state: State): Promise<number> {
  const added = await state.subscriptions.add(daily());
  if (added === 'full') throw new Error('There is no room.');
  return added.id;
}

const daysOf = async (state: State, id: number) =>
  (await state.deliveries.of('subscription', id, 10)).map(({ due }) => (at('08:00').getTime() - due.getTime()) / DAY);

describe('pruning', () => {
  it('deletes deliveries that were over longer ago than they are kept, with their records', async () => {
    const state = await opened();
    const id = await subscribed(state);
    const records = [await ended(state, id, 12), await ended(state, id, 11), await ended(state, id, 9)];
    await state.prune();
    expect(await daysOf(state, id)).toEqual([9]);
    expect(await Promise.all(records.map(async (id) => (await state.recorded.get(id)) !== null))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('leaves what a subscription is compared with next, however old it is, until it is removed', async () => {
    const state = await opened();
    const id = await subscribed(state);
    await ended(state, id, 30);
    const last = await ended(state, id, 20);
    await ended(state, id, 15, 'failed');
    await state.prune();
    expect(await daysOf(state, id)).toEqual([20]);
    expect(await state.deliveries.lastRecord(id)).toBe(last);
    expect(await state.recorded.get(last)).not.toBeNull();
    await state.subscriptions.remove(id);
    await state.prune();
    expect(await daysOf(state, id)).toEqual([]);
    expect(await state.recorded.get(last)).toBeNull();
  });

  it('leaves what is not over, and deletes records that no delivery has', async () => {
    const url = freshUrl();
    const state = await opened(url);
    await ended(state, null, 20, 'claimed');
    const [old, young] = [await recordOf(state, 11), await recordOf(state, 9)];
    await state.prune();
    expect(await state.deliveries.backlog()).toEqual({ count: 1, oldest: ago(20) });
    expect([await state.recorded.get(old), (await state.recorded.get(young))?.id]).toEqual([null, young]);
  });

  it('deletes thousands, in many small steps', async () => {
    const url = freshUrl();
    const state = await opened(url);
    const client = createClient({ url, timeout: 5000 });
    onTestFinished(() => client.close());
    await client.executeMultiple(`
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
      INSERT INTO delivery (id, kind, due, owner, not_before, state, ended_at)
      SELECT 'd' || i, 'notice', 0, 'U1', 0, 'sent', 0 FROM n`);
    await state.prune();
    const { rows } = await client.execute('SELECT count(*) AS count FROM delivery');
    expect(rows[0]?.count).toBe(0);
  });
});
