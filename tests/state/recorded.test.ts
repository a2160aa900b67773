import { createClient } from '@libsql/client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { at } from './due.js';
import { freshUrl, HOSTILE, open } from './states.js';

const said = (changes: { scope?: string; day?: string; at?: Date; body?: string } = {}) => ({
  scope: 'digest',
  day: '2026-03-10',
  at: at('08:00'),
  body: '{"total":1}',
  ...changes,
});

describe('a record', () => {
  it('comes back as it was kept, and has a number of its own', async () => {
    const { recorded } = await open();
    const id = await recorded.add(said());
    expect(await recorded.get(id)).toEqual({ id, ...said() });
    expect(await recorded.add(said())).not.toBe(id);
    expect(await recorded.get(99)).toBeNull();
  });

  it('is kept compressed', async () => {
    const url = freshUrl();
    const { recorded } = await open({ url });
    const body = JSON.stringify(
      Array.from({ length: 5000 }, (_, index) => ({ sku: `P-${index}`, variance: index % 7 })),
    );
    const id = await recorded.add(said({ body }));
    expect((await recorded.get(id))?.body).toBe(body);
    const client = createClient({ url });
    onTestFinished(() => client.close());
    const { rows } = await client.execute('SELECT length(body) AS size FROM record');
    expect(Number(rows[0]?.size)).toBeLessThan(body.length / 5);
  });

  it.each(HOSTILE)('takes %s', async (_, text, kept) => {
    const { recorded } = await open();
    const id = await recorded.add(said({ scope: text, body: JSON.stringify(text) }));
    const record = await recorded.latest(text, { from: '2026-03-10', through: '2026-03-10' });
    expect(record).toMatchObject({ id, scope: kept });
    expect(JSON.parse(record?.body ?? '')).toBe(text);
  });
});

describe('the latest record', () => {
  it('is of the same scope, from the first through the last of the days, and the last of its day', async () => {
    const { recorded } = await open();
    const first = await recorded.add(said({ day: '2026-03-08' }));
    const late = await recorded.add(said({ day: '2026-03-09', at: at('09:00') }));
    await recorded.add(said({ day: '2026-03-09', at: at('07:00') }));
    await recorded.add(said({ scope: 'another', day: '2026-03-09', at: at('10:00') }));
    const latest = async (from: string, through: string) =>
      (await recorded.latest('digest', { from, through }))?.id ?? null;
    expect(await latest('2026-03-08', '2026-03-10')).toBe(late);
    expect(await latest('2026-03-09', '2026-03-09')).toBe(late);
    expect(await latest('2026-03-01', '2026-03-08')).toBe(first);
    expect(await latest('2026-03-10', '2026-03-20')).toBeNull();
    expect(await latest('2026-03-01', '2026-03-07')).toBeNull();
  });

  it('of two of the same moment is the one that was kept last', async () => {
    const { recorded } = await open();
    await recorded.add(said());
    const second = await recorded.add(said());
    expect(await recorded.latest('digest', { from: '2026-03-10', through: '2026-03-10' })).toMatchObject({
      id: second,
    });
  });
});
