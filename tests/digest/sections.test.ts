import { describe, expect, it } from 'vitest';
import type { Figures } from '../../src/digest/index.js';
import { withSince } from '../../src/digest/index.js';
import { shownTable } from '../../src/digest/shown-table.js';
import { costOf, digestOf, figuresOf, groupOf, itemOf, limit, partOf, yesterday } from './given.js';

const lines = (now: Figures, before: Figures | null, name: string, circumstances = {}) =>
  partOf(digestOf(now, { previous: before && yesterday(before) }, circumstances), name)?.lines;

describe('categories out of tolerance', () => {
  const before = figuresOf([groupOf('Food', 100, 110), groupOf('Toys', 100, 100), groupOf('Tools', 100, 60)]);
  const now = figuresOf([groupOf('Food', 100, 106), groupOf('Toys', 100, 120), groupOf('Tools', 100, 60)]);

  it('are told worst first with what they were', () => {
    expect(lines(now, before, 'categories')).toEqual([
      'Tools -40.0 % (-40 units), unchanged since yesterday',
      'Toys +20.0 % (+20 units), was 0.0 % yesterday, worse by 20.0 pp',
      'Food +6.0 % (+6 units), was +10.0 % yesterday, better by 4.0 pp',
    ]);
  });

  it('say since when, as far as earlier digests tell', () => {
    const first = withSince(before, null, []);
    const second = withSince(figuresOf(before.groups), yesterday(first), []);
    const third = withSince(now, yesterday(second), []);
    expect(third.groups.map(({ name, since }) => [name, since])).toEqual([
      ['Food', { day: '2026-11-21', orBefore: true }],
      ['Toys', { day: '2026-11-22', orBefore: false }],
      ['Tools', { day: '2026-11-21', orBefore: true }],
    ]);
    expect(lines(third, second, 'categories')).toEqual([
      'Tools -40.0 % (-40 units), unchanged since yesterday, out since Sat 21 Nov or before',
      'Toys +20.0 % (+20 units), was 0.0 % yesterday, worse by 20.0 pp, newly out',
      'Food +6.0 % (+6 units), was +10.0 % yesterday, better by 4.0 pp, out since Sat 21 Nov or before',
    ]);
    const part = partOf(digestOf(third, { previous: yesterday(second) }), 'categories');
    expect(part?.result?.rows.map((row) => [row.since, row.since_day])).toEqual([
      ['Sat 21 Nov or before', '2026-11-21'],
      ['Sun 22 Nov', '2026-11-22'],
      ['Sat 21 Nov or before', '2026-11-21'],
    ]);
  });

  it('begin anew after they were within', () => {
    const calm = withSince(figuresOf([groupOf('Food', 100, 101)]), null, []);
    const out = withSince(figuresOf([groupOf('Food', 100, 110)]), yesterday(calm), []);
    expect(out.groups[0]?.since).toEqual({ day: '2026-11-22', orBefore: false });
  });

  it('are no newer where the last digest of the same day had them out', () => {
    const first = withSince(before, null, []);
    const again = { ...yesterday(first), figures: first };
    const second = withSince(figuresOf(before.groups), again, []);
    expect(partOf(digestOf(second, { previous: again }), 'categories')?.lines[0]).toMatch(
      /, out since Sun 22 Nov or before$/,
    );
  });

  it('are a table whose columns are the same every day, of which people see those that matter', () => {
    const table = (given: Parameters<typeof digestOf>[1]) => partOf(digestOf(now, given), 'categories')?.result;
    const result = table({ previous: yesterday(before) });
    expect(result?.columns).toEqual(table({})?.columns);
    expect(result && shownTable(result).columns.map(({ label }) => label)).toEqual([
      'Category',
      'Variance %',
      'Was',
      'Change',
      'Why',
    ]);
    expect(result?.rows[1]).toMatchObject({
      trend: 'worse by 20.0 pp',
      why: 'variance',
      category: 'Toys',
      test: '100',
      production: '120',
      variance: '20',
      variance_pct: 20,
      was_pct: 0,
      change: 20,
    });
  });

  it('leave out what is accepted, and say so', () => {
    const open = figuresOf([groupOf('Food', 100, 150, { open: '10', openPercent: 10 })]);
    expect(lines(open, null, 'categories')).toEqual(['Food +10.0 % (+10 units), without +40 units accepted']);
    const { result } = partOf(digestOf(open), 'categories') ?? {};
    expect(result?.rows[0]).toMatchObject({ variance: '50', variance_pct: 50, open: '10', open_pct: 10 });
  });

  it('tell availability beside the variance or instead of it', () => {
    const low = { availability: { test: 90, production: 50 } };
    const both = figuresOf([groupOf('Food', 100, 110, low), groupOf('Toys', 100, 100, low)]);
    expect(lines(both, null, 'categories')).toEqual([
      'Food +10.0 % (+10 units), availability 50.0 % in Production, 90.0 % in Test',
      'Toys 0.0 %, out by availability 50.0 % in Production, 90.0 % in Test',
    ]);
    expect(partOf(digestOf(both), 'categories')?.result?.rows.map(({ why }) => why)).toEqual(['both', 'availability']);
  });
});

describe('movers', () => {
  const group = [groupOf('Toys', 100, 100)];
  const before = figuresOf(group, { items: [itemOf('A', 10, 12), itemOf('B', 10, 50), itemOf('C', 10, 11)] });

  it('are the items whose variance has changed most, new ones included', () => {
    const items = [itemOf('A', 10, 5), itemOf('B', 10, 50), itemOf('C', 10, 12), itemOf('D', 10, 40)];
    expect(lines(figuresOf(group, { items }), before, 'movers')).toEqual([
      'D Thing D +30 units, matched before',
      'A Thing A -7 units: now -5 units, was +2 units, worse by 3 units',
      'C Thing C +1 unit: now +2 units, was +1 unit, worse by 1 unit',
    ]);
  });

  it('are not told of what is accepted, nor where nothing is known of before', () => {
    const items = [itemOf('A', 10, 99, { status: 'accepted', open: '0' })];
    expect(lines(figuresOf(group, { items }), before, 'movers')).toBeUndefined();
    expect(lines(figuresOf(group, { items: [itemOf('D', 1, 9)] }), null, 'movers')).toBeUndefined();
  });

  it('are ten at most; all are in the rows', () => {
    const items = Array.from({ length: 13 }, (_, index) => itemOf(`N${index}`, 1, 100 + index));
    const part = partOf(digestOf(figuresOf(group, { items }), { previous: yesterday(figuresOf(group)) }), 'movers');
    expect([part?.lines.length, part?.more, part?.result?.rows.length]).toEqual([10, 3, 13]);
    expect(part?.result?.rows[0]).toMatchObject({ sku: 'N12', category: 'Toys', was: '0', change: '111' });
  });
});

describe('items of one environment', () => {
  const group = [groupOf('Toys', 100, 100)];
  const items = [itemOf('P1', 0, 5), itemOf('P2', 0, 24), itemOf('T1', 7, 0)];

  it('are those that are new since the last digest', () => {
    const before = figuresOf(group, { items: [itemOf('P1', 0, 5), itemOf('P2', 3, 24)] });
    const digest = digestOf(figuresOf(group, { items }), { previous: yesterday(before) });
    expect(partOf(digest, 'appeared')).toMatchObject({
      title: 'Only in Production since yesterday',
      lines: ['P2 Thing P2: 24 units'],
    });
    expect(partOf(digest, 'vanished')).toMatchObject({
      title: 'Only in Test since yesterday',
      lines: ['T1 Thing T1: 7 units'],
    });
  });

  it('are all where nothing is known of before', () => {
    const digest = digestOf(figuresOf(group, { items }));
    expect(partOf(digest, 'appeared')).toMatchObject({
      title: 'Only in Production',
      lines: ['P2 Thing P2: 24 units', 'P1 Thing P1: 5 units'],
    });
  });

  it('are not told where they are accepted', () => {
    const taken = figuresOf(group, { items: [itemOf('P1', 0, 5, { open: '0' })] });
    expect(lines(taken, null, 'appeared')).toBeUndefined();
  });
});

it('costs are told worst first', () => {
  const costs = [costOf('A', 10, 11), costOf('B', 0, 2), costOf('C', 10, 5)];
  expect(lines(figuresOf([groupOf('Toys', 1, 1)], { costs }), null, 'costs')).toEqual([
    'B +€2.00: €2.00 in Production, €0.00 in Test',
    'C -50.0 %: €5.00 in Production, €10.00 in Test',
    'A +10.0 %: €11.00 in Production, €10.00 in Test',
  ]);
});

describe('what is resolved', () => {
  it('is a category that is back within tolerance', () => {
    const before = figuresOf([groupOf('Toys', 1000, 1061), groupOf('Food', 100, 120)]);
    const now = figuresOf([groupOf('Toys', 1000, 1008), groupOf('Food', 100, 120)]);
    expect(lines(now, before, 'resolved')).toEqual(['Toys is back within tolerance (+0.8 %, was +6.1 %)']);
  });

  it('is an item that matches again, is accepted now, or is gone', () => {
    const group = [groupOf('Toys', 100, 100)];
    const were = ['A', 'B', 'C', 'D', 'E', 'F'].map((id, index) => itemOf(id, 10, 30 - index));
    const now = figuresOf(group, { items: [itemOf('F', 10, 25, { status: 'accepted', open: '0' })] });
    const digest = digestOf(
      now,
      { previous: yesterday(figuresOf(group, { items: were })) },
      { stocked: new Set(['A', 'B', 'C', 'D', 'F']) },
    );
    expect(partOf(digest, 'resolved')).toMatchObject({
      lines: [
        '4 items match again: A Thing A, B Thing B, C Thing C and 1 more',
        '1 difference is accepted now: F Thing F',
        '1 item has no rows any more: E Thing E',
      ],
      result: { rows: [{ sku: 'A', was: '20' }, { sku: 'B' }, { sku: 'C' }, { sku: 'D' }] },
    });
  });

  it('is not what was accepted before, and nothing where nothing is known of before', () => {
    const group = [groupOf('Toys', 100, 100)];
    const before = figuresOf(group, { items: [itemOf('A', 1, 2, { status: 'accepted', open: '0' })] });
    expect(lines(figuresOf(group), before, 'resolved', { stocked: new Set(['A']) })).toBeUndefined();
    expect(lines(figuresOf(group), null, 'resolved')).toBeUndefined();
  });
});

describe('findings', () => {
  const rule = 'quantity is negative';
  const group = [groupOf('Toys', 100, 100)];

  it('are told with the change in rows, and are resolved when no row is left', () => {
    const before = figuresOf(group, {
      findings: [
        { source: null, rule, rows: 4 },
        { source: 'erp', rule: 'date: not a date', rows: 2 },
      ],
    });
    const now = figuresOf(group, {
      findings: [
        { source: null, rule, rows: 1 },
        { source: 'shop', rule: 'date: not a date', rows: 3 },
      ],
    });
    expect(lines(now, before, 'findings')).toEqual([
      '3 rows (+3 since yesterday): date: not a date, in shop',
      '1 row (-3 since yesterday): quantity is negative',
    ]);
    expect(lines(now, before, 'resolved')).toEqual(['No row any more: date: not a date (was 2 rows)']);
  });

  it('that are as before are one line, after those that are not', () => {
    const same = [
      { source: null, rule, rows: 9 },
      { source: 'erp', rule: 'date: not a date', rows: 2 },
    ];
    const now = figuresOf(group, { findings: [...same, { source: 'erp', rule: 'no product_id', rows: 1 }] });
    const before = figuresOf(group, { findings: same });
    expect(lines(now, before, 'findings')).toEqual([
      '1 row (+1 since yesterday): no product_id, in erp',
      '2 findings as before: 11 rows',
    ]);
    expect(lines(before, before, 'findings')).toEqual(['2 findings as before: 11 rows']);
  });

  it('have no change against rows of the past, of which they are not known', () => {
    const now = figuresOf(group, { findings: [{ source: null, rule, rows: 1 }] });
    expect(lines(now, figuresOf(group, { findings: null }), 'findings')).toEqual(['1 row: quantity is negative']);
  });
});

describe('the full list', () => {
  it('has the same columns every day, and nothing before where nothing is known', () => {
    const figures = figuresOf([groupOf('Toys', 1, 1)], { items: [itemOf('A', 10, 11)] });
    const [first, second] = [digestOf(figures).full, digestOf(figures, { previous: yesterday(figures) }).full];
    expect(second.columns).toEqual(first.columns);
    expect(first.columns.map(({ label }) => label)).toContain('Previous variance');
    expect([first.rows[0], second.rows[0]]).toMatchObject([
      { was: null, change: null },
      { was: '1', change: '0' },
    ]);
  });

  it('has every item that does not match, what is accepted as well', () => {
    const items = [itemOf('A', 10, 11), itemOf('B', 10, 50, { status: 'accepted', open: '0' }), itemOf('C', 4, 0)];
    const { full } = digestOf(figuresOf([groupOf('Toys', 1, 1)], { items }));
    expect(full.rows.map(({ sku, variance, status }) => [sku, variance, status])).toEqual([
      ['B', '40', 'accepted'],
      ['C', '-4', 'only in test'],
      ['A', '1', 'differs'],
    ]);
  });

  it('says what of an item is not accepted, where it is accepted in some warehouse', () => {
    const items = [itemOf('A', 10, 20, { open: '4' })];
    expect(digestOf(figuresOf([groupOf('Toys', 1, 1)], { items })).full.rows[0]).toMatchObject({ open: '4' });
  });
});

describe('what is drawn', () => {
  it('is each category, farthest off first, with the tolerance; one without a per cent is in a note', () => {
    const { chart } = digestOf(figuresOf([groupOf('Food', 100, 99), groupOf('Toys', 100, 120), groupOf('New', 0, 3)]));
    expect(chart).toMatchObject({
      title: 'Variance % by category, tolerance ±5 %',
      rows: [
        { category: 'Toys', variance_pct: 20 },
        { category: 'Food', variance_pct: -1 },
      ],
      notes: ['New: +3 units, with none in Test.'],
      chart: {
        kind: 'ranked',
        category: 'category',
        value: 'variance_pct',
        marked: ['Toys', 'New'],
        limits: [
          { value: 5, label: 'tolerance ±5 %' },
          { value: -5, label: 'tolerance ±5 %' },
        ],
      },
    });
  });

  it('has no lines where tolerances differ, or have no per cent', () => {
    const figures = figuresOf([groupOf('Food', 100, 99), groupOf('Toys', 100, 120)]);
    const own = limit({ categories: ['Toys'], percent: 1 });
    for (const tolerance of [own, limit({ absolute: 3 })]) {
      expect(digestOf(figures, {}, { tolerances: [tolerance] }).chart?.chart).not.toHaveProperty('limits');
    }
  });

  it('is, for each category that is out, the ten items that make most of it, and the rest as one', () => {
    const items = [
      ...Array.from({ length: 12 }, (_, index) => itemOf(`T${index}`, 10, 30 - index)),
      itemOf('F1', 1, 2, { group: 'Food' }),
    ];
    const { details } = digestOf(figuresOf([groupOf('Toys', 100, 150), groupOf('Food', 100, 101)], { items }));
    expect(details.map(({ category }) => category)).toEqual(['Toys']);
    expect(details[0]?.result).toMatchObject({
      title: 'Toys: the 10 largest of 12 differences',
      headline: 'Toys +50.0 %, +50 units in all',
      // 10 and 9 more than Test has, of 20 and 19.
      others: { count: 2, row: { test: '20', production: '39', variance: '19', variance_pct: 95 } },
      chart: { kind: 'ranked', category: 'name', value: 'variance' },
    });
    expect(details[0]?.result.rows).toHaveLength(10);
  });
});
