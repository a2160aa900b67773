import { describe, expect, it } from 'vitest';
import { MOST_FAVOURITES } from '../../src/state/index.js';
import { freshUrl, HOSTILE, open } from './states.js';

describe('favourites', () => {
  it('are kept by the first toggle and removed by the next, oldest first', async () => {
    const { favourites } = await open();
    const toggle = (question: string) => favourites.toggle('slack', 'U1', question);
    expect([await toggle('/stock'), await toggle('/stock cost'), await toggle('/stock total')]).toEqual(
      Array(3).fill('kept'),
    );
    expect(await toggle('/stock cost')).toBe('removed');
    expect(await toggle('/stock cost')).toBe('kept');
    expect(await favourites.of('slack', 'U1')).toEqual(['/stock', '/stock total', '/stock cost']);
  });

  it('belong to one person in one chat', async () => {
    const { favourites } = await open();
    await favourites.toggle('slack', 'U1', '/stock');
    expect(await favourites.of('slack', 'U2')).toEqual([]);
    expect(await favourites.of('terminal', 'U1')).toEqual([]);
    expect(await favourites.toggle('slack', 'U2', '/stock')).toBe('kept');
  });

  it('are twenty at most: one more is refused and changes nothing, one less makes room', async () => {
    const { favourites } = await open();
    const toggle = (index: number) => favourites.toggle('slack', 'U1', `/stock top ${index}`);
    for (let index = 0; index < MOST_FAVOURITES; index++) expect(await toggle(index)).toBe('kept');
    const before = await favourites.of('slack', 'U1');
    expect(await toggle(20)).toBe('full');
    expect(await favourites.of('slack', 'U1')).toEqual(before);
    expect([await toggle(0), await toggle(20)]).toEqual(['removed', 'kept']);
    expect(await favourites.of('slack', 'U1')).toHaveLength(20);
  });

  it('stay twenty when two instances keep some at once', async () => {
    const url = freshUrl();
    const [one, other] = [await open({ url }), await open({ url })];
    const toggled = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        (index % 2 ? one : other).favourites.toggle('slack', 'U1', `/stock top ${index}`),
      ),
    );
    expect(toggled.filter((what) => what === 'kept')).toHaveLength(20);
    expect(toggled.filter((what) => what === 'full')).toHaveLength(40);
    expect(await one.favourites.of('slack', 'U1')).toHaveLength(20);
  });

  it('are removed by name, and it is said whether there was one', async () => {
    const { favourites } = await open();
    await favourites.toggle('slack', 'U1', '/stock');
    expect(await favourites.remove('slack', 'U1', '/stock')).toBe(true);
    expect(await favourites.remove('slack', 'U1', '/stock')).toBe(false);
  });

  it.each(HOSTILE)('take %s', async (_, text, kept) => {
    const { favourites } = await open();
    expect(await favourites.toggle(text, text, text)).toBe('kept');
    expect(await favourites.of(text, text)).toEqual([kept]);
    expect(await favourites.toggle(text, text, text)).toBe('removed');
  });
});
