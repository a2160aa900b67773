import { describe, expect, it } from 'vitest';
import type { Column } from '../../src/kpi/result.js';
import { simplerBlocks, toBlocks } from '../../src/reply/blocks.js';
import { cut, LIMITS, markup } from '../../src/reply/limits.js';
import { code, stacked, words } from '../../src/reply/mrkdwn.js';
import { cellsOf, problemsOf, readable } from './messages.js';
import { CARDS, HISTORY, row, varianceOf } from './results.js';

const many = (count: number, name = 'Product') =>
  Array.from({ length: count }, (_, index) => row(`${name} ${index}`, '1', '2'));

const GROUPED = {
  kind: 'grouped',
  category: 'product',
  series: ['test', 'production'],
  difference: ['variance', 'variance_pct'],
} as const;

const BUTTONS = {
  type: 'actions',
  elements: [{ type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'Refresh' }, value: 'x' }],
} as const;

const actions = [{ ...BUTTONS, elements: [...BUTTONS.elements] }];

const measures = (count: number, optional: boolean): Column[] =>
  Array.from({ length: count }, (_, index) => ({
    key: `m${index}`,
    label: `Measure ${index}`,
    unit: 'count',
    role: 'measure',
    optional,
  }));

describe('Block Kit', () => {
  it('of a small answer', async () => {
    const result = varianceOf([row('Lamp & <b>', '1200', '1000'), row(null, '5', '5', 'match')], {
      totals: row(null, '1205', '1005'),
      others: { count: 2, row: row(null, '3', '4') },
      notes: ['2 rows could not be read and are left out.'],
      chart: GROUPED,
    });
    const message = toBlocks(result, { picture: { kind: 'file', id: 'F1', alt: 'Bars' }, askedBy: 'U0ASKED' });
    await expect(`${JSON.stringify(message, null, 2)}\n`).toMatchFileSnapshot('golden/blocks-table.json');
    expect(problemsOf(message)).toEqual([]);
  });

  it('of cards', async () => {
    const message = toBlocks(CARDS);
    await expect(`${JSON.stringify(message, null, 2)}\n`).toMatchFileSnapshot('golden/blocks-cards.json');
    expect(problemsOf(message)).toEqual([]);
  });

  it('of cards tells each figure, its last days and its changes, in one field a card', () => {
    const message = toBlocks(HISTORY);
    expect(problemsOf(message)).toEqual([]);
    const [total, , joint] = message.blocks.flatMap((block) => (block.type === 'section' ? (block.fields ?? []) : []));
    expect(total?.text).toBe(
      [
        '*Total*',
        'Production 39,204  `▃▃▃·▄▄▄▄▄▄▄▅▅▅▅`',
        '▲ 12 on the day',
        'Test 22,105  `▃▃▃▄▄▄▄▄▄▄▄▄▅▅▅`',
        '= on the day, ▼ 305 on the week',
        'Difference +17,099 (+77.4 %)',
      ].join('\n'),
    );
    expect(joint?.text).toBe(
      '*Match rate %*\nBoth 80.0 %  `···············`\n▼ 1.0 pp on the day, ▲ 4.0 pp on the week',
    );
    const text = [...simplerBlocks(HISTORY)].at(-1)?.text;
    expect(text).toContain(`\n${total?.text}\n`);
  });

  it('stands in one order: title, headline, cards, table, chart, notes, actions, footer', () => {
    const result = varianceOf(many(3), { totals: row(null, '3', '6'), notes: ['Mind this.'], chart: GROUPED });
    const types = (picture: NonNullable<Parameters<typeof toBlocks>[1]>['picture']) =>
      toBlocks(result, { picture: picture ?? { kind: 'none' }, actions }).blocks.map(({ type }) => type);
    const before = ['header', 'section', 'section', 'table'];
    const after = ['context', 'actions', 'context'];
    expect(types({ kind: 'native' })).toEqual([...before, 'data_visualization', ...after]);
    expect(types({ kind: 'file', id: 'F1', alt: 'A chart' })).toEqual([...before, 'image', ...after]);
    expect(types({ kind: 'none' })).toEqual([...before, ...after]);
  });

  it.each([97, 98, 99, 500])('of %d rows stays within a table and says what is left out', (count) => {
    const message = toBlocks(varianceOf(many(count), { totals: row(null, '1', '2') }));
    const shown = cellsOf(message).length - 2;
    expect(problemsOf(message)).toEqual([]);
    expect(shown).toBe(Math.min(count, 98));
    expect(readable(message).includes(`Table shows the first 98 of ${count} rows`)).toBe(shown < count);
  });

  it('of long names shortens them for ten rows, and stays within the characters of a message', () => {
    const message = toBlocks(varianceOf(many(90, 'x'.repeat(3000)), { chart: GROUPED }), {
      picture: { kind: 'native' },
    });
    const cells = cellsOf(message);
    expect(problemsOf(message)).toEqual([]);
    expect(cells.length).toBeGreaterThan(10);
    expect(cells[1]?.[0]).toMatch(/^≠ x+…$/);
    expect(readable(message)).toContain(`Table shows the first ${cells.length - 1} of 90 rows`);
  });

  it.each([
    [4, 4, 8, []],
    [4, 5, 4, ['Measure 0', 'Measure 4']],
    [0, 30, 30, []],
  ])('of %d columns that are needed and %d that are not', (needed, optional, shown, left) => {
    const columns = [...measures(optional, true), ...measures(needed, false).map((one) => ({ ...one, key: 'm0' }))];
    const message = toBlocks(varianceOf([{ m0: 1 }], { columns }));
    expect(problemsOf(message)).toEqual([]);
    expect(cellsOf(message)[0]).toHaveLength(Math.min(shown, LIMITS.tableColumns));
    const said = readable(message);
    for (const label of left) expect(said).toMatch(new RegExp(`Not shown here: .*${label}[,;]`));
  });

  it.each([20, 21, 30])('of %d columns that are all needed', (count) => {
    const message = toBlocks(varianceOf([{ m0: 1 }], { columns: measures(count, false) }));
    expect(problemsOf(message)).toEqual([]);
    expect(cellsOf(message)[0]).toHaveLength(20);
    expect(readable(message).includes('Not shown here: Measure 20')).toBe(count > 20);
  });

  it.each([149, 150, 151, 3000])('of a title of %d characters', (length) => {
    const message = toBlocks(varianceOf(many(1), { title: 't'.repeat(length) }));
    expect(problemsOf(message)).toEqual([]);
    const [header] = message.blocks;
    expect(header).toMatchObject({ type: 'header', text: { text: cut('t'.repeat(length), 150) } });
  });

  it('of everything that is too long, leaves room for buttons and says so', () => {
    const long = { label: '<'.repeat(90), unit: 'text', role: 'measure' } as const;
    const message = toBlocks(
      varianceOf(
        many(500, '<&>'.repeat(900)).map((one) => ({ ...one, a: 'a'.repeat(900) })),
        {
          title: '&'.repeat(500),
          headline: '<'.repeat(5000),
          notes: Array(40).fill('n'.repeat(3000)),
          question: `/stock ${'`<'.repeat(900)}`,
          columns: [...varianceOf([]).columns, ...Array.from({ length: 30 }, () => ({ ...long, key: 'a' }))],
          asOf: Array.from({ length: 40 }, (_, at) => ({ source: `source ${at}`, environment: null, at: '2026' })),
          totals: row(null, '1', '2'),
          chart: GROUPED,
        },
      ),
      { picture: { kind: 'native' }, askedBy: 'U0ASKED', actions },
    );
    expect(problemsOf(message)).toEqual([]);
    expect(readable(message)).toMatch(/and \d+ more/);
    expect(cellsOf(message).length).toBeGreaterThan(2);
  });

  it('keeps room for a few blocks however many actions come with it', () => {
    const message = toBlocks(varianceOf(many(1)), {
      actions: Array.from({ length: 60 }, () => actions[0]).flatMap((one) => one ?? []),
    });
    expect(message.blocks).toHaveLength(46);
    expect(message.blocks.at(-1)?.type).toBe('context');
  });

  it('of an empty result is its headline and where it comes from', () => {
    const message = toBlocks(
      varianceOf([], { headline: 'Nothing fits these filters', totals: row(null, '0', '0'), chart: GROUPED }),
      { picture: { kind: 'native' } },
    );
    expect(problemsOf(message)).toEqual([]);
    expect(message.blocks.map(({ type }) => type)).toEqual(['header', 'section', 'context']);
  });

  it('a product called <!channel> does not ring: escaped where Slack reads markup, plain where it does not', () => {
    const message = toBlocks(
      varianceOf([row('<!channel>', '1', '2'), row('Lamp', '2', '3')], {
        headline: 'Largest: <!channel>',
        chart: GROUPED,
      }),
      { picture: { kind: 'native' } },
    );
    expect(problemsOf(message)).toEqual([]);
    expect(message.text).toContain('&lt;!channel&gt;');
    expect(cellsOf(message)[1]?.[0]).toBe('≠ <!channel>');
    const chart = message.blocks.find(({ type }) => type === 'data_visualization');
    expect(JSON.stringify(chart)).toContain('"<!channel>"');
  });

  it('names who asked only by an id', () => {
    const said = (askedBy: string) => readable(toBlocks(varianceOf(many(1)), { askedBy }));
    expect(said('U0ASKED')).toContain('Asked by <@U0ASKED>');
    expect(said('U0> <!channel')).not.toContain('Asked by');
  });

  it('an image has a description, of the title where none is given', () => {
    const image = (alt: string) =>
      toBlocks(varianceOf(many(1)), { picture: { kind: 'file', id: 'F1', alt } }).blocks.find(
        ({ type }) => type === 'image',
      );
    expect(image('Bars')).toEqual({ type: 'image', slack_file: { id: 'F1' }, alt_text: 'Bars' });
    expect(image('')).toMatchObject({ alt_text: 'Stock variance by product' });
    expect(image('x'.repeat(5000))).toMatchObject({ alt_text: cut('x'.repeat(5000), 500) });
  });
});

describe('words out of data', () => {
  it('are cut to what Slack receives, not to what was written', () => {
    expect(markup('<'.repeat(1000), 250).length).toBeLessThanOrEqual(250);
    expect(markup('a < b', 250)).toBe('a &lt; b');
  });

  it('are not cut through a character', () => {
    expect(cut('ab🙂cd', 4)).toBe('ab…');
    expect(cut('ab🙂cd', 5)).toBe('ab🙂…');
  });

  it('format nothing, and keep signs that would not', () => {
    expect(words('*bold* _it_ ~no~ `code`', 100)).toBe('∗bold∗ ˍitˍ ∼no∼ ˋcodeˋ');
    expect(words('M8*20 A_1_b 5 * 3', 100)).toBe('M8*20 A_1_b 5 * 3');
  });

  it('do not end a line of code', () => {
    expect(code('/stock product:"a`b"', 100)).toBe('`/stock product:"aˋb"`');
    expect(code('x'.repeat(500), 100)).toHaveLength(100);
  });

  it('are stacked as far as they fit, the rest counted', () => {
    expect(stacked(['a', 'b'], 3)).toBe('a\nb');
    expect(stacked(['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)], 100)).toBe(
      `${'a'.repeat(40)}\n${'b'.repeat(40)}\nand 1 more`,
    );
  });
});
