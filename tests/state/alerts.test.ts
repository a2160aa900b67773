import { describe, expect, it } from 'vitest';
import { type Alert, type AlertRow, type Claimant, MOST_ALERTS, type State } from '../../src/state/index.js';
import { at, claim, claimOne, lead, watch } from './due.js';
import { freshUrl, HOSTILE, open } from './states.js';

type Found = Parameters<State['alerts']['looked']>[1];

const crossed = (key: string, changes: Partial<AlertRow> = {}): AlertRow => ({
  key,
  label: `Product ${key}`,
  state: 'firing',
  since: at('07:50'),
  before: '1.0',
  now: '7.2',
  worst: '9.1',
  already: false,
  told: at('07:55'),
  ...changes,
});

const found = (changes: Partial<Found> = {}): Found => ({
  rows: [],
  seen: new Map(),
  checked: at('08:00'),
  delivery: null,
  ...changes,
});

const message = (of: number) => ({
  kind: 'alert' as const,
  of,
  due: at('08:00'),
  owner: 'U1',
  channel: 'C1',
  payload: '[{"kind":"crossed"}]',
});

/** An alert, and somebody who may look after it. */
async function watched() {
  const state = await open();
  const made = await state.alerts.add(watch());
  if (made === 'full') throw new Error('There is no room.');
  const by = await lead(state, 'a');
  const look = (what: Partial<Found>, as: Alert = made, who: Claimant = by) =>
    state.alerts.looked(as, found(what), who);
  return { state, alerts: state.alerts, made, by, look };
}

describe('an alert', () => {
  it('is active and well when it is new, and stays known when Tally is started again', async () => {
    const url = freshUrl();
    const before = await open({ url });
    const made = { id: 1, ...watch(), status: 'active', trouble: null, mutedUntil: null, checked: null };
    expect(await before.alerts.add(watch())).toEqual(made);
    await before.close();
    const { alerts } = await open({ url });
    expect(await alerts.get(1)).toEqual(made);
    expect(await alerts.get(2)).toBeNull();
  });

  it('is changed in what is said, and in nothing else', async () => {
    const { alerts, made } = await watched();
    const changes = { hold: 1_800_000, remind: 3_600_000, channel: 'C2', mutedUntil: at('12:00') };
    expect(await alerts.change(1, changes)).toEqual({ ...made, ...changes });
    const paused = { ...made, ...changes, status: 'paused', trouble: 'Its owner has left.' };
    expect(await alerts.change(1, { status: 'paused', trouble: 'Its owner has left.' })).toEqual(paused);
    expect(await alerts.change(1, {})).toEqual(paused);
    expect(await alerts.change(1, { mutedUntil: null, remind: null })).toMatchObject({
      mutedUntil: null,
      remind: null,
    });
    expect(await alerts.change(2, { hold: 1 })).toBeNull();
  });

  it.each(HOSTILE)('takes %s', async (_, text, kept) => {
    const { alerts, look, made } = await watched();
    await alerts.change(1, { channel: text, trouble: text });
    const row = crossed(text, { label: text, before: text, now: text, worst: text });
    expect(await look({ rows: [row], seen: new Map([[text, text]]) })).toBe(true);
    expect(await look({ rows: [row], seen: new Map([[text, text]]) })).toBe(true);
    expect(await alerts.get(made.id)).toMatchObject({ channel: kept, trouble: kept });
    expect(await alerts.rows(1)).toEqual([crossed(kept, { label: kept, before: kept, now: kept, worst: kept })]);
    expect([...(await alerts.seen(1))]).toEqual([[text, text]]);
    expect(await alerts.change(1, { question: text })).toMatchObject({ question: kept });
  });
});

describe('alerts', () => {
  it('are listed by number: all, and of a person', async () => {
    const { alerts } = await open();
    for (const owner of ['U2', 'U1', 'U2']) await alerts.add(watch({ owner }));
    expect((await alerts.list()).map(({ id }) => id)).toEqual([1, 2, 3]);
    expect((await alerts.list({ owner: 'U2' })).map(({ id }) => id)).toEqual([1, 3]);
  });

  it('of one person are fifty at most, and have numbers that are never given twice', async () => {
    const { alerts } = await open();
    for (let index = 0; index < MOST_ALERTS; index++) await alerts.add(watch());
    expect(await alerts.add(watch())).toBe('full');
    expect(await alerts.add(watch({ owner: 'U2' }))).toMatchObject({ id: 51 });
    expect([await alerts.remove(51), await alerts.remove(51)]).toEqual([true, false]);
    await alerts.remove(1);
    expect(await alerts.add(watch())).toMatchObject({ id: 52 });
  });
});

describe('a look at an alert', () => {
  it('leaves the rows and figures that it has found, instead of those of before', async () => {
    const { alerts, look } = await watched();
    const pending = crossed('B', { state: 'pending', before: null, now: null, told: null });
    await look({ rows: [pending, crossed('A')], seen: new Map([['C', '0.5']]) });
    expect(await alerts.rows(1)).toEqual([crossed('A'), pending]);
    expect(await alerts.seen(1)).toEqual(new Map([['C', '0.5']]));
    const seen = new Map([
      ['A', '1.1'],
      ['D', null],
    ]);
    expect(await look({ rows: [crossed('B')], seen, checked: at('08:10') })).toBe(true);
    expect(await alerts.rows(1)).toEqual([crossed('B')]);
    expect(await alerts.seen(1)).toEqual(seen);
    expect(await alerts.get(1)).toMatchObject({ checked: at('08:10') });
    const worse = crossed('B', { worst: '10.4', already: true });
    await look({ rows: [worse] });
    expect(await alerts.rows(1)).toEqual([worse]);
    await look({});
    expect([await alerts.rows(1), await alerts.seen(1)]).toEqual([[], new Map()]);
  });

  it('adds what is to be delivered together with that', async () => {
    const { state, look, by } = await watched();
    expect(await look({ rows: [crossed('A')], delivery: message(1) })).toBe(true);
    expect(await claimOne(state, by)).toMatchObject(message(1));
  });

  it.each([
    ['has another question', { question: '/stock variance over 9%' }],
    ['is paused', { status: 'paused' }],
  ] as const)('does nothing when the alert %s by now', async (_, changes) => {
    const { state, alerts, look, by } = await watched();
    await alerts.change(1, changes);
    expect(await look({ rows: [crossed('A')], seen: new Map([['B', '1']]), delivery: message(1) })).toBe(false);
    expect(await alerts.get(1)).toMatchObject({ checked: null });
    expect([await alerts.rows(1), await alerts.seen(1), await claim(state, by)]).toEqual([[], new Map(), []]);
  });

  it('does nothing when the alert is gone, or the lease is', async () => {
    const { state, alerts, look, made, by } = await watched();
    const next = await lead(state, 'b');
    const all = { rows: [crossed('A')], delivery: message(1) };
    expect(await look(all, made, by)).toBe(false);
    expect(await alerts.rows(1)).toEqual([]);
    expect(await look({}, made, next)).toBe(true);
    await alerts.remove(1);
    expect(await look(all, made, next)).toBe(false);
    expect([await alerts.rows(1), await claim(state, next)]).toEqual([[], []]);
  });

  it('has nothing to do with the rows of another alert', async () => {
    const { alerts, look } = await watched();
    await alerts.add(watch());
    await look({ rows: [crossed('A')], seen: new Map([['B', '1']]) });
    await look({ rows: [crossed('C')] }, { ...watch(), id: 2, status: 'active' } as Alert);
    expect(await alerts.rows(1)).toEqual([crossed('A')]);
    await alerts.remove(2);
    expect([await alerts.rows(1), await alerts.seen(1)]).toEqual([[crossed('A')], new Map([['B', '1']])]);
    expect(await alerts.rows(2)).toEqual([]);
  });

  it('takes thousands of rows', async () => {
    const { alerts, look } = await watched();
    const rows = Array.from({ length: 5000 }, (_, index) => crossed(`P-${10_000 + index}`));
    const seen = new Map(Array.from({ length: 20_000 }, (_, index) => [`S-${index}`, '0.1']));
    expect(await look({ rows, seen })).toBe(true);
    expect(await alerts.rows(1)).toEqual(rows);
    expect(await alerts.seen(1)).toEqual(seen);
  });
});

describe('what an alert has found', () => {
  const all = { rows: [crossed('A')], seen: new Map([['B', '1']]), delivery: message(1) };

  it('is forgotten with another question, and is not sent any more', async () => {
    const { state, alerts, look, by } = await watched();
    await look(all);
    const changed = await alerts.change(1, { question: '/stock variance over 9%' });
    expect(changed).toMatchObject({ question: '/stock variance over 9%', checked: null });
    expect([await alerts.rows(1), await alerts.seen(1), await claim(state, by)]).toEqual([[], new Map(), []]);
  });

  it('stays with the same question and whatever else is changed', async () => {
    const { state, alerts, look, made, by } = await watched();
    await look(all);
    await alerts.change(1, { question: made.question, hold: 60_000, status: 'paused' });
    expect(await alerts.get(1)).toMatchObject({ checked: at('08:00') });
    expect([await alerts.rows(1), await alerts.seen(1)]).toEqual([all.rows, all.seen]);
    expect(await claim(state, by)).toHaveLength(1);
  });

  it('goes with it', async () => {
    const { state, alerts, look, by } = await watched();
    await look(all);
    await alerts.remove(1);
    expect([await alerts.rows(1), await alerts.seen(1), await claim(state, by)]).toEqual([[], new Map(), []]);
    expect(await state.deliveries.of('alert', 1, 10)).toMatchObject([{ state: 'dropped' }]);
  });
});
