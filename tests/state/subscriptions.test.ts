import { describe, expect, it } from 'vitest';
import { MOST_SUBSCRIPTIONS, type NewSubscription, type State } from '../../src/state/index.js';
import { at, claim, claimOne, daily, lead, taken } from './due.js';
import { freshUrl, HOSTILE, open } from './states.js';

const named = (name: string, changes: Partial<NewSubscription> = {}) => ({ ...daily(changes), name });

async function add(state: State, changes: Partial<NewSubscription> = {}): Promise<number> {
  const added = await state.subscriptions.add(daily(changes));
  if (added === 'full') throw new Error('There is no room.');
  return added.id;
}

describe('a subscription', () => {
  it('is active and well when it is new, and stays known when Tally is started again', async () => {
    const url = freshUrl();
    const before = await open({ url });
    const made = { id: 1, ...daily(), status: 'active', trouble: null, delivered: null };
    expect(await before.subscriptions.add(daily())).toEqual(made);
    await before.close();
    expect(await (await open({ url })).subscriptions.get(1)).toEqual(made);
  });

  it('has a number that is never given twice', async () => {
    const state = await open();
    const first = await add(state);
    expect(await state.subscriptions.remove(first)).toBe(true);
    expect(await add(state)).toBe(first + 1);
  });

  it('may go to its owner’s direct messages', async () => {
    const { subscriptions } = await open();
    expect(await subscriptions.add(daily({ channel: null, quiet: 'nothing' }))).toMatchObject({
      channel: null,
      quiet: 'nothing',
    });
  });

  it('is changed in what is said, and in nothing else', async () => {
    const { subscriptions } = await open();
    await subscriptions.add(daily());
    const before = await subscriptions.get(1);
    const changed = await subscriptions.change(1, { schedule: 'weekdays 07:30', nextDue: at('07:30') });
    expect(changed).toEqual({ ...before, schedule: 'weekdays 07:30', nextDue: at('07:30') });
    expect(await subscriptions.get(1)).toEqual(changed);
    expect(await subscriptions.change(1, { status: 'paused', trouble: 'Its channel is archived.' })).toEqual({
      ...changed,
      status: 'paused',
      trouble: 'Its channel is archived.',
    });
    expect(await subscriptions.change(1, { trouble: null })).toMatchObject({ trouble: null, status: 'paused' });
    expect(await subscriptions.change(1, {})).toMatchObject({ status: 'paused' });
    expect(await subscriptions.change(2, { status: 'paused' })).toBeNull();
    expect(await subscriptions.change(2, {})).toBeNull();
  });

  it('that is gone is not there any more, and cannot be removed again', async () => {
    const state = await open();
    const id = await add(state);
    expect(await state.subscriptions.remove(id)).toBe(true);
    expect(await state.subscriptions.get(id)).toBeNull();
    expect(await state.subscriptions.remove(id)).toBe(false);
  });

  it.each(HOSTILE)('takes %s', async (_, text, kept) => {
    const { subscriptions } = await open();
    const texts = { owner: text, question: text, schedule: text, timeZone: text, channel: text };
    const back = { owner: kept, question: kept, schedule: kept, timeZone: kept, channel: kept };
    expect(await subscriptions.add(daily(texts))).toMatchObject(back);
    expect(await subscriptions.list({ owner: text, channel: text })).toMatchObject([back]);
    expect(await subscriptions.change(1, { trouble: text })).toMatchObject({ trouble: kept });
  });
});

describe('subscriptions', () => {
  it('are listed by number: all, of a person, of a channel', async () => {
    const state = await open();
    await add(state, { owner: 'U2' });
    await add(state, { channel: 'C2' });
    await add(state, { channel: null });
    const ids = async (filter?: { owner?: string; channel?: string }) =>
      (await state.subscriptions.list(filter)).map(({ id }) => id);
    expect(await ids()).toEqual([1, 2, 3]);
    expect(await ids({ owner: 'U1' })).toEqual([2, 3]);
    expect(await ids({ channel: 'C1' })).toEqual([1]);
    expect(await ids({ owner: 'U1', channel: 'C2' })).toEqual([2]);
  });

  it('of one person are fifty at most, without those of the configuration', async () => {
    const state = await open();
    await state.subscriptions.configure([named('morning')]);
    for (let index = 0; index < MOST_SUBSCRIPTIONS; index++) await add(state);
    expect(await state.subscriptions.add(daily())).toBe('full');
    expect(await state.subscriptions.add(daily({ owner: 'U2' }))).toMatchObject({ owner: 'U2' });
    await state.subscriptions.change(2, { status: 'paused' });
    expect(await state.subscriptions.add(daily())).toBe('full');
    await state.subscriptions.remove(2);
    expect(await state.subscriptions.add(daily())).toMatchObject({ owner: 'U1' });
  });

  it('stay fifty when two instances add some at once', async () => {
    const url = freshUrl();
    const [one, other] = [await open({ url }), await open({ url })];
    const added = await Promise.all(
      Array.from({ length: 80 }, (_, index) => (index % 2 ? one : other).subscriptions.add(daily())),
    );
    expect(added.filter((what) => what === 'full')).toHaveLength(30);
    expect(await one.subscriptions.list({ owner: 'U1' })).toHaveLength(50);
  });
});

describe('what is due of a subscription', () => {
  it('is not sent any more when it is removed, even if somebody has it in hand', async () => {
    const state = await open();
    const by = await lead(state, 'a');
    const id = await taken(state, by);
    const inHand = await claimOne(state, by);
    await state.subscriptions.remove(id);
    expect(await state.deliveries.posting(inHand.id, by, { channel: 'C1', now: at('08:00:02') })).toBe(false);
    expect(await state.deliveries.of('subscription', id, 10)).toMatchObject([{ state: 'dropped' }]);
    expect(await claim(state, by)).toEqual([]);
  });

  it('is seen to its end when Slack may have it', async () => {
    const state = await open();
    const by = await lead(state, 'a');
    const id = await taken(state, by);
    const delivery = await claimOne(state, by);
    await state.deliveries.posting(delivery.id, by, { channel: 'C1', now: at('08:00:02') });
    await state.subscriptions.remove(id);
    expect(await state.deliveries.posted(delivery.id, by, { channel: 'C1', ts: '1.1', record: null })).toBe(true);
  });

  it('stays due when it is changed or paused, and waits for its new place', async () => {
    const state = await open();
    const by = await lead(state, 'a');
    const id = await taken(state, by);
    await state.deliveries.add([
      { kind: 'subscription', of: id, due: at('08:00:01'), owner: 'U1', channel: null, payload: null },
    ]);
    await state.subscriptions.change(id, { channel: 'C2', status: 'paused', nextDue: at('09:00') });
    // The other was asked for in another place.
    expect(await claim(state, by)).toMatchObject([
      { due: at('08:00'), channel: 'C2' },
      { due: at('08:00:01'), channel: null },
    ]);
  });
});

describe('subscriptions of the configuration', () => {
  it('are added once, however often they are configured', async () => {
    const state = await open();
    for (let start = 0; start < 3; start++)
      await state.subscriptions.configure([named('morning'), named('week', { channel: null })]);
    expect(await state.subscriptions.list()).toMatchObject([
      { id: 1, name: 'morning', channel: 'C1', status: 'active' },
      { id: 2, name: 'week', channel: null, status: 'active' },
    ]);
    // No number was used up by that.
    expect(await add(state)).toBe(3);
  });

  it('keep their due time, their pause and their trouble when they are unchanged', async () => {
    const { subscriptions } = await open();
    await subscriptions.configure([named('morning')]);
    await subscriptions.change(1, { status: 'paused', trouble: 'Its owner has left.', nextDue: at('10:00') });
    const before = await subscriptions.get(1);
    await subscriptions.configure([named('morning', { nextDue: at('12:00') })]);
    expect(await subscriptions.get(1)).toEqual(before);
  });

  it.each([
    ['owner', { owner: 'U2' }],
    ['question', { question: '/stock digest Electronics' }],
    ['schedule', { schedule: 'daily 09:00' }],
    ['time zone', { timeZone: 'UTC' }],
    ['place', { channel: null }],
    ['way of a quiet day', { quiet: 'nothing' }],
  ] as const)('begin anew under their number with another %s', async (_, changes) => {
    const { subscriptions } = await open();
    await subscriptions.configure([named('morning')]);
    await subscriptions.change(1, { status: 'paused', trouble: 'Its owner has left.' });
    await subscriptions.configure([named('morning', { ...changes, nextDue: at('12:00') })]);
    expect(await subscriptions.list()).toMatchObject([
      { id: 1, ...changes, nextDue: at('12:00'), status: 'active', trouble: null },
    ]);
  });

  it('that are not named any more go, with what is due of them; those of people stay, with theirs', async () => {
    const state = await open();
    const by = await lead(state, 'a');
    await state.subscriptions.configure([named('morning'), named('week')]);
    const own = await taken(state, by);
    const due = { due: at('08:00'), nextDue: at('09:00') };
    await state.deliveries.takeUp(
      [1, 2].map((subscription) => ({ subscription, ...due })),
      by,
    );
    await state.subscriptions.configure([named('week')]);
    expect((await state.subscriptions.list()).map(({ id }) => id)).toEqual([2, own]);
    expect((await claim(state, by)).map(({ of }) => of)).toEqual([own, 2]);
    await state.subscriptions.configure([]);
    expect((await state.subscriptions.list()).map(({ id }) => id)).toEqual([own]);
  });

  it.each(HOSTILE)('may have %s', async (_, text, kept) => {
    const { subscriptions } = await open();
    for (let start = 0; start < 2; start++) await subscriptions.configure([named(text, { question: text })]);
    expect(await subscriptions.list()).toMatchObject([{ id: 1, name: kept, question: kept }]);
  });
});
