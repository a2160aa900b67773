import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestSheet } from '../../src/charts/digest-sheet.js';
import { type ChartDrawer, createChartDrawer } from '../../src/charts/draw.js';
import type { Sheet } from '../../src/charts/sheet.js';
import { emWidth } from '../../src/charts/text.js';
import { categoriesOf, category, DIGEST, part, QUIET, UNSURE, yesterday } from '../reply/digest-fixture.js';
import { decoded } from './pixels.js';
import { longNames } from './results.js';

const said = ({ words }: Sheet): readonly string[] => words.map(({ text }) => text);
const styleOf = ({ words }: Sheet, text: string) => words.find((one) => one.text.includes(text));

/** What stands beyond the edges, and what stands in another one’s line. */
function problemsOf({ width, height, words, boxes, charts }: Sheet): readonly string[] {
  const placed = words.map(({ x, y, text, size, align }) => {
    const length = emWidth(text) * size;
    return {
      text,
      y,
      bottom: y + size,
      left: align === 'left' ? x : x - length,
      right: align === 'left' ? x + length : x,
    };
  });
  const beyond = placed.filter(({ left, right, y, bottom }) => left < 0 || right > width || y < 0 || bottom > height);
  const over = placed.flatMap((one, at) =>
    placed.slice(at + 1).filter((other) => {
      const beside = one.right <= other.left || other.right <= one.left;
      const apart = one.bottom <= other.y || other.bottom <= one.y;
      return !beside && !apart;
    }),
  );
  return [
    ...beyond.map(({ text }) => `beyond the edge: ${text}`),
    ...over.map(({ text }) => `over another: ${text}`),
    ...boxes.filter((box) => box.x + box.width > width || box.y + box.height > height).map(() => 'box beyond the edge'),
    ...charts.filter(({ y, picture }) => y + picture.height > height).map(() => 'chart beyond the edge'),
  ];
}

describe('a digest as a picture', () => {
  test('has title, headline, where from, cards, categories and chart, in this order', () => {
    const sheet = digestSheet(DIGEST);
    const order = ['Stock digest', 'out of tolerance; worst', 'through Sat 21 Nov', 'Test total', 'Out of tolerance'];
    const tops = order.map((text) => styleOf(sheet, text)?.y ?? Number.NaN);
    expect(tops).toEqual(tops.toSorted((a, b) => a - b));
    expect(sheet.charts).toHaveLength(1);
    expect(sheet.charts[0]?.y).toBeGreaterThan(styleOf(sheet, 'Storage')?.y ?? Number.POSITIVE_INFINITY);
    expect(problemsOf(sheet)).toEqual([]);
  });

  test('writes arrows that its font has, and words where one way is better', () => {
    expect(said(digestSheet(DIGEST))).toContain('↑ 12 units vs yesterday');
    expect(said(digestSheet(DIGEST))).toContain('worse by 9.3 pp');
    expect(said(digestSheet(DIGEST)).join('')).not.toMatch(/[▲▼→]/);
  });

  test('colours a change by whether it is better, and what makes it unsure', () => {
    const sheet = digestSheet(DIGEST);
    expect(styleOf(sheet, '0.5 points vs yesterday')?.colour).toBe('#1b6b44');
    expect(styleOf(sheet, 'worse by 9.3 pp')?.colour).toBe('#b3261e');
    expect(styleOf(sheet, '3.1 points vs yesterday')?.colour).toBe('#b3261e');
    expect(styleOf(sheet, '12 units vs yesterday')?.colour).toBe('#595959');
    expect(styleOf(digestSheet(UNSURE), 'Production stock is of 19 Nov')?.colour).toBe('#b3261e');
    expect(said(digestSheet(UNSURE)).filter((text) => text.includes('19 Nov'))).toHaveLength(1);
  });

  test('says where the numbers come from once', () => {
    const [chart] = digestSheet(DIGEST).charts;
    expect(JSON.stringify(chart?.picture.config.options)).not.toContain('data through');
  });

  test('of a quiet day is words alone', () => {
    const sheet = digestSheet(QUIET);
    expect(said(sheet)).toContain('All 8 categories are within tolerance');
    expect([sheet.boxes, sheet.charts]).toEqual([[], []]);
    expect(sheet.height).toBeLessThan(130);
  });

  test('shows the ten worst of 100 categories and counts the others', () => {
    const rows = longNames(100).map((name) => category(name, 4_000_000, 123_456_789, -6));
    const [categories = part('categories', '', [])] = DIGEST.sections;
    const sheet = digestSheet({ ...DIGEST, sections: [{ ...categories, result: categoriesOf(rows) }] });
    expect(said(sheet)).toContain('and 90 more');
    expect(problemsOf(sheet)).toEqual([]);
  });

  test('without cards, parts and chart is its headline', () => {
    const sheet = digestSheet({ ...DIGEST, cards: [], sections: [], chart: null });
    expect(problemsOf(sheet)).toEqual([]);
    expect(sheet.height).toBeLessThan(150);
  });

  test('keeps long texts within the page', () => {
    const long = 'Wireless Mouse, Premium Misty Green '.repeat(20);
    const sheet = digestSheet({
      ...DIGEST,
      title: long,
      headline: long.replaceAll(' ', ''),
      previous: long,
      warnings: [`${long}!`],
      cards: Array(20).fill({ label: long, text: long, changes: [yesterday(long, 'up'), yesterday(long, 'down')] }),
    });
    expect(problemsOf(sheet)).toEqual([]);
  });
});

describe('drawn', () => {
  let drawer: ChartDrawer;
  beforeAll(() => {
    drawer = createChartDrawer({ workers: 1, workerUrl: new URL('../../dist/charts/worker.js', import.meta.url) });
  });
  afterAll(() => drawer.close());

  test('a digest is an opaque PNG of twice its size, with cards, changes and the bars of its chart', async () => {
    const picture = await decoded(await drawer.drawDigest(DIGEST));
    expect([picture.width, picture.height]).toEqual([1600, 2 * digestSheet(DIGEST).height]);
    expect(picture.count('f4f4f4ff')).toBeGreaterThan(200_000);
    expect(picture.count('b3261eff')).toBeGreaterThan(300);
    expect(picture.count('ab78ccff')).toBeGreaterThan(5_000);
    expect([...picture.colours.keys()].every((colour) => colour.endsWith('ff'))).toBe(true);
  });

  test('is drawn once for many, and by no server', async () => {
    const elsewhere = createChartDrawer({
      workers: 1,
      quickchart: 'http://127.0.0.1:9',
      workerUrl: new URL('../../dist/charts/worker.js', import.meta.url),
      onFallback: (error) => Promise.reject(error),
    });
    const [one, other] = await Promise.all([elsewhere.drawDigest(QUIET), elsewhere.drawDigest(QUIET)]);
    await elsewhere.close();
    expect(one).toBe(other);
    expect(one.length).toBeGreaterThan(1000);
  });
});
