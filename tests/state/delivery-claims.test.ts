import { describe, expect, it } from 'vitest';
import { POSTING } from '../../src/state/index.js';
import { at, claim, claimOne, lead, led, notice } from './due.js';
import { freshUrl, open } from './states.js';

describe('claiming', () => {
  it('takes the longest due first, of one due time in the order of adding, as many as are wanted', async () => {
    const { state, deliveries, by } = await led();
    await deliveries.add([
      notice({ due: at('08:00:01'), payload: '3' }),
      notice({ payload: '1' }),
      notice({ payload: '2' }),
    ]);
    const payloads = async (most: number) => (await claim(state, by, { most })).map(({ payload }) => payload);
    expect(await payloads(2)).toEqual(['1', '2']);
    expect(await payloads(2)).toEqual(['3']);
    expect(await payloads(2)).toEqual([]);
  });

  it('leaves what is not due yet, and what goes to a place that is busy', async () => {
    const { deliveries, by } = await led();
    await deliveries.add([
      notice({ due: at('08:00:02') }),
      notice({ channel: 'C1', payload: 'C1' }),
      notice({ owner: 'C1', payload: 'to C1' }),
      notice({ owner: 'U2', payload: 'to U2' }),
      notice({ owner: 'U2', channel: 'C2', payload: 'C2' }),
    ]);
    const times = { now: at('08:00:01'), until: at('08:00:30'), most: 10 };
    const claimed = await deliveries.claim(by, { ...times, except: ['C1', 'U2'] });
    expect(claimed.map(({ payload }) => payload)).toEqual(['C2']);
    expect(await deliveries.claim(by, times)).toHaveLength(3);
  });

  it('counts the attempts, this one included', async () => {
    const { state, deliveries, by } = await led();
    await deliveries.add([notice()]);
    for (const attempts of [1, 2, 3]) {
      const one = await claimOne(state, by);
      expect(one).toMatchObject({ state: 'claimed', attempts });
      await deliveries.putOff(one.id, by, { notBefore: at('08:00:01'), error: 'busy' });
    }
  });

  it('is for the holder of the lease only, in its term', async () => {
    const { state, deliveries, leases, by } = await led();
    await deliveries.add([notice()]);
    expect(await claim(state, { ...by, holder: 'b' })).toEqual([]);
    expect(await claim(state, { ...by, term: 2 })).toEqual([]);
    await leases.release(POSTING, 'a');
    expect(await claim(state, by)).toEqual([]);
    expect(await claim(state, await lead(state, 'a'))).toHaveLength(1);
  });

  it('takes over from an earlier term at once, in the state in which it was left', async () => {
    const { state, deliveries, by } = await led();
    await deliveries.add([notice({ payload: '1' }), notice({ payload: '2' }), notice({ payload: '3' })]);
    const [, maybe, stands] = await claim(state, by, { until: at('09:00') });
    for (const one of [maybe, stands])
      await deliveries.posting(one?.id ?? '', by, { channel: 'D1', now: at('08:00:05') });
    await deliveries.posted(stands?.id ?? '', by, { channel: 'D1', ts: '1.1', record: null });
    await deliveries.filePosting(stands?.id ?? '', by, 'all.csv');
    const next = await lead(state, 'b');
    expect(await claim(state, next)).toMatchObject([
      { payload: '1', state: 'claimed', attempts: 2, posts: 0, postingSince: null },
      { payload: '2', state: 'posting', attempts: 2, posts: 1, postingSince: at('08:00:05'), at: null },
      { payload: '3', state: 'posted', at: { channel: 'D1', ts: '1.1' }, files: [], filePosting: 'all.csv' },
    ]);
    expect(await claim(state, next)).toEqual([]);
  });

  it('takes what a claim has run out of, unless that was extended', async () => {
    const { state, deliveries, by } = await led();
    await deliveries.add([notice({ payload: '1' }), notice({ payload: '2' })]);
    const [one, two] = await claim(state, by, { until: at('08:00:30') });
    await deliveries.extend([one?.id ?? ''], by, at('08:00:50'));
    expect(await claim(state, by, { now: at('08:00:29') })).toEqual([]);
    expect(await claim(state, by, { now: at('08:00:30'), until: at('09:00') })).toMatchObject([{ id: two?.id }]);
    expect(await claim(state, by, { now: at('08:00:50'), until: at('09:00') })).toMatchObject([{ id: one?.id }]);
  });

  it('never gives the same to two instances', async () => {
    const url = freshUrl();
    const [one, other] = [await open({ url }), await open({ url })];
    const by = await lead(one, 'a');
    await one.deliveries.add(Array.from({ length: 100 }, () => notice()));
    const claimed = await Promise.all(
      Array.from({ length: 30 }, (_, index) => claim(index % 2 ? one : other, by, { most: 5 })),
    );
    const ids = claimed.flat().map(({ id }) => id);
    expect(ids).toHaveLength(100);
    expect(new Set(ids).size).toBe(100);
  });
});

describe('putting off', () => {
  it('lets go of it until then', async () => {
    const { state, deliveries, by } = await led();
    await deliveries.add([notice()]);
    const { id } = await claimOne(state, by);
    expect(await deliveries.putOff(id, by, { notBefore: at('08:00:20'), error: 'busy' })).toBe(true);
    expect(await claim(state, by, { now: at('08:00:19') })).toEqual([]);
    expect(await claim(state, by, { now: at('08:00:20') })).toMatchObject([{ id, state: 'claimed', error: 'busy' }]);
  });

  it('is over when it is brought forward, but for the time of a subscription that is still to come', async () => {
    const { state, deliveries, by } = await led();
    await deliveries.add([
      notice({ payload: 'put off' }),
      notice({ due: at('12:00'), payload: 'made by a clock that was ahead' }),
      notice({ kind: 'subscription', of: 1, due: at('09:00'), payload: 'at nine' }),
    ]);
    const { id } = await claimOne(state, by);
    await deliveries.putOff(id, by, { notBefore: at('12:00'), error: 'busy' });
    await deliveries.bringForward(at('08:00:01'), { ...by, term: 2 });
    expect(await claim(state, by)).toEqual([]);
    await deliveries.bringForward(at('08:00:01'), by);
    expect((await claim(state, by)).map(({ payload }) => payload)).toEqual([
      'put off',
      'made by a clock that was ahead',
    ]);
    expect(await claim(state, by, { now: at('09:00'), until: at('09:01') })).toHaveLength(3);
  });

  it('keeps what Slack may have: when it was first asked, and how often', async () => {
    const { state, deliveries, by } = await led();
    await deliveries.add([notice()]);
    const later = { notBefore: at('08:00'), error: 'no answer' };
    for (const [now, posts] of [
      ['08:00:02', 1],
      ['08:00:09', 2],
    ] as const) {
      const { id } = await claimOne(state, by);
      await deliveries.posting(id, by, { channel: 'D1', now: at(now) });
      await deliveries.putOff(id, by, later);
      const [left] = await claim(state, by);
      expect(left).toMatchObject({ state: 'posting', postingSince: at('08:00:02'), posts });
      await deliveries.putOff(id, by, later);
    }
  });

  it('forgets the last post where Slack has refused that, and only that', async () => {
    const { state, deliveries, by } = await led();
    await deliveries.add([notice()]);
    const post = async (now: string, refused: boolean) => {
      const { id } = await claimOne(state, by);
      await deliveries.posting(id, by, { channel: 'D1', now: at(now) });
      await deliveries.putOff(id, by, { notBefore: at('08:00'), error: 'x', refused });
      const again = await claimOne(state, by);
      await deliveries.putOff(id, by, { notBefore: at('08:00'), error: 'x' });
      return again;
    };
    expect(await post('08:00:02', true)).toMatchObject({ state: 'claimed', posts: 0, postingSince: null });
    expect(await post('08:00:03', false)).toMatchObject({ state: 'posting', posts: 1, postingSince: at('08:00:03') });
    expect(await post('08:00:04', true)).toMatchObject({ state: 'posting', posts: 1, postingSince: at('08:00:03') });
  });

  it('leaves a message that stands as it is, with its files', async () => {
    const { state, deliveries, by } = await led();
    await deliveries.add([notice()]);
    const { id } = await claimOne(state, by);
    await deliveries.posting(id, by, { channel: 'D1', now: at('08:00:02') });
    await deliveries.posted(id, by, { channel: 'D1', ts: '1.1', record: 1 });
    await deliveries.filePosting(id, by, 'all.csv');
    await deliveries.putOff(id, by, { notBefore: at('08:00'), error: 'x' });
    expect(await claimOne(state, by)).toMatchObject({ state: 'posted', at: { ts: '1.1' }, filePosting: 'all.csv' });
  });
});

describe('whoever has lost the lease', () => {
  async function lost() {
    const { state, deliveries, by, subscriptions } = await led();
    await deliveries.add([notice({ payload: '1' }), notice({ payload: '2' }), notice({ payload: '3' })]);
    const [fresh, asked, stands] = (await claim(state, by, { until: at('09:00') })).map(({ id }) => id);
    if (!fresh || !asked || !stands) throw new Error('There are too few.');
    for (const id of [asked, stands]) await deliveries.posting(id, by, { channel: 'D1', now: at('08:00:02') });
    await deliveries.posted(stands, by, { channel: 'D1', ts: '1.1', record: null });
    const next = await lead(state, 'b');
    return { state, deliveries, subscriptions, by, next, fresh, asked, stands };
  }

  it('changes nothing any more', async () => {
    const { deliveries, state, by, next, fresh, stands } = await lost();
    const now = at('08:01');
    expect([
      await deliveries.posting(fresh, by, { channel: 'D1', now }),
      await deliveries.filePosting(stands, by, 'all.csv'),
      await deliveries.putOff(fresh, by, { notBefore: now, error: 'x' }),
      await deliveries.settle(fresh, by, { state: 'failed', now, error: 'x' }),
      await deliveries.settle(fresh, by, { state: 'quiet', now, error: null }),
      await deliveries.settle(fresh, by, { state: 'dropped', now, error: null }),
    ]).toEqual(Array(6).fill(false));
    await deliveries.extend([fresh], by, at('10:00'));
    expect(await claim(state, next)).toMatchObject([{ error: null }, { state: 'posting' }, { filePosting: null }]);
  });

  it('may still note what Slack took, while nobody else has it', async () => {
    const { deliveries, state, by, next, asked, stands } = await lost();
    const ts = { channel: 'D1', ts: '2.2', record: 5 };
    expect(await deliveries.posted(asked, by, ts)).toBe(true);
    expect(await deliveries.filePosted(stands, by, 'all.csv')).toBe(true);
    expect(await deliveries.settle(stands, by, { state: 'sent', now: at('08:01'), error: null })).toBe(true);
    expect(await claim(state, next)).toMatchObject([{ payload: '1' }, { payload: '2', at: { ts: '2.2' }, record: 5 }]);
  });

  it('may not when somebody else has it', async () => {
    const { deliveries, state, by, next, asked, stands } = await lost();
    await claim(state, next);
    const ts = { channel: 'D1', ts: '2.2', record: 5 };
    expect([
      await deliveries.posted(asked, by, ts),
      await deliveries.filePosted(stands, by, 'all.csv'),
      await deliveries.settle(stands, by, { state: 'sent', now: at('08:01'), error: null }),
    ]).toEqual([false, false, false]);
    expect(await deliveries.posted(asked, next, ts)).toBe(true);
  });
});
