import { describe, expect, it } from 'vitest';
import { freshUrl, HOSTILE, open } from './states.js';

describe('an event', () => {
  it('is new exactly once, however often and wherever it arrives at the same time', async () => {
    const url = freshUrl();
    const [one, other] = [await open({ url }), await open({ url })];
    const firsts = await Promise.all(
      Array.from({ length: 200 }, (_, index) => (index % 2 ? one : other).events.firstTime('Ev1')),
    );
    expect(firsts.filter(Boolean)).toHaveLength(1);
    expect(await one.events.firstTime('Ev2')).toBe(true);
  });

  it('stays known when Tally is started again', async () => {
    const url = freshUrl();
    const before = await open({ url });
    await before.events.firstTime('Ev1');
    await before.close();
    expect(await (await open({ url })).events.firstTime('Ev1')).toBe(false);
  });

  it.each(HOSTILE)('may have an id with %s', async (_, id) => {
    const { events } = await open();
    expect([await events.firstTime(id), await events.firstTime(id)]).toEqual([true, false]);
  });
});
