import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { cardsOf } from '../../src/reply/cards.js';
import { sparkline } from '../../src/reply/sparkline.js';
import { textCards } from '../../src/reply/text-cards.js';
import { CARDS, HISTORY } from './results.js';

const drawn = (result: typeof HISTORY, width: number) => `${textCards(result, width).join('\n')}\n`;

describe('a sparkline', () => {
  it('goes from the lowest value to the highest', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7])).toBe('▁▂▃▄▅▆▇█');
    expect(sparkline([-5, 1000, -5])).toBe('▁█▁');
  });

  it('has a gap where there is no value, not a zero', () => {
    expect(sparkline([1, null, 2])).toBe('▁·█');
    expect(sparkline([null, null])).toBe('··');
  });

  it('stays near the middle where values differ by less than 2 %', () => {
    expect(sparkline([1000, 1001, 1002])).toBe('▄▄▄');
    expect(sparkline([1000, 1005, 1010])).toBe('▂▄▆');
    expect(sparkline([1000, 1020, 1040])).toBe('▁▅█');
  });

  it('is level where nothing changes', () => {
    expect(sparkline([3, 3, null, 3])).toBe('▄▄·▄');
    expect(sparkline([0, 0])).toBe('▄▄');
    expect(sparkline([])).toBe('');
  });
});

describe('cards as text', () => {
  it('tell each figure, its changes by arrows and its last days, in columns that all cards share', async () => {
    await expect(drawn(HISTORY, 80)).toMatchFileSnapshot('golden/cards-80.txt');
  });

  it('are a box each where they are too wide, as many beside each other as fit', async () => {
    await expect(drawn(HISTORY, 70)).toMatchFileSnapshot('golden/cards-70.txt');
  });

  it.each([34, 50, 72, 80, 120])('stay within %d columns', (width) => {
    for (const line of textCards(HISTORY, width)) expect(stringWidth(line)).toBeLessThanOrEqual(width);
  });

  it('have no columns for what is not known', () => {
    expect(textCards(CARDS, 80).slice(0, 4)).toEqual([
      '┌ Total ────────────────────────┐',
      '│ Production       11           │',
      '│ Test             10           │',
      '│ Difference       +1 (+10.0 %) │',
    ]);
  });

  it('no cards are no lines', () => {
    expect(textCards({ ...HISTORY, rows: [] }, 80)).toEqual([]);
  });
});

it('a change that rounds to nothing is =, not an arrow', () => {
  const [, availability] = cardsOf(HISTORY);
  expect(availability?.lines[1]?.changes).toEqual({ day: '=', week: '▼ 2.5 pp' });
});
