import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { collectAges, type TableAge } from './ages.js';
import { boundedLabel } from './labels.js';

export type { TableAge } from './ages.js';

/** What is counted and timed; every duration is in seconds. No call throws, whatever it is given. */
export interface Metrics {
  question(
    labels: { readonly chat: string; readonly outcome: string; readonly kpi: string | null },
    seconds: number,
  ): void;
  refresh(
    labels: { readonly source: string; readonly table: string; readonly outcome: 'loaded' | 'failed' },
    seconds: number,
  ): void;
  sourceError(labels: { readonly source: string; readonly problem: string }): void;
  /** `outcome` is ok or Slack's error code. */
  slackCall(labels: { readonly method: string; readonly outcome: string }, seconds: number): void;
  slackRateLimited(method: string, retryAfter: number): void;
  slackConnected(connected: boolean): void;
  picture(outcome: 'drawn' | 'failed', seconds: number): void;
  delivery(outcome: 'delivered' | 'degraded' | 'lost'): void;
  /** Something that is posted without being asked is over; `seconds` after it was due. */
  posting(
    labels: {
      readonly kind: 'subscription' | 'alert' | 'notice';
      readonly outcome: 'sent' | 'failed' | 'quiet' | 'dropped';
    },
    seconds: number,
  ): void;
  /** Whether this instance posts what is due, or stands by for another one. */
  postingActive(active: boolean): void;
  /** How old the tables are is read whenever the metrics are; the oldest of a source and table counts. */
  ages(read: () => Promise<readonly TableAge[]>): void;
  /** Prometheus' text format, with the process' own metrics. */
  text(): Promise<string>;
  readonly contentType: string;
}

export interface MetricsOptions {
  /** Names of the KPIs; any other is counted as none. */
  readonly kpis: readonly string[];
}

const ANSWER_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10];
const DELAY_BUCKETS = [1, 2, 5, 10, 30, 60, 120, 300, 900, 3600, 14400];
const REFRESH_BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900];

/** Metrics of their own registry, so that two in one process do not meet. */
export function openMetrics({ kpis }: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const questions = new Counter({
    name: 'tally_questions_total',
    help: 'Questions answered, by chat, outcome and KPI.',
    labelNames: ['chat', 'outcome', 'kpi'],
    registers,
  });
  const questionSeconds = new Histogram({
    name: 'tally_question_duration_seconds',
    help: 'From a question’s arrival to its answer.',
    labelNames: ['chat', 'outcome'],
    buckets: ANSWER_BUCKETS,
    registers,
  });
  const refreshSeconds = new Histogram({
    name: 'tally_refresh_duration_seconds',
    help: 'Reading a table out of its source into the model.',
    labelNames: ['source', 'table', 'outcome'],
    buckets: REFRESH_BUCKETS,
    registers,
  });
  const sourceErrors = new Counter({
    name: 'tally_source_errors_total',
    help: 'Failures of sources, by what was wrong.',
    labelNames: ['source', 'problem'],
    registers,
  });
  const slackCalls = new Counter({
    name: 'tally_slack_calls_total',
    help: 'Calls of Slack’s Web API, by method and ok or Slack’s error code.',
    labelNames: ['method', 'outcome'],
    registers,
  });
  const slackSeconds = new Histogram({
    name: 'tally_slack_call_duration_seconds',
    help: 'Calls of Slack’s Web API.',
    labelNames: ['method'],
    buckets: ANSWER_BUCKETS,
    registers,
  });
  const rateLimits = new Counter({
    name: 'tally_slack_rate_limited_total',
    help: 'Calls that Slack put off.',
    labelNames: ['method'],
    registers,
  });
  const rateLimitSeconds = new Counter({
    name: 'tally_slack_rate_limited_seconds_total',
    help: 'How long Slack asked to wait.',
    labelNames: ['method'],
    registers,
  });
  const connected = new Gauge({
    name: 'tally_slack_connected',
    help: '1 while Slack is connected, else 0.',
    registers,
  });
  const pictures = new Counter({
    name: 'tally_pictures_total',
    help: 'Charts drawn and failed.',
    labelNames: ['outcome'],
    registers,
  });
  const pictureSeconds = new Histogram({
    name: 'tally_picture_duration_seconds',
    help: 'Drawing a chart.',
    labelNames: ['outcome'],
    buckets: ANSWER_BUCKETS,
    registers,
  });
  const deliveries = new Counter({
    name: 'tally_deliveries_total',
    help: 'Answers that reached the chat whole, without their chart or table, or not at all.',
    labelNames: ['outcome'],
    registers,
  });
  const postings = new Counter({
    name: 'tally_postings_total',
    help: 'What was posted without being asked, by kind and how it ended.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const postingSeconds = new Histogram({
    name: 'tally_posting_delay_seconds',
    help: 'From when something was due until it was posted.',
    labelNames: ['kind'],
    buckets: DELAY_BUCKETS,
    registers,
  });
  const postingHere = new Gauge({
    name: 'tally_posting_active',
    help: '1 where this instance posts what is due, 0 where it stands by.',
    registers,
  });
  // A rate needs a start: what may happen any time is there from the first reading on.
  for (const outcome of ['drawn', 'failed'] as const) pictures.inc({ outcome }, 0);
  for (const outcome of ['delivered', 'degraded', 'lost'] as const) deliveries.inc({ outcome }, 0);

  const known = new Set(kpis);
  const label = { chat: boundedLabel(), outcome: boundedLabel(), method: boundedLabel(), answer: boundedLabel() };
  const problem = boundedLabel();
  return {
    question({ chat, outcome, kpi }, seconds) {
      const labels = { chat: label.chat(chat), outcome: label.outcome(outcome) };
      questions.inc({ ...labels, kpi: kpi !== null && known.has(kpi) ? kpi : 'none' });
      questionSeconds.observe(labels, positive(seconds));
    },
    refresh: (labels, seconds) => refreshSeconds.observe({ ...labels }, positive(seconds)),
    sourceError: (labels) => sourceErrors.inc({ source: labels.source, problem: problem(labels.problem) }),
    slackCall(labels, seconds) {
      const method = label.method(labels.method);
      slackCalls.inc({ method, outcome: label.answer(labels.outcome) });
      slackSeconds.observe({ method }, positive(seconds));
    },
    slackRateLimited(method, retryAfter) {
      rateLimits.inc({ method: label.method(method) });
      rateLimitSeconds.inc({ method: label.method(method) }, positive(retryAfter));
    },
    slackConnected: (is) => connected.set(is ? 1 : 0),
    picture(outcome, seconds) {
      pictures.inc({ outcome });
      pictureSeconds.observe({ outcome }, positive(seconds));
    },
    delivery: (outcome) => deliveries.inc({ outcome }),
    posting({ kind, outcome }, seconds) {
      postings.inc({ kind, outcome });
      if (outcome === 'sent') postingSeconds.observe({ kind }, positive(seconds));
    },
    postingActive: (active) => postingHere.set(active ? 1 : 0),
    ages: (read) => collectAges(registry, read),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

/** A clock that was set back, or a header that is no number, is no reason to lose an answer. */
function positive(seconds: number): number {
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 0;
}
