import { expect, test } from 'vitest';
import type { App } from '../../src/app.js';
import { knowledgeOf } from '../../src/commands/desk.js';
import { periodSteps } from '../../src/commands/period-steps.js';
import { ALL_RIGHTS } from '../../src/kpi/rights.js';
import { openCompany, plainTables, resultOf, type TestCompany } from '../support/app.js';
import { SMALL } from '../support/small.js';

/** Tally that has read its sources. */
async function read(company: TestCompany): Promise<App> {
  const app = await openCompany(company);
  await resultOf(app, '/stock total');
  return app;
}

async function stepsOf(app: App, text: string, rights = ALL_RIGHTS): Promise<Readonly<Record<string, string>>> {
  const steps = periodSteps(text, await knowledgeOf(app.desk), rights);
  return Object.fromEntries(steps.map(({ label, question }) => [label, question]));
}

const labelsOf = async (app: App, text: string) => Object.keys(await stepsOf(app, text));

/** From April 2024 on a row on the first of each month, and one on each of the last ten days, which end today. */
function twoYears(meaning?: string): TestCompany {
  const months = Array.from(
    { length: 24 },
    (_, index) => `${2024 + Math.floor((index + 3) / 12)}-${padded(((index + 3) % 12) + 1)}-01`,
  );
  const days = Array.from({ length: 9 }, (_, index) => `2026-03-${padded(index + 2)}`);
  const rows = [...months, ...days].map((date) => `${date},A-1,North,5,1`);
  const stock = ['date,product_id,warehouse,quantity,demand', ...rows, ''].join('\n');
  return {
    files: { ...SMALL.files, 'test.csv': stock, 'production.csv': stock },
    tables: plainTables(meaning),
  };
}

const padded = (number: number): string => String(number).padStart(2, '0');

test('a question about now goes to earlier days, to comparisons and to trends, each ready to ask', async () => {
  const app = await read(twoYears());
  const steps = await stepsOf(app, 'variance electronics by sku');
  expect(steps).toEqual({
    Yesterday: '/stock variance category:Electronics by sku yesterday',
    'Last week': '/stock variance category:Electronics by sku last week',
    'Last month': '/stock variance category:Electronics by sku last month',
    'Last year': '/stock variance category:Electronics by sku last year',
    'vs yesterday': '/stock variance category:Electronics by sku vs yesterday',
    'vs last week': '/stock variance category:Electronics by sku vs last week',
    'vs last month': '/stock variance category:Electronics by sku vs last month',
    'vs last year': '/stock variance category:Electronics by sku vs last year',
    'Trend: 30 days': '/stock variance category:Electronics by day 30 days',
    'Trend: 12 months': '/stock variance category:Electronics by month 12 months',
  });
  for (const question of Object.values(steps)) expect((await resultOf(app, question)).question).toBe(question);
});

test('of a period, now and the others; days that overlap are not set against each other', async () => {
  const app = await read(twoYears());
  expect(await stepsOf(app, 'total last month vs last year top 3 as csv')).toEqual({
    Now: '/stock total top 3',
    Yesterday: '/stock total top 3 yesterday',
    'Last week': '/stock total top 3 last week',
    'Last month': '/stock total top 3 last month',
    'Last year': '/stock total top 3 last year',
    'vs last month': '/stock total top 3 last month vs last month',
    'Trend: 30 days': '/stock total by day 30 days',
    'Trend: 12 months': '/stock total by month 12 months',
  });
  expect(await labelsOf(app, 'total last year')).not.toContain('vs last month');
});

test('a trend goes to other trends, keeps what else it is by, and has no single days', async () => {
  const app = await read(twoYears());
  expect(await stepsOf(app, 'total by category by day 30 days as chart')).toEqual({
    'Last week': '/stock total by category by day last week as chart',
    'Last month': '/stock total by category by day last month as chart',
    'Trend: 12 months': '/stock total by category by month 12 months as chart',
  });
  expect(await stepsOf(app, 'trend of variance by week')).toMatchObject({
    'Trend: 30 days': '/stock trend variance by day 30 days',
  });
  expect(await labelsOf(app, 'trend of variance')).not.toContain('Trend: 30 days');
});

test('rows that add up over time are of all days where no period is named', async () => {
  const app = await read(twoYears('{ quantity: flow, demand: flow }'));
  expect(await stepsOf(app, 'total last month')).toMatchObject({ 'All days': '/stock total' });
});

test('figures that follow no line have no trend, cards no comparison', async () => {
  const app = await read(twoYears());
  const days = ['Yesterday', 'Last week', 'Last month', 'Last year'];
  expect(await labelsOf(app, 'overview')).toEqual(days);
  expect(await labelsOf(app, 'compare')).toEqual([
    ...days,
    'vs yesterday',
    'vs last week',
    'vs last month',
    'vs last year',
  ]);
});

test('nothing is offered that the rows do not reach', async () => {
  const app = await read({ ...SMALL, now: '2026-04-10T12:00:00Z' });
  expect(await labelsOf(app, 'total')).toEqual(['Last month', 'vs last month']);
});

test('a KPI that is closed has no periods, and no text that is no question', async () => {
  const app = await read(twoYears());
  expect(await stepsOf(app, 'cost', { ...ALL_RIGHTS, closedKpis: ['cost'] })).toEqual({});
  expect(await stepsOf(app, 'total blurb')).toEqual({});
});
