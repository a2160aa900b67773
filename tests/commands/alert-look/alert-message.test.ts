import { describe, expect, it } from 'vitest';
import type { AlertMessage } from '../../../src/alerts/alert.js';
import { alertMessage } from '../../../src/commands/alert-look/index.js';
import type { Desk } from '../../../src/commands/desk.js';
import { EVEN, type Quantities, type Watched, watched } from './watched.js';

/** The message about what is due of the one alert with this question. */
async function messageFor(
  question: string,
  today: Quantities,
  change: (desk: Desk) => Desk = (desk) => desk,
  company?: Watched,
): Promise<AlertMessage | { readonly refusal: string }> {
  const { add, production, later, due, desk } = company ?? (await watched());
  const alert = await add(question);
  production(today);
  await later(5);
  const [delivery] = await due();
  if (!delivery?.payload) throw new Error('Nothing is due');
  return alertMessage(alert, delivery.payload, change(desk()));
}

async function chartOf(question: string, today: Quantities) {
  const message = await messageFor(question, today);
  if ('refusal' in message) throw new Error(message.refusal);
  return message.chart;
}

const DOWN = { ...EVEN, K: 80 };

it('says what has happened, on the business clock where the owner’s is not known', async () => {
  expect(await messageFor('/stock variance Kitchen over 5%', DOWN)).toMatchObject({
    id: 1,
    question: '/stock variance Kitchen over 5%',
    title: 'Stock variance: Kitchen',
    headline: 'Variance % of Kitchen is already beyond ±5 %: -10.0 %',
    threshold: 'beyond ±5 %',
    events: [{ kind: 'already', label: 'Kitchen', before: '', now: '-10.0 %', since: 'since before 12:05' }],
    more: 0,
    dataThrough: [
      { source: 'here', environment: 'test', date: '2026-03-10' },
      { source: 'there', environment: 'production', date: '2026-03-10' },
    ],
    notes: [],
  });
});

it('tells the time on the clock of its owner', async () => {
  const about = { timeZone: async () => 'Asia/Kolkata', obstacle: async () => null };
  const inDelhi = (desk: Desk): Desk => ({ ...desk, asker: { ...desk.asker, about } });
  expect(await messageFor('/stock variance Kitchen over 5%', DOWN, inDelhi)).toMatchObject({
    events: [{ since: 'since before 17:35' }],
  });
});

it('names the zone of its times once', async () => {
  const company = await watched();
  const { id } = await company.add('/stock variance by sku over 5%');
  await company.later(5);
  company.production({ ...EVEN, K: 60, L: 80 });
  await company.later(5);
  const [delivery] = await company.due();
  expect(await alertMessage({ id }, delivery?.payload ?? '', company.desk())).toMatchObject({
    headline: 'Variance % of 2 SKUs is beyond ±5 %: K Kettle -40.0 % (was 0.0 %) and 1 more',
    events: [{ since: 'since 12:10 (UTC)' }, { since: 'since 12:10' }],
  });
});

it('is refused where the rights are others than when it was seen', async () => {
  const narrowed = (desk: Desk): Desk => ({ ...desk, rights: { ...desk.rights, closedKpis: ['cost'] } });
  expect(await messageFor('/stock variance Kitchen over 5%', DOWN, narrowed)).toEqual({
    refusal: 'What may be seen here has changed since alert #1 was looked at.',
  });
});

describe('the chart', () => {
  it('is the last 14 days of what the first event is about, with the threshold on both sides', async () => {
    const chart = await chartOf('/stock variance by sku over 5%', { ...EVEN, K: 80, T: 90 });
    expect(chart).toMatchObject({
      title: 'Variance %: K by day, 14 days',
      chart: {
        kind: 'lines',
        series: ['variance_pct'],
        limits: [
          { value: 5, label: 'beyond ±5 %' },
          { value: -5, label: 'beyond ±5 %' },
        ],
      },
      period: { from: '2026-02-25', through: '2026-03-10' },
    });
    expect(chart?.rows.map(({ step, variance_pct: figure }) => [step, figure]).slice(-2)).toEqual([
      ['2026-03-09', 0],
      ['2026-03-10', -20],
    ]);
  });

  it('is of all that the alert is about where it has one row', async () => {
    const chart = await chartOf('/stock variance Kitchen over 5', DOWN);
    expect(chart?.title).toBe('Variance: Kitchen by day, 14 days');
    expect(chart?.rows.at(-1)).toMatchObject({ variance: '-20.0000' });
  });

  it('has both environments where the threshold is about either', async () => {
    const chart = await chartOf('/stock availability by category under 80%', { ...EVEN, K: 0 });
    expect(chart?.title).toBe('Availability: Kitchen by day, 14 days');
    expect(chart?.chart).toMatchObject({
      series: ['test_availability', 'production_availability'],
      limits: [{ value: 80, label: 'under 80 %' }],
    });
  });

  it('leaves out what is accepted, as the alert does', async () => {
    const company = await watched();
    const terms = { until: null, reason: null, by: 'slack U1', today: '2026-03-10' };
    await company.app.state.acceptances.accept([{ sku: 'K', warehouse: null }], terms);
    const message = await messageFor('/stock variance over 5%', { ...DOWN, T: 60 }, undefined, company);
    expect('chart' in message && message.chart?.rows.at(-1)).toMatchObject({
      variance_pct: expect.closeTo(-40 / 3, 6),
    });
  });

  it('ends on the day of its figures, where one environment is loaded before the other', async () => {
    const company = await watched();
    const head = 'date,product_id,warehouse,quantity';
    const day = (date: string, quantity: number) => `${date},K,NORTH,${quantity}`;
    company.file('test.csv', [head, day('2026-03-08', 100), day('2026-03-09', 100)].join('\n'));
    const production = [day('2026-03-08', 100), day('2026-03-09', 80), day('2026-03-10', 10)];
    company.file('production.csv', [head, ...production].join('\n'));
    await company.add('/stock variance over 5%');
    await company.later(5);
    const [delivery] = await company.due();
    const message = await alertMessage({ id: 1 }, delivery?.payload ?? '', company.desk());
    expect(message).toMatchObject({
      headline: 'Variance % of all stock is already beyond ±5 %: -20.0 %',
      notes: ['Figures are as of Mon 9 Mar, the latest day of both.'],
    });
    const chart = 'chart' in message ? message.chart : null;
    expect(chart?.rows.filter((row) => row.variance_pct !== null).at(-1)).toMatchObject({
      step: '2026-03-09',
      variance_pct: -20,
    });
  });

  it('is left out where a day’s figure is not what the alert watches', async () => {
    expect(await chartOf('/stock variance 2026-03 over 4%', DOWN)).toBeNull();
  });
});
