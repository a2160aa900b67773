import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { acceptedItems } from '../../../src/commands/accept/accepted.js';
import type { Acceptance, Acceptances } from '../../../src/state/index.js';
import { openCompany, resultOf, temporaryFolder } from '../../support/app.js';
import { SMALL } from '../../support/small.js';
import { ASKER, openWithClock } from './apps.js';

const UNREADABLE = ['What is accepted could not be read, so that every difference is counted.'];

/** A clock of milliseconds that a test moves. */
function ticking(): { at: number } {
  const clock = { at: 1_000_000 };
  const spy = vi.spyOn(performance, 'now').mockImplementation(() => clock.at);
  onTestFinished(() => spy.mockRestore());
  return clock;
}

describe('what is accepted, for figures', () => {
  it('follows at once what is accepted and taken back here', async () => {
    const { desk, ...app } = await openCompany(SMALL);
    ticking();
    expect(await acceptedItems(desk)).toEqual({ items: [], notes: [] });
    await resultOf({ ...app, desk }, '/stock accept a-2 in north');
    await resultOf({ ...app, desk }, '/stock accept radio');
    expect((await acceptedItems(desk)).items).toEqual([
      { sku: 'A-1', warehouse: null },
      { sku: 'A-2', warehouse: null },
      { sku: 'A-2', warehouse: 'North' },
    ]);
    await resultOf({ ...app, desk }, '/stock unaccept radio');
    expect((await acceptedItems(desk)).items).toEqual([]);
  });

  it('follows the calendar: a last day that is over does not count, though nobody has changed anything', async () => {
    const { app, clock } = await openWithClock('2026-03-29T21:59:59Z', { settings: 'timeZone: Europe/Berlin' });
    ticking();
    await resultOf(app, '/stock accept A-2 until 2026-03-29');
    expect((await acceptedItems(app.desk)).items).toHaveLength(1);
    clock.now = new Date('2026-03-29T22:00:00Z');
    expect((await acceptedItems(app.desk)).items).toEqual([]);
  });

  it('is read once for all questions of two seconds, and then knows what another instance has done', async () => {
    const settings = `state: { url: 'file:${join(temporaryFolder(), 'state.db')}' }`;
    const [one, other] = [
      await openWithClock('2026-03-10T12:00:00Z', { settings }),
      await openWithClock('2026-03-10T12:00:00Z', { settings }),
    ];
    const clock = ticking();
    const read = vi.spyOn(one.app.desk.acceptances, 'current');
    const items = async () => (await acceptedItems(one.app.desk)).items;
    await Promise.all([items(), items(), items()]);
    await resultOf(other.app, '/stock accept A-2');
    clock.at += 1999;
    expect(await items()).toEqual([]);
    expect(read).toHaveBeenCalledTimes(1);
    clock.at += 1;
    expect(await items()).toEqual([{ sku: 'A-2', warehouse: null }]);
    expect(read).toHaveBeenCalledTimes(2);
    expect((await resultOf(one.app, '/stock accepted')).rows).toMatchObject([{ item: 'A-2' }]);
    await resultOf(one.app, '/stock unaccept A-2');
    expect((await resultOf(other.app, '/stock accepted')).rows).toEqual([]);
  });

  it('is nothing while the store fails, and a note says so; the command itself fails and is told', async () => {
    const app = await openCompany(SMALL);
    const clock = ticking();
    await resultOf(app, '/stock accept A-2');
    const failing = vi.spyOn(app.desk.acceptances, 'current').mockRejectedValue(new Error('no disk'));
    expect(await acceptedItems(app.desk)).toEqual({ items: [], notes: UNREADABLE });
    expect(await app.questions.ask('/stock accepted', ASKER)).toMatchObject({ kind: 'failure' });
    failing.mockRestore();
    clock.at += 2000;
    expect(await acceptedItems(app.desk)).toEqual({ items: [{ sku: 'A-2', warehouse: null }], notes: [] });
  });

  it('is not waited for longer than a second', async () => {
    const { desk } = await openCompany(SMALL);
    const stalled = { ...desk.acceptances, current: () => new Promise<readonly Acceptance[]>(() => undefined) };
    const answered = acceptedItems({ acceptances: stalled satisfies Acceptances, model: desk.model });
    const late = setTimeout(5000, 'late', { ref: false });
    expect(await Promise.race([answered, late])).toEqual({ items: [], notes: UNREADABLE });
  });
});
