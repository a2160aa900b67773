import { describe, expect, it } from 'vitest';
import { at, claim, claimOne, lead, led, notice, taken } from './due.js';
import { HOSTILE } from './states.js';

describe('a delivery', () => {
  it('goes from due to sent, and its subscription notes when', async () => {
    const { state, deliveries, subscriptions, by } = await led();
    const id = await taken(state, by);
    const one = await claimOne(state, by);
    expect(await deliveries.posting(one.id, by, { channel: 'C1', now: at('08:00:02') })).toBe(true);
    expect(await deliveries.posted(one.id, by, { channel: 'C1', ts: '1.1', record: 7 })).toBe(true);
    expect(await deliveries.filePosting(one.id, by, 'all "it".csv')).toBe(true);
    expect(await deliveries.of('subscription', id, 1)).toMatchObject([{ files: [], filePosting: 'all "it".csv' }]);
    expect(await deliveries.filePosted(one.id, by, 'all "it".csv')).toBe(true);
    expect(await deliveries.filePosted(one.id, by, 'all "it".csv')).toBe(true);
    expect(await deliveries.filePosted(one.id, by, 'b.png')).toBe(true);
    expect(await deliveries.settle(one.id, by, { state: 'sent', now: at('08:00:05'), error: null })).toBe(true);
    expect(await deliveries.of('subscription', id, 1)).toMatchObject([
      {
        state: 'sent',
        at: { channel: 'C1', ts: '1.1' },
        files: ['all "it".csv', 'b.png'],
        filePosting: null,
        record: 7,
        postingSince: at('08:00:02'),
        posts: 1,
      },
    ]);
    expect(await subscriptions.get(id)).toMatchObject({ delivered: at('08:00:05') });
    expect(await deliveries.backlog()).toEqual({ count: 0, oldest: null });
  });

  it.each(['failed', 'quiet', 'dropped'] as const)('may end as %s, which is no time of delivery', async (end) => {
    const { state, deliveries, subscriptions, by } = await led();
    const id = await taken(state, by);
    const one = await claimOne(state, by);
    const outcome = { state: end, now: at('08:00:05'), error: 'why', record: 3 };
    expect(await deliveries.settle(one.id, by, outcome)).toBe(true);
    expect(await deliveries.of('subscription', id, 1)).toMatchObject([{ state: end, error: 'why', record: 3 }]);
    expect(await subscriptions.get(id)).toMatchObject({ delivered: null });
  });

  it('that is over is over', async () => {
    const { state, deliveries, by } = await led();
    await deliveries.add([notice()]);
    const { id } = await claimOne(state, by);
    await deliveries.settle(id, by, { state: 'failed', now: at('08:00:05'), error: null });
    expect([
      await deliveries.settle(id, by, { state: 'sent', now: at('08:00:06'), error: null }),
      await deliveries.posting(id, by, { channel: 'C1', now: at('08:00:06') }),
      await deliveries.putOff(id, by, { notBefore: at('08:00:06'), error: 'x' }),
    ]).toEqual([false, false, false]);
    expect(await claim(state, await lead(state, 'b'), { now: at('09:00') })).toEqual([]);
  });

  it('cannot be noted as posted before Slack was asked, nor a file before the message stands', async () => {
    const { state, deliveries, by } = await led();
    await deliveries.add([notice()]);
    const { id } = await claimOne(state, by);
    const stands = { channel: 'D1', ts: '1.1', record: null };
    expect(await deliveries.posted(id, by, stands)).toBe(false);
    await deliveries.posting(id, by, { channel: 'D1', now: at('08:00:02') });
    expect([await deliveries.filePosting(id, by, 'a'), await deliveries.filePosted(id, by, 'a')]).toEqual([
      false,
      false,
    ]);
    await deliveries.posted(id, by, stands);
    expect(await deliveries.posting(id, by, { channel: 'D1', now: at('08:00:03') })).toBe(false);
  });

  it.each(HOSTILE)('takes %s', async (_, text, kept) => {
    const { state, deliveries, by } = await led();
    await deliveries.add([notice({ owner: text, channel: text, payload: text })]);
    const times = { now: at('08:00:01'), until: at('08:00:30'), most: 1 };
    expect(await deliveries.claim(by, { ...times, except: [text] })).toEqual([]);
    const { id } = await claimOne(state, by);
    await deliveries.posting(id, by, { channel: text, now: at('08:00:02') });
    await deliveries.posted(id, by, { channel: text, ts: text, record: null });
    await deliveries.filePosting(id, by, text);
    await deliveries.filePosted(id, by, text);
    await deliveries.filePosted(id, by, text);
    await deliveries.putOff(id, by, { notBefore: at('08:00'), error: text });
    expect(await claimOne(state, by)).toMatchObject({
      owner: kept,
      channel: kept,
      payload: kept,
      at: { channel: kept, ts: kept },
      files: [kept],
      error: kept,
    });
  });
});

describe('what is known of deliveries', () => {
  it('is the last record of a subscription: of one that is over, was no failure and had one', async () => {
    const { state, deliveries, by } = await led();
    const id = await taken(state, by);
    const settle = async (due: string, end: 'sent' | 'failed' | 'quiet' | 'dropped', record: number | null) => {
      await deliveries.add([notice({ kind: 'subscription', of: id, due: at(due) })]);
      const one = await claimOne(state, by);
      await deliveries.settle(one.id, by, { state: end, now: at('09:00'), error: null, record });
    };
    const first = await claimOne(state, by);
    expect(await deliveries.lastRecord(id)).toBeNull();
    await deliveries.settle(first.id, by, { state: 'sent', now: at('08:00:05'), error: null, record: 1 });
    expect(await deliveries.lastRecord(id)).toBe(1);
    await settle('07:00', 'sent', 2);
    expect(await deliveries.lastRecord(id)).toBe(1);
    await settle('08:00:01', 'quiet', 3);
    expect(await deliveries.lastRecord(id)).toBe(3);
    await settle('08:00:00.500', 'failed', 4);
    await settle('08:00:00.600', 'dropped', 5);
    await settle('08:00:00.700', 'sent', null);
    expect(await deliveries.lastRecord(id)).toBe(3);
    expect(await deliveries.lastRecord(id + 1)).toBeNull();
  });

  it('are the latest of a subscription or alert, newest first', async () => {
    const { deliveries } = await led();
    await deliveries.add([
      notice({ kind: 'alert', of: 1, due: at('08:00') }),
      notice({ kind: 'alert', of: 1, due: at('09:00') }),
      notice({ kind: 'alert', of: 1, due: at('09:00'), payload: 'last' }),
      notice({ kind: 'alert', of: 2, due: at('10:00') }),
      notice({ kind: 'subscription', of: 1, due: at('11:00') }),
    ]);
    expect(await deliveries.of('alert', 1, 2)).toMatchObject([
      { due: at('09:00'), payload: 'last' },
      { due: at('09:00'), payload: '"Hello."' },
    ]);
    expect(await deliveries.of('notice', 1, 2)).toEqual([]);
  });

  it('is how many are not over, and since when', async () => {
    const { state, deliveries, by } = await led();
    expect(await deliveries.backlog()).toEqual({ count: 0, oldest: null });
    await deliveries.add([notice({ due: at('07:00') }), notice({ due: at('06:00') })]);
    await claim(state, by, { most: 1 });
    expect(await deliveries.backlog()).toEqual({ count: 2, oldest: at('06:00') });
    expect(await deliveries.add([])).toEqual([]);
  });
});
