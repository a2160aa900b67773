import { describe, expect, test } from 'vitest';
import type { Sparkline } from '../../src/kpi/result.js';
import { datasetsOf, optionsOf, subtitleOf, textsAlong, textsOf } from './pictures.js';
import { cardsResult, daysFrom } from './results.js';

const DAYS = daysFrom(4);

function card(metric: string, over: Partial<Sparkline> = {}): Sparkline {
  return {
    metric,
    unit: 'units',
    days: DAYS,
    series: [
      { key: 'test', values: [1, null, 3, 14862] },
      { key: 'production', values: [5, 6, 7, null] },
    ],
    ...over,
  };
}

describe('sparklines', () => {
  const result = cardsResult([card('Total'), card('Value', { unit: 'money' })]);

  test('have a panel for each card, with its name and the last figure of each line', () => {
    expect(textsOf(result, 'words0_line0')).toEqual(['Total', 'Value']);
    expect(textsOf(result, 'words0_line1')).toEqual(['Test 14,862', 'Test $14,862.00']);
  });

  test('a figure that is not of the last day says of which one', () => {
    expect(textsOf(result, 'words0_line2')).toEqual(['Production 7 on 10-03', 'Production $7.00 on 10-03']);
  });

  test('lines have their gaps, colours and dashes, which the subtitle explains', () => {
    expect(datasetsOf(result)[0]).toMatchObject({
      data: [1, null, 3, 14862],
      borderColor: '#d55e00',
      borderDash: [8, 5],
    });
    expect(datasetsOf(result)[1]).toMatchObject({ data: [5, 6, 7, null], borderColor: '#0072b2', borderDash: [] });
    expect(subtitleOf(result)).toContain('each figure has its own scale · Test is dashed');
  });

  test('a figure of both has no name, and every line of words is written though the first panel has fewer', () => {
    const both = card('Match rate', { unit: 'percent', series: [{ key: 'both', values: [1, 2, 3, 76] }] });
    const mixed = cardsResult([both, card('Total')]);
    expect(textsOf(mixed, 'words0_line1')).toEqual(['76.0 %', 'Test 14,862']);
    expect(textsOf(mixed, 'words0_line2')).toEqual(['Production 7 on 10-03']);
  });

  test('cards of different days share one time axis', () => {
    const later = card('Later', { days: ['2026-10-04', '2026-10-05'], series: [{ key: 'test', values: [1, 2] }] });
    const shared = cardsResult([card('Total'), later]);
    expect(datasetsOf(shared).at(-1)?.data).toEqual([null, null, null, 1, 2]);
    expect(textsAlong(shared, 'dates0_last')).toEqual(['2026-10-05', '2026-10-05']);
  });

  test('a line without values has no figure', () => {
    const none = card('Total', {
      series: [
        { key: 'test', values: [null, null, null, null] },
        { key: 'production', values: [1, 2, 3, 4] },
      ],
    });
    expect(textsAlong(cardsResult([none]), 'words0_line')).toEqual(['Total', 'Test –', 'Production 4']);
    expect(subtitleOf(cardsResult([none]))).not.toContain('dashed');
  });

  test('a figure too wide for its panel is short', () => {
    const wide = (name: string) =>
      card(name, { unit: 'money', series: [{ key: 'production', values: [0, 1, 2, 1.5e17] }] });
    expect(textsOf(cardsResult(['A', 'B', 'C'].map(wide)), 'words0_line1')[0]).toBe('Production 1.5E17');
  });

  test.each([
    ['no cards', []],
    ['no values', [card('Total', { series: [{ key: 'both', values: [null, null, null, null] }] })]],
  ])('“Nothing to show” for %s', (_, cards) => {
    expect(JSON.stringify(optionsOf(cardsResult(cards)).scales)).toContain('Nothing to show');
  });
});
