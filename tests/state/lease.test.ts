import { describe, expect, it } from 'vitest';
import type { Held } from '../../src/state/index.js';
import { at } from './due.js';
import { freshUrl, HOSTILE, open } from './states.js';

async function leases() {
  const { leases } = await open();
  const take = (holder: string, until: string, lapsed: Held | null = null) =>
    leases.take('posting', holder, { until: at(until), lapsed });
  return { ...leases, take };
}

describe('a lease', () => {
  it('is held by the first that takes it, who may renew it, and by no other meanwhile', async () => {
    const { take, held } = await leases();
    expect(await held('posting')).toBeNull();
    expect(await take('a', '08:00:30')).toBe(1);
    expect(await take('b', '08:00:40')).toBeNull();
    expect(await take('a', '08:00:50')).toBe(1);
    expect(await held('posting')).toEqual({ holder: 'a', term: 1, until: at('08:00:50') });
  });

  it('goes to another that has seen it lapse, in a later term, and back in one later still', async () => {
    const { take, held } = await leases();
    await take('a', '08:00:30');
    expect(await take('b', '08:01:00', await held('posting'))).toBe(2);
    expect(await take('a', '08:01:01')).toBeNull();
    expect(await take('a', '08:01:30', await held('posting'))).toBe(3);
    expect(await held('posting')).toEqual({ holder: 'a', term: 3, until: at('08:01:30') });
  });

  it('that was renewed since it was seen has not lapsed', async () => {
    const { take, held } = await leases();
    await take('a', '08:00:30');
    const seen = await held('posting');
    await take('a', '08:00:35');
    expect(await take('b', '08:01:00', seen)).toBeNull();
  });

  it('goes to one of several that have seen it lapse', async () => {
    const { take, held } = await leases();
    await take('a', '08:00:30');
    const seen = await held('posting');
    expect(await take('b', '08:01:00', seen)).toBe(2);
    expect(await take('c', '08:01:00', seen)).toBeNull();
  });

  it('stays its holder’s as long as no other has it, however long that was away', async () => {
    const { take } = await leases();
    await take('a', '08:00:30');
    expect(await take('a', '10:00:30')).toBe(1);
  });

  it('is free at once when its holder lets go of it, and only then', async () => {
    const { take, release, held } = await leases();
    await take('a', '08:00:30');
    await release('posting', 'b');
    expect(await take('b', '08:00:31')).toBeNull();
    await release('posting', 'a');
    expect(await held('posting')).toBeNull();
    expect(await take('b', '08:00:32')).toBe(2);
    await release('posting', 'b');
    expect(await take('b', '08:00:33')).toBe(3);
  });

  it('has nothing to do with one of another name', async () => {
    const { leases } = await open();
    const time = { until: at('09:00') };
    expect(await leases.take('posting', 'a', time)).toBe(1);
    expect(await leases.take('cleaning', 'b', time)).toBe(1);
  });

  it('goes to one of many that want it at the same time', async () => {
    const url = freshUrl();
    const [one, other] = [await open({ url }), await open({ url })];
    const time = { until: at('09:00') };
    const terms = await Promise.all(
      Array.from({ length: 40 }, (_, index) => (index % 2 ? one : other).leases.take('posting', `h${index}`, time)),
    );
    expect(terms.filter((term) => term !== null)).toEqual([1]);
  });

  it.each(HOSTILE.filter(([, text]) => text !== ''))('may have a holder with %s', async (_, text, kept) => {
    const { leases } = await open();
    const time = { until: at('09:00') };
    expect(await leases.take(text, text, time)).toBe(1);
    expect(await leases.take(text, text, time)).toBe(1);
    expect((await leases.held(text))?.holder).toBe(kept);
    await leases.release(text, text);
    expect(await leases.held(text)).toBeNull();
  });
});
