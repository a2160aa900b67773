import { createClient } from '@libsql/client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Acceptable, MOST_ACCEPTANCES, type State } from '../../src/state/index.js';
import { freshUrl, HOSTILE, open } from './states.js';

const TODAY = '2026-03-10';
const A: Acceptable = { sku: 'A-1', warehouse: null };
const B: Acceptable = { sku: 'B-1', warehouse: null };
const A_NORTH: Acceptable = { sku: 'A-1', warehouse: 'NORTH' };
const TAKEN = { by: 'slack U2', today: TODAY };

type Terms = Parameters<State['acceptances']['accept']>[1];
const terms = (changes: Partial<Terms> = {}): Terms => ({
  until: '2026-03-20',
  reason: 'recount',
  by: 'slack U1',
  today: TODAY,
  ...changes,
});

/** Of a store whose clock stands at noon of the tenth of March. */
async function acceptancesOf(url = freshUrl(), now = () => new Date('2026-03-10T12:00:00Z')) {
  return (await open({ url, now })).acceptances;
}

async function rowsOf(url: string, query: string): Promise<readonly unknown[][]> {
  const client = createClient({ url });
  onTestFinished(() => client.close());
  return (await client.execute(query)).rows.map((row) => Object.values(row));
}

const keys = (list: readonly Acceptable[]) => list.map(({ sku, warehouse }) => [sku, warehouse]);

describe('what is accepted', () => {
  it('is listed with who accepted it when and why, the first to expire first, the endless last', async () => {
    const acceptances = await acceptancesOf();
    await acceptances.accept([B], terms({ until: null, reason: null }));
    await acceptances.accept([A], terms());
    await acceptances.accept([A_NORTH], terms({ until: '2026-03-11', by: 'terminal ada' }));
    const at = new Date('2026-03-10T12:00:00Z');
    expect(await acceptances.current(TODAY)).toEqual([
      { sku: 'A-1', warehouse: 'NORTH', until: '2026-03-11', reason: 'recount', by: 'terminal ada', at },
      { sku: 'A-1', warehouse: null, until: '2026-03-20', reason: 'recount', by: 'slack U1', at },
      { sku: 'B-1', warehouse: null, until: null, reason: null, by: 'slack U1', at },
    ]);
  });

  it('counts through its last day and expires with the next', async () => {
    const acceptances = await acceptancesOf();
    await acceptances.accept([A], terms({ until: TODAY }));
    expect(keys(await acceptances.current(TODAY))).toEqual([['A-1', null]]);
    expect(await acceptances.current('2026-03-11')).toEqual([]);
  });

  it('is replaced when it is accepted again, and the old entry kept as ended', async () => {
    const url = freshUrl();
    const acceptances = await acceptancesOf(url);
    await acceptances.accept([A, A_NORTH], terms());
    const replaced = await acceptances.accept([A], terms({ until: null, reason: 'moved', by: 'slack U2' }));
    expect(replaced).toMatchObject([{ sku: 'A-1', warehouse: null, until: '2026-03-20', reason: 'recount' }]);
    expect(await acceptances.current(TODAY)).toMatchObject([
      { sku: 'A-1', warehouse: 'NORTH' },
      { sku: 'A-1', warehouse: null, until: null, reason: 'moved', by: 'slack U2' },
    ]);
    expect(
      await rowsOf(url, 'SELECT reason, by, ended_by FROM acceptance WHERE warehouse IS NULL ORDER BY number'),
    ).toEqual([
      ['recount', 'slack U1', 'slack U2'],
      ['moved', 'slack U2', null],
    ]);
  });

  it('is one entry though it is named twice at once', async () => {
    const acceptances = await acceptancesOf();
    await acceptances.accept([A, A], terms());
    expect(keys(await acceptances.current(TODAY))).toEqual([['A-1', null]]);
  });

  it('is taken back by name, only where it stands, and stays on record', async () => {
    const url = freshUrl();
    const acceptances = await acceptancesOf(url);
    await acceptances.accept([A, A_NORTH, B], terms());
    expect(keys(await acceptances.unaccept([A_NORTH, { sku: 'B-1', warehouse: 'NORTH' }], TAKEN))).toEqual([
      ['A-1', 'NORTH'],
    ]);
    expect(keys(await acceptances.current(TODAY))).toEqual([
      ['A-1', null],
      ['B-1', null],
    ]);
    expect(await acceptances.unaccept([A_NORTH], TAKEN)).toEqual([]);
    expect(await rowsOf(url, 'SELECT ended_at, ended_by FROM acceptance WHERE ended_at IS NOT NULL')).toEqual([
      [Date.parse('2026-03-10T12:00:00Z'), 'slack U2'],
    ]);
  });

  it('of nothing is nothing', async () => {
    const acceptances = await acceptancesOf();
    expect(await acceptances.accept([], terms())).toEqual([]);
    expect(await acceptances.unaccept([], TAKEN)).toEqual([]);
  });

  it.each(HOSTILE)('takes %s', async (_, text, kept) => {
    const acceptances = await acceptancesOf();
    const item = { sku: text, warehouse: text };
    expect(await acceptances.accept([item], terms({ reason: text, by: text }))).toEqual([]);
    expect(await acceptances.current(TODAY)).toMatchObject([{ sku: kept, warehouse: kept, reason: kept, by: kept }]);
    expect(await acceptances.accept([item], terms())).toHaveLength(1);
    expect(await acceptances.unaccept([item], TAKEN)).toHaveLength(1);
  });
});

describe('what has expired', () => {
  it('is told from a day on, the latest first, and never what was taken back', async () => {
    const acceptances = await acceptancesOf();
    await acceptances.accept([A], terms({ until: '2026-03-12' }));
    await acceptances.accept([A_NORTH], terms({ until: '2026-03-13' }));
    await acceptances.accept([B], terms({ until: '2026-03-13' }));
    await acceptances.unaccept([B], TAKEN);
    expect(keys(await acceptances.expired('2026-03-12', '2026-03-14'))).toEqual([
      ['A-1', 'NORTH'],
      ['A-1', null],
    ]);
    expect(keys(await acceptances.expired('2026-03-13', '2026-03-14'))).toEqual([['A-1', 'NORTH']]);
    expect(await acceptances.expired('2026-03-01', '2026-03-12')).toEqual([]);
  });

  it('is not told of what is accepted again, which ended nothing that had ended by itself', async () => {
    const url = freshUrl();
    const acceptances = await acceptancesOf(url);
    await acceptances.accept([A], terms({ until: '2026-03-12' }));
    expect(await acceptances.accept([A], terms({ until: '2026-04-01', today: '2026-03-13' }))).toEqual([]);
    expect(await acceptances.expired('2026-03-01', '2026-03-14')).toEqual([]);
    expect(await rowsOf(url, 'SELECT until, ended_at FROM acceptance ORDER BY number')).toEqual([
      ['2026-03-12', null],
      ['2026-04-01', null],
    ]);
  });

  it('cannot be taken back any more', async () => {
    const acceptances = await acceptancesOf();
    await acceptances.accept([A], terms({ until: TODAY }));
    expect(await acceptances.unaccept([A], { ...TAKEN, today: '2026-03-11' })).toEqual([]);
  });
});

describe('the most that is accepted', () => {
  const many = (count: number, from = 0): readonly Acceptable[] =>
    Array.from({ length: count }, (_, index) => ({ sku: `S-${from + index}`, warehouse: null }));

  it('is a thousand: one more is refused and changes nothing, one again is not one more', async () => {
    const acceptances = await acceptancesOf();
    expect(await acceptances.accept(many(MOST_ACCEPTANCES), terms())).toEqual([]);
    expect(await acceptances.accept([{ sku: 'S-0', warehouse: null }, A], terms({ reason: 'again' }))).toBe('full');
    const standing = await acceptances.current(TODAY);
    expect([standing.length, new Set(standing.map(({ reason }) => reason))]).toEqual([1000, new Set(['recount'])]);
    expect(await acceptances.accept(many(2, 998), terms({ reason: 'again' }))).toHaveLength(2);
    await acceptances.unaccept(many(1), TAKEN);
    expect(await acceptances.accept([A], terms())).toEqual([]);
  });

  it('is not made up of those that have expired', async () => {
    const acceptances = await acceptancesOf();
    await acceptances.accept(many(MOST_ACCEPTANCES), terms({ until: TODAY }));
    expect(await acceptances.accept([A], terms())).toBe('full');
    expect(await acceptances.accept([A], terms({ today: '2026-03-11' }))).toEqual([]);
  });

  it('stays a thousand when two instances accept at once', async () => {
    const url = freshUrl();
    const both = [await acceptancesOf(url), await acceptancesOf(url)] as const;
    const accepted = await Promise.all(
      Array.from({ length: 24 }, (_, index) => both[index % 2 ? 0 : 1].accept(many(100, index * 100), terms())),
    );
    expect(accepted.filter((one) => one === 'full')).toHaveLength(14);
    expect(await both[0].current(TODAY)).toHaveLength(1000);
  });
});

describe('two instances on one store', () => {
  it('see what the other accepts and takes back', async () => {
    const url = freshUrl();
    const [one, other] = [await acceptancesOf(url), await acceptancesOf(url)];
    await one.accept([A], terms());
    expect(keys(await other.current(TODAY))).toEqual([['A-1', null]]);
    expect(await other.accept([A], terms({ until: null }))).toHaveLength(1);
    expect(await one.unaccept([A], TAKEN)).toMatchObject([{ until: null }]);
    expect(await other.current(TODAY)).toEqual([]);
  });

  it('leave one entry of an item that both accept at once, and take it back once', async () => {
    const url = freshUrl();
    const both = [await acceptancesOf(url), await acceptancesOf(url)];
    await Promise.all(both.flatMap((each) => Array.from({ length: 20 }, () => each.accept([A], terms()))));
    expect(keys(await (await acceptancesOf(url)).current(TODAY))).toEqual([['A-1', null]]);
    const taken = await Promise.all(both.map((each) => each.unaccept([A], TAKEN)));
    expect(taken.flat()).toHaveLength(1);
  });
});

describe('pruning', () => {
  it('takes what ended longer ago than the audit goes back, and nothing that stands or ended since', async () => {
    const url = freshUrl();
    const clock = { now: new Date('2026-03-10T12:00:00Z') };
    const state = await open({ url, now: () => clock.now });
    const accept = (sku: string, until: string | null) =>
      state.acceptances.accept([{ sku, warehouse: null }], terms({ until }));
    await accept('endless', null);
    await accept('long', '2026-12-31');
    await accept('taken back', null);
    await accept('expired', '2026-03-10');
    await accept('expired later', '2026-03-20');
    await state.acceptances.unaccept([{ sku: 'taken back', warehouse: null }], TAKEN);
    const left = async () => (await rowsOf(url, 'SELECT sku FROM acceptance ORDER BY number')).flat();
    clock.now = new Date('2026-03-20T11:00:00Z');
    await state.prune();
    expect(await left()).toHaveLength(5);
    clock.now = new Date('2026-03-22T13:00:00Z');
    await state.prune();
    expect(await left()).toEqual(['endless', 'long', 'expired later']);
  });
});
