import { describe, expect, it } from 'vitest';
import type { State } from '../../src/state/index.js';
import { at, claim, claimOne, daily, lead, led, notice } from './due.js';
import { freshUrl, open } from './states.js';

const statesOf = async ({ deliveries }: Pick<State, 'deliveries'>, id: number) =>
  (await deliveries.of('subscription', id, 100)).map(({ state, due }) => [state, due]);

describe('what is due', () => {
  it('are subscriptions that are active, from their due time on, the longest due first', async () => {
    const { subscriptions, deliveries } = await open();
    await subscriptions.add(daily({ nextDue: at('08:00') }));
    await subscriptions.add(daily({ nextDue: at('07:00') }));
    await subscriptions.add(daily({ nextDue: at('08:00:01') }));
    await subscriptions.add(daily({ nextDue: at('06:00') }));
    await subscriptions.change(4, { status: 'paused' });
    const ids = async (most: number) => (await deliveries.dueSubscriptions(at('08:00'), most)).map(({ id }) => id);
    expect(await ids(10)).toEqual([2, 1]);
    expect(await ids(1)).toEqual([2]);
  });
});

describe('taking up a subscription', () => {
  it('adds a delivery to its place for the due time and moves that on, once', async () => {
    const { deliveries, subscriptions, by } = await led();
    await subscriptions.add(daily());
    const due = [{ subscription: 1, due: at('08:00'), nextDue: at('09:00') }];
    expect(await deliveries.takeUp(due, by)).toBe(true);
    expect(await deliveries.takeUp(due, by)).toBe(true);
    expect(await subscriptions.get(1)).toMatchObject({ nextDue: at('09:00') });
    expect(await deliveries.of('subscription', 1, 10)).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        kind: 'subscription',
        of: 1,
        due: at('08:00'),
        owner: 'U1',
        channel: 'C1',
        payload: null,
        state: 'due',
        attempts: 0,
        notBefore: at('08:00'),
        postingSince: null,
        posts: 0,
        at: null,
        files: [],
        filePosting: null,
        record: null,
        error: null,
      },
    ]);
  });

  it('does nothing where it is due at another time by now, paused or gone', async () => {
    const { state, deliveries, subscriptions, by } = await led();
    await subscriptions.add(daily({ nextDue: at('07:59') }));
    await subscriptions.add(daily());
    await subscriptions.change(2, { status: 'paused' });
    const due = [1, 2, 3].map((subscription) => ({ subscription, due: at('08:00'), nextDue: at('09:00') }));
    expect(await deliveries.takeUp(due, by)).toBe(true);
    expect([await statesOf(state, 1), await statesOf(state, 2), await statesOf(state, 3)]).toEqual([[], [], []]);
    expect((await subscriptions.list()).map(({ nextDue }) => nextDue)).toEqual([at('07:59'), at('08:00')]);
  });

  it('moves on where there is a delivery for that time already, as one that was asked for', async () => {
    const { state, deliveries, subscriptions, by } = await led();
    await subscriptions.add(daily());
    const added = [notice({ kind: 'subscription', of: 1 })];
    expect(await deliveries.add(added)).toHaveLength(1);
    expect(await deliveries.add(added)).toEqual([]);
    await deliveries.takeUp([{ subscription: 1, due: at('08:00'), nextDue: at('09:00') }], by);
    expect(await statesOf(state, 1)).toEqual([['due', at('08:00')]]);
    expect(await subscriptions.get(1)).toMatchObject({ nextDue: at('09:00') });
  });

  it('drops earlier ones that nobody has in hand; those that somebody has or Slack may have stay', async () => {
    const { state, deliveries, subscriptions, by } = await led();
    await subscriptions.add(daily({ nextDue: at('06:00') }));
    const next = (due: string, nextDue: string) =>
      deliveries.takeUp([{ subscription: 1, due: at(due), nextDue: at(nextDue) }], by);
    await next('06:00', '07:00');
    const maybe = await claimOne(state, by);
    await deliveries.posting(maybe.id, by, { channel: 'C1', now: at('06:00') });
    await deliveries.putOff(maybe.id, by, { notBefore: at('08:30'), error: 'no answer' });
    await next('07:00', '08:00');
    await claimOne(state, by);
    await next('08:00', '09:00');
    await next('09:00', '10:00');
    expect(await statesOf(state, 1)).toEqual([
      ['due', at('09:00')],
      ['dropped', at('08:00')],
      ['claimed', at('07:00')],
      ['posting', at('06:00')],
    ]);
  });

  it('is refused to who has lost the lease, and leaves all as it was', async () => {
    const { state, deliveries, subscriptions, by } = await led();
    await subscriptions.add(daily());
    await lead(state, 'b');
    const due = [{ subscription: 1, due: at('08:00'), nextDue: at('09:00') }];
    expect(await deliveries.takeUp(due, by)).toBe(false);
    expect(await statesOf(state, 1)).toEqual([]);
    expect(await subscriptions.get(1)).toMatchObject({ nextDue: at('08:00') });
    expect(await deliveries.takeUp(due, { holder: 'b', term: 1 })).toBe(false);
    expect(await deliveries.takeUp(due, { holder: 'b', term: 2 })).toBe(true);
  });

  it('of many that is done twice at once, in two instances, adds each once, in the order given', async () => {
    const url = freshUrl();
    const [one, other] = [await open({ url }), await open({ url })];
    const named = Array.from({ length: 130 }, (_, index) => ({ ...daily(), name: `digest ${index}` }));
    await one.subscriptions.configure(named);
    const by = await lead(one, 'a');
    const due = (await one.deliveries.dueSubscriptions(at('08:00'), 1000)).map(({ id }) => ({
      subscription: id,
      due: at('08:00'),
      nextDue: at('09:00'),
    }));
    due.reverse();
    await Promise.all([one.deliveries.takeUp(due, by), other.deliveries.takeUp(due, by)]);
    expect(await one.deliveries.backlog()).toEqual({ count: 130, oldest: at('08:00') });
    expect((await claim(one, by, { most: 1000 })).map(({ of }) => of)).toEqual(due.map((one) => one.subscription));
    expect(await one.deliveries.dueSubscriptions(at('08:59'), 1000)).toEqual([]);
  });
});
