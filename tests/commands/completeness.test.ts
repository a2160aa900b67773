import { describe, expect, it } from 'vitest';
import { homeOf } from '../../src/commands/home.js';
import { toBlocks } from '../../src/reply/blocks.js';
import { toJson } from '../../src/reply/json.js';
import { resultText } from '../../src/reply/text.js';
import { openCompany, resultOf } from '../support/app.js';
import { also, daily, days, march, stockOn } from './days.js';

const TO_TODAY = stockOn(days(1, 10));

async function warningsOf(files: Record<string, string>, question = '/stock variance', meaning = 'complete') {
  const result = await resultOf(await openCompany(daily(files, { meaning })), question);
  return { warnings: result.warnings, notes: result.notes, headline: result.headline };
}

const of = async (test: string, production: string, question?: string, meaning?: string) =>
  warningsOf({ 'test.csv': test, 'production.csv': production }, question, meaning);

describe('nothing is said before the headline', () => {
  it.each([
    ['every day is there', TO_TODAY, TO_TODAY],
    ['today’s rows are still to come in both', stockOn(days(1, 9)), stockOn(days(1, 9))],
    ['yesterday’s are as well', stockOn(days(1, 8)), stockOn(days(1, 8))],
  ])('when %s', async (_, test, production) => {
    expect(await of(test, production)).toMatchObject({
      warnings: [],
      notes: [],
      headline: 'Production holds as much as Test; all 4 items match',
    });
  });
});

describe('the headline begins with', () => {
  it('a load that is not finished', async () => {
    const half = also(stockOn(days(1, 9)), `${march(10)},A,10`, `${march(10)},B,10`);
    const { warnings, headline } = await of(TO_TODAY, half);
    expect(warnings).toEqual(['Production looks incomplete on 2026-03-10: 2 rows, usually 4']);
    expect(headline).toMatch(
      /^Production looks incomplete on 2026-03-10: 2 rows, usually 4\. Production holds 20 less/,
    );
  });

  it('a load that has come twice', async () => {
    const twice = also(TO_TODAY, ...TO_TODAY.split('\n').slice(-4));
    expect((await of(TO_TODAY, twice)).warnings).toEqual([
      'Production has more rows than usual on 2026-03-10: 8 rows, usually 4',
    ]);
  });

  it('a day that is missing, of one environment or of both', async () => {
    const without = (...gone: number[]) => stockOn(days(1, 10).filter((day) => !gone.includes(day)));
    expect((await of(TO_TODAY, without(9))).warnings).toEqual(['Production has no rows for 2026-03-09']);
    expect((await of(without(8, 9), without(8, 9))).warnings).toEqual([
      'Test and Production have no rows for 2026-03-08 to 2026-03-09',
    ]);
    expect((await of(TO_TODAY, without(9), '/stock total in test')).warnings).toEqual([]);
  });

  it('environments at different days, once', async () => {
    expect(await of(TO_TODAY, stockOn(days(1, 9)))).toMatchObject({
      warnings: ['Test ends 2026-03-10, Production 2026-03-09: different days'],
      notes: [],
    });
    expect((await of(TO_TODAY, stockOn(days(1, 9)), '/stock total in production')).warnings).toEqual([]);
  });

  it('an environment that gets no more rows', async () => {
    const old = stockOn(days(1, 7));
    expect((await of(TO_TODAY, old, '/stock total in production')).warnings).toEqual([
      'Production has had no rows since 2026-03-07',
    ]);
    expect((await of(TO_TODAY, old)).warnings).toEqual([
      'Test ends 2026-03-10, Production has had no rows since 2026-03-07: different days',
    ]);
    expect((await of(stockOn(days(1, 6)), old)).warnings).toEqual([
      'Test has had no rows since 2026-03-06, Production since 2026-03-07: different days',
    ]);
    expect((await of(old, old)).warnings).toEqual(['Test and Production have had no rows since 2026-03-07']);
  });

  it('an environment without any rows, before all else', async () => {
    const gap = stockOn([1, 2, 3, 4, 5, 6, 7, 10]);
    expect((await of(gap, 'date,product_id,quantity\n')).warnings).toEqual([
      'Production has no rows up to today',
      'Test has no rows for 2026-03-08 to 2026-03-09',
    ]);
  });

  it('three things at most; the rest is in the notes', async () => {
    const files = {
      'test.csv': also(stockOn(days(1, 7)), `${march(10)},A,1`),
      'production-east.csv': also(stockOn(days(1, 7)), `${march(10)},A,1`, `${march(10)},B,1`),
      'production-west.csv': stockOn(days(1, 6)),
    };
    const { headline, warnings, notes } = await warningsOf(files);
    const [last, ...first] = [
      'Test and production-east.csv of Production have no rows for 2026-03-08 to 2026-03-09',
      'Test looks incomplete on 2026-03-10: 1 row, usually 4',
      'production-east.csv of Production looks incomplete on 2026-03-10: 2 rows, usually 4',
      'production-west.csv of Production has had no rows since 2026-03-06',
    ];
    expect(warnings).toEqual([...first, last]);
    expect(headline.startsWith(`${first.join('; ')}; 1 more below. `)).toBe(true);
    expect(notes).toEqual([`${last}.`]);
  });
});

describe('an environment of several tables', () => {
  it('names the one that is behind, and says nothing of it twice', async () => {
    const files = { 'test.csv': TO_TODAY, 'production-east.csv': TO_TODAY, 'production-west.csv': stockOn(days(1, 9)) };
    expect(await warningsOf(files)).toMatchObject({
      warnings: ['production-west.csv of Production ends 2026-03-09, before the others'],
      notes: [],
    });
    expect(await warningsOf({ ...files, 'production-west.csv': stockOn(days(1, 6)) })).toMatchObject({
      warnings: ['production-west.csv of Production has had no rows since 2026-03-06'],
      notes: [],
    });
  });

  it('is told as one where all its tables are in the same way', async () => {
    const [east, west] = [stockOn(days(1, 9)), stockOn(days(1, 9))];
    const files = { 'test.csv': TO_TODAY, 'production-east.csv': east, 'production-west.csv': west };
    expect((await warningsOf(files)).warnings).toEqual(['Test ends 2026-03-10, Production 2026-03-09: different days']);
  });

  it('may have an archive, which is a note', async () => {
    const archive = 'date,product_id,quantity\n2025-12-31,Z,1\n';
    const files = { 'test.csv': TO_TODAY, 'production-old.csv': archive, 'production-new.csv': TO_TODAY };
    expect(await warningsOf(files)).toMatchObject({
      warnings: [],
      notes: ['production-old.csv of Production ends 2025-12-31, before the others.'],
    });
  });
});

describe('what rows say over time', () => {
  it('sparse: a day without rows is nothing, and different ends are a note', async () => {
    expect(await of(TO_TODAY, stockOn([1, 2, 3, 4, 5, 6]), '/stock variance', 'sparse')).toMatchObject({
      warnings: [],
      notes: ['Test ends 2026-03-10, Production 2026-03-06: different days.'],
    });
  });

  it('flow: a busy day is no double load; what ends before its rows were due is of another period', async () => {
    const busy = also(TO_TODAY, ...days(1, 20).map(() => `${march(10)},A,1`));
    expect((await of(TO_TODAY, busy, '/stock total', 'flow')).warnings).toEqual([]);
    expect((await of(TO_TODAY, stockOn(days(1, 9)), '/stock total', 'flow')).warnings).toEqual([
      'Test ends 2026-03-10, Production 2026-03-09: different periods',
    ]);
  });

  it('flow: rows that come now and then end now and then, which is a note', async () => {
    const seldom =
      'date,product_id,quantity\n2025-11-01,A,1\n2025-12-01,A,1\n2025-12-24,A,1\n2026-01-20,A,1\n2026-02-02,A,1\n2026-02-20,A,1\n';
    expect(await of(TO_TODAY, seldom, '/stock total', 'flow')).toMatchObject({
      warnings: [],
      notes: ['Test ends 2026-03-10, Production 2026-02-20: different periods.'],
    });
  });
});

describe('a table without a date', () => {
  const UNDATED = 'product_id,quantity\nA,10\nB,10\nC,10\nD,10\n';

  it('goes through the day on which it was read', async () => {
    const app = await openCompany(daily({ 'test.csv': TO_TODAY, 'production.csv': UNDATED }));
    const result = await resultOf(app, '/stock variance');
    expect(result.dataThrough).toEqual([
      { source: 'here', environment: 'test', date: '2026-03-10' },
      { source: 'there', environment: 'production', date: '2026-03-10' },
    ]);
    expect(result.warnings).toEqual([]);
    const { rows } = await resultOf(app, '/stock status');
    expect(rows.map(({ environment, through }) => [environment, through])).toEqual([
      ['test', '2026-03-10'],
      ['production', '2026-03-10'],
    ]);
  });

  it('is of another day than a table that has not got today’s rows yet', async () => {
    expect((await of(stockOn(days(1, 9)), UNDATED)).warnings).toEqual([
      'Test ends 2026-03-09, Production 2026-03-10: different days',
    ]);
  });
});

describe('every rendering', () => {
  const SAID = 'Test ends 2026-03-10, Production 2026-03-09: different days';
  const open = () => openCompany(daily({ 'test.csv': TO_TODAY, 'production.csv': stockOn(days(1, 9)) }));

  it.each(['/stock variance', '/stock compare', '/stock', '/stock total', '/stock status'])(
    'of %s says it on the first line',
    async (question) => {
      const app = await open();
      await resultOf(app, '/stock');
      const result = await resultOf(app, question);
      expect(result.headline.startsWith(`${SAID}. `)).toBe(true);
      expect(toJson(result)).toMatchObject({ headline: result.headline, warnings: [SAID] });
      const { text, blocks } = toBlocks(result);
      expect(text).toContain(SAID);
      expect(JSON.stringify(blocks[1])).toContain(`*${SAID}. `);
      const [, first] = resultText(result, { width: 80, colour: false, rows: 10 }).split('\n');
      expect(first).toContain(SAID);
    },
  );

  it('the start page too', async () => {
    const app = await open();
    expect((await homeOf(app.desk)).cards?.headline).toContain(SAID);
  });
});
