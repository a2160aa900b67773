import { expect, test } from 'vitest';
import { type Metrics, openMetrics } from '../../src/observe/index.js';
import { boundedLabel } from '../../src/observe/labels.js';

/** The samples of Prometheus' text, by name and labels as written. Fails on a line that is none. */
async function samplesOf(metrics: Metrics): Promise<ReadonlyMap<string, number>> {
  const lines = (await metrics.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [, name, value = ''] = /^([a-zA-Z_:][\w:]*(?:\{(?:\w+="(?:[^"\\]|\\.)*",?)+\})?) (\S+)$/.exec(line) ?? [];
      if (name === undefined) throw new Error(`no sample: ${line}`);
      return [name, value === '+Inf' ? Number.POSITIVE_INFINITY : value === 'Nan' ? Number.NaN : Number(value)];
    }),
  );
}

const open = () => openMetrics({ kpis: ['variance'] });

test('questions are counted by chat, outcome and KPI, and timed', async () => {
  const metrics = open();
  metrics.question({ chat: 'slack', outcome: 'result', kpi: 'variance' }, 0.02);
  metrics.question({ chat: 'slack', outcome: 'result', kpi: 'variance' }, 0.2);
  metrics.question({ chat: 'terminal', outcome: 'mistake', kpi: null }, 0.001);
  const samples = await samplesOf(metrics);
  expect(samples.get('tally_questions_total{chat="slack",outcome="result",kpi="variance"}')).toBe(2);
  expect(samples.get('tally_questions_total{chat="terminal",outcome="mistake",kpi="none"}')).toBe(1);
  expect(samples.get('tally_question_duration_seconds_count{chat="slack",outcome="result"}')).toBe(2);
  expect(samples.get('tally_question_duration_seconds_sum{chat="slack",outcome="result"}')).toBeCloseTo(0.22);
  const bucket = (le: string) =>
    samples.get(`tally_question_duration_seconds_bucket{le="${le}",chat="slack",outcome="result"}`);
  expect(['0.005', '0.025', '0.1', '0.25', '10', '+Inf'].map(bucket)).toEqual([0, 1, 1, 2, 2, 2]);
});

test('sources: refreshes timed, failures counted by problem', async () => {
  const metrics = open();
  metrics.refresh({ source: 'erp', table: 'stock', outcome: 'loaded' }, 1.5);
  metrics.refresh({ source: 'shop', table: 'stock', outcome: 'failed' }, 3);
  metrics.sourceError({ source: 'shop', problem: 'unreachable' });
  const samples = await samplesOf(metrics);
  expect(samples.get('tally_refresh_duration_seconds_sum{source="erp",table="stock",outcome="loaded"}')).toBe(1.5);
  expect(samples.get('tally_refresh_duration_seconds_count{source="shop",table="stock",outcome="failed"}')).toBe(1);
  expect(samples.get('tally_source_errors_total{source="shop",problem="unreachable"}')).toBe(1);
});

test('Slack: calls, rate limits, connection, deliveries, pictures', async () => {
  const metrics = open();
  metrics.slackCall({ method: 'chat.postMessage', outcome: 'ok' }, 0.1);
  metrics.slackCall({ method: 'chat.postMessage', outcome: 'not_in_channel' }, 0.3);
  metrics.slackRateLimited('files.uploadV2', 30);
  metrics.slackConnected(true);
  metrics.delivery('degraded');
  metrics.picture('drawn', 0.04);
  const samples = await samplesOf(metrics);
  expect(samples.get('tally_slack_calls_total{method="chat.postMessage",outcome="ok"}')).toBe(1);
  expect(samples.get('tally_slack_calls_total{method="chat.postMessage",outcome="not_in_channel"}')).toBe(1);
  expect(samples.get('tally_slack_call_duration_seconds_count{method="chat.postMessage"}')).toBe(2);
  expect(samples.get('tally_slack_rate_limited_total{method="files.uploadV2"}')).toBe(1);
  expect(samples.get('tally_slack_rate_limited_seconds_total{method="files.uploadV2"}')).toBe(30);
  expect(samples.get('tally_slack_connected')).toBe(1);
  expect(samples.get('tally_pictures_total{outcome="drawn"}')).toBe(1);
  expect(samples.get('tally_picture_duration_seconds_count{outcome="drawn"}')).toBe(1);
  expect(
    ['delivered', 'degraded', 'lost'].map((outcome) => samples.get(`tally_deliveries_total{outcome="${outcome}"}`)),
  ).toEqual([0, 1, 0]);
  metrics.slackConnected(false);
  expect((await samplesOf(metrics)).get('tally_slack_connected')).toBe(0);
});

test('a label never grows without bound, nor holds what people write', async () => {
  const metrics = open();
  metrics.question({ chat: 'slack', outcome: 'result', kpi: '/stock variance electronics' }, 1);
  metrics.slackCall({ method: 'chat.postMessage', outcome: 'Some text, "quoted"\n' }, 1);
  for (let i = 0; i < 1000; i++) metrics.sourceError({ source: 'erp', problem: `problem-${i}` });
  const text = await metrics.text();
  expect(text).not.toMatch(/electronics|Some text/);
  expect(text).toContain('kpi="none"');
  expect(text).toContain('tally_slack_calls_total{method="chat.postMessage",outcome="other"} 1');
  expect(text.match(/^tally_source_errors_total\{/gm)).toHaveLength(201);

  const label = boundedLabel(2);
  expect(['a', 'b', 'c', 'a', 'x'.repeat(65)].map(label)).toEqual(['a', 'b', 'other', 'a', 'other']);
});

test('no call throws, whatever the clock or a header says', async () => {
  const metrics = open();
  for (const seconds of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
    metrics.question({ chat: 'slack', outcome: 'result', kpi: null }, seconds);
    metrics.slackRateLimited('x', seconds);
    metrics.picture('failed', seconds);
  }
  const samples = await samplesOf(metrics);
  expect(samples.get('tally_question_duration_seconds_sum{chat="slack",outcome="result"}')).toBe(0);
  expect(samples.get('tally_slack_rate_limited_total{method="x"}')).toBe(3);
});

test('ages are read when the metrics are; the oldest counts, and never read is infinite', async () => {
  const metrics = open();
  let seconds = 10;
  metrics.ages(async () => [
    { source: 'erp', table: 'stock', seconds: seconds + 5 },
    { source: 'erp', table: 'stock', seconds },
    { source: 'shop', table: 'stock', seconds: null },
  ]);
  const first = await samplesOf(metrics);
  expect(first.get('tally_refresh_age_seconds{source="erp",table="stock"}')).toBe(15);
  expect(first.get('tally_refresh_age_seconds{source="shop",table="stock"}')).toBe(Number.POSITIVE_INFINITY);
  seconds = 0;
  expect((await samplesOf(metrics)).get('tally_refresh_age_seconds{source="erp",table="stock"}')).toBe(5);
});

test('ages that cannot be read, or not in time, are left out and counted; the rest stays', async () => {
  const metrics = open();
  const answers = [
    async () => [{ source: 'erp', table: 'stock', seconds: 1 }],
    () => Promise.reject(new Error('A-1017')),
    () => {
      throw new Error('A-1017');
    },
    () => new Promise<never>(() => undefined),
  ];
  let turn = 0;
  metrics.ages(() => (answers[turn++] ?? answers[0])?.() as ReturnType<(typeof answers)[0]>);
  const counts: (number | undefined)[] = [];
  for (let i = 0; i < 5; i++) {
    const samples = await samplesOf(metrics);
    expect(samples.has('tally_slack_connected')).toBe(true);
    counts.push(samples.get('tally_refresh_age_seconds{source="erp",table="stock"}'));
  }
  expect(counts).toEqual([1, undefined, undefined, undefined, 1]);
  expect(await metrics.text()).toContain('tally_refresh_age_unread_total 3');
});

test('the process’ own metrics are there, in a registry that two can have', async () => {
  const [one, other] = [open(), open()];
  one.slackConnected(true);
  const samples = await samplesOf(other);
  expect(samples.get('tally_slack_connected')).toBe(0);
  for (const name of ['process_cpu_seconds_total', 'nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes'])
    expect(samples.has(name), name).toBe(true);
  expect(one.contentType).toMatch(/^text\/plain; version=0\.0\.4/);
});

test('names and help follow Prometheus’ conventions', async () => {
  const metrics = open();
  metrics.ages(async () => []);
  const text = await metrics.text();
  const own = [...text.matchAll(/^# TYPE (tally_\w+) (\w+)$/gm)].map(([, name, type]) => [name, type]);
  expect(own).toEqual([
    ['tally_questions_total', 'counter'],
    ['tally_question_duration_seconds', 'histogram'],
    ['tally_refresh_duration_seconds', 'histogram'],
    ['tally_source_errors_total', 'counter'],
    ['tally_slack_calls_total', 'counter'],
    ['tally_slack_call_duration_seconds', 'histogram'],
    ['tally_slack_rate_limited_total', 'counter'],
    ['tally_slack_rate_limited_seconds_total', 'counter'],
    ['tally_slack_connected', 'gauge'],
    ['tally_pictures_total', 'counter'],
    ['tally_picture_duration_seconds', 'histogram'],
    ['tally_deliveries_total', 'counter'],
    ['tally_postings_total', 'counter'],
    ['tally_posting_delay_seconds', 'histogram'],
    ['tally_posting_active', 'gauge'],
    ['tally_refresh_age_unread_total', 'counter'],
    ['tally_refresh_age_seconds', 'gauge'],
  ]);
  expect(
    text.match(/^# HELP tally_\w+ .+\.$|^# HELP tally_refresh_age_seconds .+$|^# HELP tally_slack_connected .+$/gm),
  ).toHaveLength(own.length);
});

test('what is posted is counted by kind and end, and how late it was where it was sent', async () => {
  const metrics = open();
  metrics.posting({ kind: 'subscription', outcome: 'sent' }, 7);
  metrics.posting({ kind: 'alert', outcome: 'failed' }, 90_000);
  metrics.postingActive(true);
  const text = await metrics.text();
  expect(text).toContain('tally_postings_total{kind="subscription",outcome="sent"} 1');
  expect(text).toContain('tally_postings_total{kind="alert",outcome="failed"} 1');
  expect(text).toContain('tally_posting_delay_seconds_sum{kind="subscription"} 7');
  expect(text).not.toContain('tally_posting_delay_seconds_sum{kind="alert"}');
  expect(text).toContain('tally_posting_active 1');
});
