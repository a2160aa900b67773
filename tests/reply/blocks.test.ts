import { describe, expect, it } from 'vitest';
import { toBlocks } from '../../src/reply/blocks.js';
import { LIMITS, markup } from '../../src/reply/limits.js';
import { row, varianceOf } from './results.js';

const many = (count: number, name = 'Product') =>
  Array.from({ length: count }, (_, index) => row(`${name} ${index}`, '1', '2'));

/** Every text of the message, and its limits as Slack checks them. */
function check(message: ReturnType<typeof toBlocks>): { table: { text: string }[][]; all: string } {
  expect(message.blocks.length).toBeLessThanOrEqual(LIMITS.blocks);
  let table: { text: string }[][] = [];
  for (const block of message.blocks) {
    if (block.type === 'header') expect(block.text.text.length).toBeLessThanOrEqual(LIMITS.header);
    if (block.type === 'section') {
      expect(block.text?.text.length ?? 0).toBeLessThanOrEqual(LIMITS.section);
      expect(block.fields?.length ?? 0).toBeLessThanOrEqual(LIMITS.fields);
    }
    if (block.type === 'context') expect(block.elements.length).toBeLessThanOrEqual(LIMITS.contextElements);
    if (block.type === 'table') table = block.rows as { text: string }[][];
  }
  expect(table.length).toBeLessThanOrEqual(LIMITS.tableRows);
  for (const cells of table) {
    expect(cells.length).toBeLessThanOrEqual(LIMITS.tableColumns);
    for (const { text } of cells) expect(text).not.toBe('');
  }
  expect(table.flat().reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(LIMITS.tableText);
  const texts = [
    message.text,
    ...[...JSON.stringify(message.blocks).matchAll(/"text":"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text ?? ''),
  ];
  expect(texts.reduce((sum, text) => sum + text.length, 0)).toBeLessThanOrEqual(LIMITS.message);
  const all = JSON.stringify(message);
  return { table, all };
}

describe('Block Kit', () => {
  it('of a small answer', async () => {
    const result = varianceOf([row('Lamp & <b>', '1200', '1000'), row(null, '5', '5', 'match')], {
      totals: row(null, '1205', '1005'),
      others: { count: 2, row: row(null, '3', '4') },
      notes: ['2 rows could not be read and are left out.'],
    });
    await expect(`${JSON.stringify(toBlocks(result), null, 2)}\n`).toMatchFileSnapshot('golden/blocks-table.json');
  });

  it('of cards', async () => {
    const card = (metric: string, test: string | number, production: string | number, unit: string) => ({
      metric,
      test,
      production,
      variance: Number(production) - Number(test),
      variance_pct: 10,
      unit,
    });
    const result = varianceOf(
      [
        card('Total', '10.0000', '11.0000', 'units'),
        card('Availability %', 50, 55, 'percent'),
        { ...card('Match rate %', 80, 80, 'percent'), variance: null, variance_pct: null },
      ],
      {
        layout: 'cards',
        columns: [
          { key: 'metric', label: 'Metric', unit: 'text', role: 'dimension' },
          { key: 'test', label: 'Test', unit: 'mixed', role: 'measure' },
          { key: 'production', label: 'Production', unit: 'mixed', role: 'measure' },
          { key: 'variance', label: 'Variance', unit: 'mixed', role: 'measure', signed: true },
          { key: 'variance_pct', label: 'Variance %', unit: 'percent', role: 'measure', signed: true },
        ],
      },
    );
    await expect(`${JSON.stringify(toBlocks(result), null, 2)}\n`).toMatchFileSnapshot('golden/blocks-cards.json');
  });

  it.each([98, 99, 100, 5000])('of %d rows stays within a table and says what is left out', (count) => {
    const { table, all } = check(toBlocks(varianceOf(many(count), { totals: row(null, '1', '2') })));
    const shown = table.length - 2;
    expect(shown).toBe(Math.min(count, 98));
    expect(all.includes('left out for Slack')).toBe(shown < count);
  });

  it('of long names stays within the characters of a message', () => {
    const { table, all } = check(toBlocks(varianceOf(many(90, 'x'.repeat(400)))));
    expect(table.length).toBeLessThan(30);
    expect(all).toContain('left out for Slack');
  });

  it('of a title and headline that are too long', () => {
    check(
      toBlocks(
        varianceOf(many(1), {
          title: 't'.repeat(500),
          headline: 'h'.repeat(5000),
          notes: Array(40).fill('n'.repeat(3000)),
        }),
      ),
    );
  });

  it('a product called <!channel> does not ring: escaped where Slack reads markup, plain where it does not', () => {
    const message = toBlocks(varianceOf([row('<!channel>', '1', '2')], { headline: 'Largest: <!channel>' }));
    const section = message.blocks.find(({ type }) => type === 'section');
    expect(JSON.stringify(section)).toContain('&lt;!channel&gt;');
    expect(check(message).table[1]?.[0]?.text).toBe('≠ <!channel>');
  });
});

it('markup is cut to what Slack receives, not to what was written', () => {
  expect(markup('<'.repeat(1000), 250).length).toBeLessThanOrEqual(250);
  expect(markup('a < b', 250)).toBe('a &lt; b');
});
