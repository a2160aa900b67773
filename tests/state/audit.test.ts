import { describe, expect, it } from 'vitest';
import { entry, HOSTILE, open } from './states.js';

const DAY = 24 * 3_600_000;

describe('audit', () => {
  it('keeps an entry as it was', async () => {
    const { audit } = await open();
    const full = entry({ public: true });
    const bare = entry({ channel: null, canonical: null, kpi: null, rows: null, asOf: null, outcome: 'mistake' });
    await audit.record(full);
    await audit.record(bare);
    expect(await audit.list({})).toEqual([bare, full]);
  });

  it('keeps whole milliseconds of a duration', async () => {
    const { audit } = await open();
    await audit.record(entry({ durationMs: 41.6 }));
    expect((await audit.list({}))[0]?.durationMs).toBe(42);
  });

  it('lists newest first, and of the same moment the one recorded last', async () => {
    const { audit } = await open();
    for (const [id, at] of [
      ['noon', '2026-03-10T12:00:00Z'],
      ['noon, too', '2026-03-10T12:00:00Z'],
      ['morning', '2026-03-10T08:00:00Z'],
    ] as const)
      await audit.record(entry({ id, at }));
    expect((await audit.list({})).map(({ id }) => id)).toEqual(['noon, too', 'noon', 'morning']);
  });

  it.each([
    ['since, that moment included', { since: new Date('2026-03-10T00:00:00Z') }, ['c', 'b']],
    ['until, that moment excluded', { until: new Date('2026-03-11T00:00:00Z') }, ['b', 'a']],
    ['user', { user: 'U2' }, ['b']],
    ['channel', { channel: 'C2' }, ['c']],
    ['outcome', { outcome: 'failed' as const }, ['a']],
    ['all of them', { user: 'U1', channel: 'C2', outcome: 'answered' as const }, ['c']],
    ['nobody', { user: '' }, []],
    ['limit', { limit: 2 }, ['c', 'b']],
  ])('lists by %s', async (_, filter, expected) => {
    const { audit } = await open();
    await audit.record(entry({ id: 'a', at: '2026-03-09T23:59:59.999Z', outcome: 'failed' }));
    await audit.record(entry({ id: 'b', at: '2026-03-10T00:00:00Z', user: 'U2' }));
    await audit.record(entry({ id: 'c', at: '2026-03-11T00:00:00Z', channel: 'C2' }));
    expect((await audit.list(filter)).map(({ id }) => id)).toEqual(expected);
  });

  it('reads any number, also where more than a page of them share a moment', async () => {
    const { audit } = await open();
    const ids = Array.from({ length: 1203 }, (_, index) => `r${index}`);
    for (const id of ids) await audit.record(entry({ id }));
    const read: string[] = [];
    for await (const { id } of audit.each({})) read.push(id);
    expect(read).toEqual(ids.toReversed());
    expect(await audit.list({})).toHaveLength(100);
    expect(await audit.list({ limit: 501 })).toHaveLength(501);
  });

  it.each(HOSTILE)('keeps a question with %s', async (_, text, kept) => {
    const { audit } = await open();
    await audit.record(entry({ question: text, user: text, canonical: text }));
    expect(await audit.list({ user: text })).toMatchObject([{ question: kept, user: kept, canonical: kept }]);
    expect(await audit.recent('slack', text, 5)).toEqual([kept]);
  });

  it('cuts a question at 500 characters, never through one, and says so', async () => {
    const { audit } = await open();
    const questionOf = async (question: string) => {
      await audit.record(entry({ question }));
      return (await audit.list({ limit: 1 }))[0]?.question;
    };
    expect(await questionOf('x'.repeat(500))).toBe('x'.repeat(500));
    expect(await questionOf('x'.repeat(3000))).toBe(`${'x'.repeat(499)}…`);
    expect(await questionOf('📦'.repeat(500))).toBe('📦'.repeat(500));
    expect(await questionOf('📦'.repeat(3000))).toBe(`${'📦'.repeat(499)}…`);
  });
});

describe('recent questions', () => {
  it('are a person’s own, answered, newest first, each once', async () => {
    const { audit } = await open();
    const ask = (minute: number, canonical: string | null, changes = {}) =>
      audit.record(entry({ at: `2026-03-10T12:0${minute}:00Z`, canonical, ...changes }));
    await ask(0, '/stock total');
    await ask(1, '/stock variance');
    await ask(2, '/stock total');
    await ask(3, '/stock cost');
    await ask(4, '/stock refused', { outcome: 'refused' });
    await ask(5, null, { outcome: 'mistake' });
    await ask(6, '/stock of another', { user: 'U2' });
    await ask(7, '/stock in the terminal', { chat: 'terminal' });
    expect(await audit.recent('slack', 'U1', 5)).toEqual(['/stock cost', '/stock total', '/stock variance']);
    expect(await audit.recent('slack', 'U1', 2)).toEqual(['/stock cost', '/stock total']);
    expect(await audit.recent('slack', 'U3', 5)).toEqual([]);
  });
});

describe('retention', () => {
  it('deletes what is older than it is kept, however much that is, and nothing else', async () => {
    const clock = { now: Date.UTC(2026, 2, 20) };
    const state = await open({ now: () => new Date(clock.now) });
    for (let index = 0; index < 450; index++) await state.audit.record(entry({ at: '2026-03-09T23:59:59.999Z' }));
    await state.audit.record(entry({ id: 'ten days old', at: '2026-03-10T00:00:00Z' }));
    await state.prune();
    expect((await state.audit.list({})).map(({ id }) => id)).toEqual(['ten days old']);
    clock.now += 1;
    await state.prune();
    expect(await state.audit.list({})).toEqual([]);
  });

  it('forgets an event after a day and leaves favourites alone', async () => {
    const clock = { now: Date.UTC(2026, 2, 20) };
    const state = await open({ now: () => new Date(clock.now) });
    await state.events.firstTime('Ev1');
    await state.favourites.toggle('slack', 'U1', '/stock');
    clock.now += DAY;
    await state.prune();
    expect(await state.events.firstTime('Ev1')).toBe(false);
    clock.now += 1;
    await state.prune();
    expect(await state.events.firstTime('Ev1')).toBe(true);
    expect(await state.favourites.of('slack', 'U1')).toEqual(['/stock']);
  });
});
