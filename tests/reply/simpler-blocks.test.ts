import { describe, expect, it } from 'vitest';
import { type Message, simplerBlocks } from '../../src/reply/blocks.js';
import { cellsOf, problemsOf, readable } from './messages.js';
import { CARDS, row, varianceOf } from './results.js';

const NATIVE = { picture: { kind: 'native' }, askedBy: 'U0ASKED' } as const;

const result = varianceOf([row('Lamp & <b>', '1200', '1000'), row('`Desk`', '5', '5', 'match')], {
  totals: row(null, '1205', '1005'),
  notes: ['2 rows could not be read and are left out.', 'Test ends earlier.'],
  chart: { kind: 'grouped', category: 'product', series: ['test', 'production'], difference: [] },
});

const typesOf = (steps: Iterable<Message>) => [...steps].map(({ blocks }) => blocks.map(({ type }) => type));

describe('an answer that Slack refuses', () => {
  it('loses its chart, then its table, then its blocks, and says so', () => {
    const steps = [...simplerBlocks(result, NATIVE)];
    const [head, foot] = [
      ['header', 'section', 'section'],
      ['context', 'context'],
    ];
    expect(typesOf(steps)).toEqual([
      [...head, 'table', 'data_visualization', ...foot],
      [...head, 'table', ...foot],
      [...head, 'section', ...foot],
      [],
    ]);
    expect(steps.map((step) => problemsOf(step))).toEqual([[], [], [], []]);
    const [asked = '', plain = '', text = ''] = steps.map(readable);
    expect(asked).not.toContain('did not take');
    expect(plain).toContain('Without the chart, which Slack did not take.');
    expect(text).toContain('The table is text here, as Slack did not take it as a table.');
  });

  it('is complete at each step: headline, figures, rows, notes, freshness, question', () => {
    for (const step of simplerBlocks(result, NATIVE)) {
      const said = readable(step);
      for (const part of [
        'Production holds 2 more than Test',
        '1,205',
        '-16.6 %',
        '1,200',
        '2 rows could not be read',
        'test data through 2026-03-09',
        '/stock variance by product',
        'Asked by <@U0ASKED>',
      ])
        expect(said).toContain(part);
    }
  });

  it('ends in plain text', async () => {
    const text = [...simplerBlocks(result, NATIVE)].at(-1)?.text ?? '';
    await expect(`${text}\n`).toMatchFileSnapshot('golden/text-message.txt');
  });

  it('has no step that changes nothing', () => {
    expect(typesOf(simplerBlocks({ ...result, chart: null }, NATIVE)).map((types) => types.length)).toEqual([6, 6, 0]);
    expect(typesOf(simplerBlocks(CARDS, NATIVE))).toEqual([['header', 'section', 'section', 'context'], []]);
    expect([...simplerBlocks(varianceOf([]))]).toHaveLength(2);
  });

  it('shows as many rows as text as fit, and counts them', () => {
    const rows = Array.from({ length: 500 }, (_, index) => row(`Product ${index}`, '1', '2'));
    const steps = [...simplerBlocks({ ...result, rows })];
    expect(steps.map((step) => problemsOf(step))).toEqual([[], [], []]);
    for (const step of steps.slice(1)) {
      const said = readable(step);
      const shown = said.match(/^≠ Product \d+ /gm)?.length ?? 0;
      expect(shown).toBeGreaterThan(10);
      expect(said).toContain(`The first ${shown} of 500 rows; “as csv” has all.`);
      expect(said).toMatch(/^ {2}total/m);
    }
  });

  it('keeps a name with backticks inside the monospaced text', () => {
    const rows = [row('```<!channel>```', '1', '2')];
    const steps = [...simplerBlocks({ ...result, rows })];
    expect(steps.map((step) => problemsOf(step))).toEqual([[], [], []]);
    expect(cellsOf(steps[0] ?? { text: '', blocks: [] })[1]?.[0]).toBe('≠ ```<!channel>```');
    expect(readable(steps[1] ?? { text: '', blocks: [] })).toContain('ˋˋˋ&lt;!channel&gt;ˋˋˋ');
  });
});
