import { expect, it } from 'vitest';
import { simplerBlocks } from '../../src/reply/blocks.js';
import { layTable } from '../../src/reply/table.js';
import { cellsOf, problemsOf, readable } from './messages.js';
import { varianceOf } from './results.js';

const DAYS = Array.from({ length: 200 }, (_, day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10));

const TREND = varianceOf(
  DAYS.map((step, day) => ({ step, production: day === 190 ? null : String(day) })),
  {
    columns: [
      { key: 'step', label: 'Day', unit: 'date', role: 'dimension' },
      { key: 'production', label: 'Production', unit: 'days', role: 'measure' },
    ],
    chart: { kind: 'lines', category: 'step', series: ['production'] },
  },
);

it('a terminal shows the latest steps of a long trend', () => {
  const { lines, notices } = layTable(TREND, { width: 80, colour: false, rows: 12 });
  expect(lines.slice(2)).toHaveLength(12);
  expect(lines.at(-1)).toBe('2026-07-19         199');
  expect(lines.find((line) => line.startsWith('2026-07-10'))).toBe('2026-07-10           –');
  expect(notices).toEqual(['188 earlier steps: “as csv” has all.']);
});

it('so does Slack', () => {
  const [table = { text: '', blocks: [] }, monospaced = table] = simplerBlocks(TREND);
  expect(problemsOf(table)).toEqual([]);
  expect(
    cellsOf(table)
      .slice(1)
      .map(([day]) => day),
  ).toEqual(DAYS.slice(-99));
  expect(readable(table)).toContain('Table shows the latest 99 of 200 rows');
  expect(problemsOf(monospaced)).toEqual([]);
  expect(readable(monospaced)).toContain('2026-07-19         199');
  expect(readable(monospaced)).toMatch(/The latest \d+ of 200 rows/);
});
