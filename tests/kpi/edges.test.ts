import { describe, expect, it } from 'vitest';
import { type Facts, readFacts } from '../../src/kpi/facts.js';
import type { KpiQuery } from '../../src/kpi/kpi.js';
import { plan } from '../../src/kpi/plan.js';
import type { Result } from '../../src/kpi/result.js';
import { ALL_RIGHTS } from '../../src/kpi/rights.js';
import { run } from '../../src/kpi/run.js';
import type { Period } from '../../src/periods/index.js';
import { openCompany, plainTables, type TestCompany } from '../support/app.js';

/** Asks on 2026-03-10. */
async function asking(company: TestCompany, known: Partial<Facts> = {}) {
  const { model } = await openCompany(company);
  await model.refresher.ensure(['product', 'stock'], 30_000);
  const facts = { ...(await readFacts(model, { tolerance: 0, fiscalYearStart: 1 })), ...known };
  const planned = (query: Partial<KpiQuery>) => plan({ kpi: 'variance', filters: [], ...query }, facts, ALL_RIGHTS);
  return {
    planned,
    async answer(query: Partial<KpiQuery>): Promise<Result> {
      const made = planned(query);
      if ('refusal' in made) throw new Error(made.refusal);
      const circumstances = { question: '', currency: '$', asOf: [], dataThrough: [], notes: [] };
      return (await run(model, made, circumstances)).result;
    },
  };
}

/** Rows are `date sku quantity demand`, the last left out where it is not needed. */
function stock(test: readonly string[], production: readonly string[], meaning?: string): TestCompany {
  const csv = (rows: readonly string[]) =>
    ['date,product_id,quantity,demand', ...rows.map((row) => row.split(' ').join(','))]
      .map((line, index) => (index > 0 && line.split(',').length < 4 ? `${line},` : line))
      .join('\n');
  return {
    files: {
      'product.csv': 'product_id,name,unit_price\nA,Radio,10\nB,Lamp,2\nC,Desk,1\n',
      'test.csv': csv(test),
      'production.csv': csv(production),
    },
    tables: plainTables(meaning),
  };
}

const FLOW = '{ quantity: flow, demand: flow }';
const day = (date: string): Period => ({ kind: 'day', date });
const cells = ({ rows }: Result, ...columns: string[]) => rows.map((row) => columns.map((column) => row[column]));

describe('an item with a row of 0', () => {
  const zeros = stock(['2026-03-09 A 0', '2026-03-09 B 0'], ['2026-03-09 A 0', '2026-03-09 C 0']);

  it('is not absent: it matches 0 on the other side, and is alone where that has no row', async () => {
    const { answer } = await asking(zeros);
    expect(cells(await answer({ by: ['sku'] }), 'sku', 'status', 'variance', 'variance_pct')).toEqual([
      ['A', 'match', '0.0000', null],
      ['B', 'only in test', '0.0000', null],
      ['C', 'only in production', '0.0000', null],
    ]);
  });

  it('is not in stock', async () => {
    const { answer } = await asking(zeros);
    expect((await answer({ kpi: 'availability' })).totals).toMatchObject({ items: 3, test_in_stock: 0 });
  });
});

describe('a percentage that is empty', () => {
  const company = stock(
    ['2026-03-09 A 0', '2026-03-09 B 100', '2026-03-09 C 0'],
    ['2026-03-09 A 1', '2026-03-09 B 150', '2026-03-09 C 0'],
  );

  it('exceeds any threshold where there is a variance, and none where there is not', async () => {
    const { answer } = await asking(company);
    const thresholds = [{ is: 'over', value: '1000', percent: true }] as const;
    const result = await answer({ by: ['sku'], thresholds });
    expect(cells(result, 'sku', 'variance', 'variance_pct')).toEqual([['A', '1.0000', null]]);
    expect(result.others).toMatchObject({ count: 2, row: { variance: '50.0000' } });
  });

  it('is under none', async () => {
    const { answer } = await asking(company);
    const result = await answer({ by: ['sku'], thresholds: [{ is: 'under', value: '1000', percent: true }] });
    expect(cells(result, 'sku', 'variance_pct')).toEqual([['B', 50]]);
  });
});

describe('groups that are as big as the last one shown', () => {
  const company = stock([], ['2026-03-09 A 5', '2026-03-09 B 5', '2026-03-09 C 5']);
  const top = (count: number) => ({ kpi: 'total', by: ['sku'], limit: { end: 'top', count } }) as const;

  it.each([
    [1, ['2 more groups tie with the last one shown.']],
    [2, ['1 more group ties with the last one shown.']],
    [3, []],
  ])('top %i', async (count, notes) => {
    const { answer } = await asking(company);
    const result = await answer(top(count));
    expect(cells(result, 'sku')).toEqual([['A'], ['B'], ['C']].slice(0, count));
    expect(result.notes).toEqual(notes);
  });
});

describe('an accepted difference', () => {
  it('is left out of what differs, and not of the totals', async () => {
    const company = stock(['2026-03-09 A 5', '2026-03-09 B 1'], ['2026-03-09 A 9', '2026-03-09 B 2']);
    const { answer } = await asking(company, { accepted: [{ sku: 'a', warehouse: null }] });
    const { rows, totals } = await answer({ by: ['sku'] });
    expect(rows.map(({ sku, status }) => [sku, status])).toEqual([
      ['A', 'accepted'],
      ['B', 'differs'],
    ]);
    expect(totals).toMatchObject({ test: '6.0000', production: '11.0000', variance: '5.0000' });
    expect(totals).toMatchObject({ items_differ: 1, accepted: 1, items_match: 0, status: 'differs' });
  });

  it('that matches by now is a match', async () => {
    const company = stock(['2026-03-09 A 5'], ['2026-03-09 A 5']);
    const { answer } = await asking(company, { accepted: [{ sku: 'A', warehouse: null }] });
    expect((await answer({ by: ['sku'] })).totals).toMatchObject({ items_match: 1, accepted: 0, status: 'match' });
  });
});

describe('environments whose latest dates differ', () => {
  const company = stock(['2026-03-07 A 5', '2026-03-08 A 6'], ['2026-03-08 A 7', '2026-03-09 A 8']);

  it('each show their own latest state', async () => {
    const { answer } = await asking(company);
    expect((await answer({})).totals).toMatchObject({ test: '6.0000', production: '8.0000', variance: '2.0000' });
    const march = await answer({ period: { kind: 'this', unit: 'month' } });
    expect(march.totals).toMatchObject({ test: '6.0000', production: '8.0000' });
  });

  it('on a day that only one of them has, say nothing of the other nor of both', async () => {
    const { answer } = await asking(company);
    const { rows, totals } = await answer({ by: ['sku'], period: day('2026-03-09') });
    const known = { test: null, production: '8.0000', variance: null, variance_pct: null, status: null };
    expect(rows).toEqual([expect.objectContaining({ sku: 'A', ...known })]);
    expect(totals).toMatchObject(known);
  });

  it('let no row be beyond a threshold on such a day', async () => {
    const { answer } = await asking(company);
    const thresholds = [{ is: 'over', value: '1', percent: false }] as const;
    const { rows, others } = await answer({ by: ['sku'], period: day('2026-03-09'), thresholds });
    expect(rows).toEqual([]);
    expect(others).toMatchObject({ count: 1, row: { production: '8.0000', variance: null } });
  });

  it('say nothing of both in two dimensions either', async () => {
    const { answer } = await asking(company);
    const { rows, totals } = await answer({ kpi: 'total', by: ['sku', 'product'], period: day('2026-03-09') });
    expect(rows).toEqual([{ sku: 'A', name: 'Radio', all: null }]);
    expect(totals).toEqual({ all: null });
  });

  it('are gaps in a trend', async () => {
    const { answer } = await asking(company);
    const { rows } = await answer({
      kpi: 'trend',
      period: { kind: 'since', from: { kind: 'day', date: '2026-03-01' } },
    });
    expect(rows).toEqual([
      { step: '2026-03-07', test: '5.0000', production: null },
      { step: '2026-03-08', test: '6.0000', production: '7.0000' },
      { step: '2026-03-09', test: null, production: '8.0000' },
    ]);
  });
});

describe('a day with rows, but none of what is asked for', () => {
  it('is a zero, not a gap', async () => {
    const rows = ['2026-03-07 A 5', '2026-03-08 B 6', '2026-03-09 A 7'];
    const { answer } = await asking(stock(rows, rows));
    const period: Period = { kind: 'last', count: 4, unit: 'day' };
    const result = await answer({ kpi: 'total', by: ['day'], filters: [{ dimension: 'sku', value: 'A' }], period });
    expect(cells(result, 'step', 'test', 'both')).toEqual([
      ['2026-03-07', '5.0000', '10.0000'],
      ['2026-03-08', 0, 0],
      ['2026-03-09', '7.0000', '14.0000'],
    ]);
  });
});

describe('a period without any rows', () => {
  const empty: readonly (readonly [string, Period])[] = [
    ['before all data', { kind: 'year', year: 2020 }],
    ['in the future', day('2026-04-01')],
    ['between two loads', day('2026-03-08')],
  ];

  it.each(empty)('%s: nothing is known of it, and the answer says so', async (_, period) => {
    const { answer } = await asking(stock(['2026-03-07 A 5', '2026-03-09 A 5'], ['2026-03-07 A 6', '2026-03-09 A 6']));
    const { headline, rows, totals } = await answer({ by: ['sku'], period });
    expect(headline).toMatch(/^There are no rows in this period(: the (first|last) rows are of 2026-03-0[79])?$/);
    expect(rows).toEqual([]);
    expect(totals).toMatchObject({ test: null, production: null, variance: null, items_match: null, status: null });
  });

  it.each(empty)('%s: neither of a flow', async (_, period) => {
    const { answer } = await asking(stock(['2026-03-07 A 5 1', '2026-03-09 A 5 1'], ['2026-03-09 A 6 1'], FLOW));
    const { headline, totals } = await answer({ kpi: 'profit', by: ['sku'], period });
    expect(headline).toMatch(/^There are no rows in this period(: the (first|last) rows are of 2026-03-0[79])?$/);
    expect(totals).toMatchObject({ test_profit: null, production_loss: null, test_average_daily_loss: null });
  });

  it.each(empty)('%s: has no steps', async (_, period) => {
    const { answer } = await asking(stock(['2026-03-07 A 5', '2026-03-09 A 5'], ['2026-03-07 A 6', '2026-03-09 A 6']));
    expect((await answer({ kpi: 'total', by: ['day'], period })).rows).toEqual([]);
  });

  it('of a sparse quantity carries the last known rows, as long as they count', async () => {
    const meaning = '{ quantity: sparse, demand: complete }, carryDays: 3';
    const { answer } = await asking(stock(['2026-03-05 A 5'], ['2026-03-05 A 6'], meaning));
    const totals = async (date: string) => (await answer({ kpi: 'total', period: day(date) })).totals;
    expect(await totals('2026-03-08')).toMatchObject({ test: '5.0000', production: '6.0000', both: '11.0000' });
    expect(await totals('2026-03-09')).toMatchObject({ test: null, production: null, both: null });
  });
});

describe('a comparison', () => {
  const company = stock(['2026-03-08 A 5', '2026-03-09 A 6'], ['2026-03-08 A 5', '2026-03-08 B 2', '2026-03-09 A 6']);
  const yesterday = { kind: 'earlier', unit: 'day' } as const;

  it('shows a group that is no longer there, as nothing', async () => {
    const { answer } = await asking(company);
    const result = await answer({ kpi: 'total', by: ['sku'], period: { kind: 'yesterday' }, versus: yesterday });
    expect(
      cells(result, 'sku', 'production', 'production_before', 'production_change', 'production_change_pct'),
    ).toEqual([
      ['A', '6.0000', '5.0000', '1.0000', 20],
      ['B', 0, '2.0000', -2, -100],
    ]);
  });

  it('says nothing of an environment that has no rows yet, also not of groups that are gone', async () => {
    const { answer } = await asking(stock(['2026-03-08 A 5'], ['2026-03-08 A 5', '2026-03-08 B 2', '2026-03-09 A 6']));
    const result = await answer({ kpi: 'total', by: ['sku'], period: { kind: 'yesterday' }, versus: yesterday });
    expect(cells(result, 'sku', 'test', 'test_before', 'test_change', 'both', 'both_change')).toEqual([
      ['A', null, '5.0000', null, null, null],
      ['B', null, '0.0000', null, null, null],
    ]);
  });

  it('with a period that has no rows lists what there was before', async () => {
    const { answer } = await asking(company);
    const result = await answer({ kpi: 'total', by: ['sku'], period: { kind: 'today' }, versus: yesterday });
    expect(cells(result, 'sku', 'both', 'both_before')).toEqual([['A', null, '12.0000']]);
  });
});

describe('two dimensions over time', () => {
  const rows = ['2026-03-07 A 5', '2026-03-07 B 1', '2026-03-08 A 6', '2026-03-09 A 7', '2026-03-09 C 2'];
  const period: Period = { kind: 'last', count: 3, unit: 'day' };

  it('has a line for what was there at first and is not at the end', async () => {
    const { answer } = await asking(stock(rows, rows));
    const { rows: lines } = await answer({ kpi: 'total', by: ['sku', 'day'], period, environment: 'test' });
    const days = ['day:2026-03-07', 'day:2026-03-08', 'day:2026-03-09', 'all'];
    expect(lines.map((line) => ['sku', ...days].map((key) => line[key]))).toEqual([
      ['A', '5.0000', '6.0000', '7.0000', '7.0000'],
      ['C', null, null, '2.0000', '2.0000'],
      ['B', '1.0000', null, null, 0],
    ]);
  });

  it('puts it to the others where a limit has no room for it', async () => {
    const { answer } = await asking(stock(rows, rows));
    const limit = { end: 'top', count: 2 } as const;
    const result = await answer({ kpi: 'total', by: ['sku', 'day'], period, environment: 'test', limit });
    expect(cells(result, 'sku')).toEqual([['A'], ['C']]);
    expect(result.others).toEqual({ count: 1, row: expect.objectContaining({ 'day:2026-03-07': '1.0000', all: 0 }) });
  });

  it('tells skus of one name apart', async () => {
    const company = stock(rows, rows);
    const files = { ...company.files, 'product.csv': 'product_id,name\nA,Radio\nB,Radio\n' };
    const { answer } = await asking({ ...company, files });
    const result = await answer({ kpi: 'total', by: ['day', 'sku'], period, environment: 'test' });
    expect(cells(result, 'step', 'sku:A', 'sku:B', 'sku:C')).toEqual([
      ['2026-03-07', '5.0000', '1.0000', null],
      ['2026-03-08', '6.0000', null, null],
      ['2026-03-09', '7.0000', null, '2.0000'],
    ]);
  });
});

describe('a trend', () => {
  const rows = ['2026-03-08 A 5 8', '2026-03-09 A 6 8'];
  const period: Period = { kind: 'last', count: 2, unit: 'day' };

  it('is of the measure that it names, though another KPI’s columns are called the same', async () => {
    const { answer } = await asking(stock(rows, rows));
    const production = async (of: string) => cells(await answer({ kpi: 'trend', of, period }), 'production');
    expect(await production('quantity')).toEqual([['5.0000'], ['6.0000']]);
    expect(await production('unit_cost')).toEqual([[10], [10]]);
    expect(await production('quantity')).toEqual([['5.0000'], ['6.0000']]);
  });

  it('of availability can be asked in one environment', async () => {
    const { answer } = await asking(stock(rows, rows));
    const result = await answer({ kpi: 'trend', of: 'availability', environment: 'test', period });
    expect(cells(result, 'step', 'availability')).toEqual([
      ['2026-03-08', expect.closeTo(100 / 3, 9)],
      ['2026-03-09', expect.closeTo(100 / 3, 9)],
    ]);
  });

  it('of what is of both environments cannot', async () => {
    const { planned } = await asking(stock(rows, rows));
    expect(planned({ kpi: 'trend', of: 'difference', environment: 'test', by: ['sku'] })).toMatchObject({
      refusal: 'difference is of both environments together and cannot be asked in one.',
      alternatives: [{ kpi: 'trend', of: 'difference', filters: [], by: ['sku'] }],
    });
  });
});

describe('a row of a year that nobody can ask for', () => {
  const never = stock(
    ['2026-03-08 A 5 1', '2026-03-09 A 5 1'],
    ['2026-03-08 A 6 1', '2026-03-09 A 7 1', '9999-12-31 A 1 1'],
    FLOW,
  );

  it('does not lengthen what is asked without a period', async () => {
    const { answer } = await asking(never);
    expect(cells(await answer({ kpi: 'total', by: ['day'] }), 'step', 'production')).toEqual([
      ['2026-03-08', '6.0000'],
      ['2026-03-09', '7.0000'],
    ]);
    expect((await answer({ kpi: 'trend' })).rows).toHaveLength(2);
  });

  it('is refused in steps, before they are made, where the period reaches so far', async () => {
    const { planned } = await asking(never);
    const period: Period = { kind: 'between', from: { kind: 'year', year: 1900 }, to: { kind: 'year', year: 2199 } };
    expect(planned({ kpi: 'total', by: ['day'], period })).toMatchObject({
      refusal: expect.stringContaining('more than 109573 steps by day'),
    });
  });
});

describe('a threshold', () => {
  it('in percent leaves out what is exactly as much', async () => {
    const { answer } = await asking(
      stock(['2026-03-09 A 100', '2026-03-09 B 100'], ['2026-03-09 A 107', '2026-03-09 B 71']),
    );
    const kept = async (is: 'over' | 'under', value: string) =>
      cells(await answer({ by: ['sku'], thresholds: [{ is, value, percent: true }] }), 'sku').flat();
    expect(await kept('over', '7')).toEqual(['B']);
    expect(await kept('over', '29')).toEqual([]);
    expect(await kept('under', '29')).toEqual(['A']);
  });

  it('on steps is about measures that are not shown as well', async () => {
    const { answer } = await asking(
      stock(['2026-03-08 A 5 20', '2026-03-09 A 5 30'], ['2026-03-08 A 5 20', '2026-03-09 A 5 30']),
    );
    const thresholds = [{ measure: 'demand', is: 'over', value: '25', percent: false }] as const;
    const result = await answer({ kpi: 'shortage', of: 'unmet', by: ['day'], thresholds });
    expect(cells(result, 'step', 'production_unmet')).toEqual([['2026-03-09', '25.0000']]);
  });
});

describe('a period in which one environment has no rows', () => {
  const late = stock(['2026-03-08 A 5 6'], ['2026-03-08 A 5 6', '2026-03-09 A 4 6']);
  const on = (kpi: string) => ({ kpi, period: day('2026-03-09') });

  it.each([
    ['variance', 'Test has no rows in this period: nothing can be compared'],
    ['compare', 'Test has no rows in this period: nothing can be compared'],
    ['total', 'Test has no rows in this period. 4 in Production'],
    ['shortage', 'Test has no rows in this period. Production is short of 2, with 2 unmet'],
    ['cover', 'Test has no rows in this period. Production lasts for 0.7 days'],
  ])('%s says so, and no figure of it', async (kpi, expected) => {
    const { answer } = await asking(late);
    expect((await answer(on(kpi))).headline).toBe(expected);
  });
});

it('days of cover are set against as many days of demand before', async () => {
  const every = Array.from({ length: 9 }, (_, index) => `2026-03-0${index + 1} A 30 3`);
  const { answer } = await asking(stock(every, every));
  const { totals } = await answer({ kpi: 'cover', versus: { kind: 'earlier', unit: 'day' } });
  // 27 units in the 30 days up to now, 24 in those before yesterday's state.
  expect(totals).toMatchObject({
    production_days_of_cover: 30 / (27 / 30),
    production_days_of_cover_before: 30 / (24 / 30),
  });
});
