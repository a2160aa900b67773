import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { complaintsOf, rightsOf } from './access/index.js';
import { type ChartDrawer, createChartDrawer } from './charts/index.js';
import type { Desk } from './commands/desk.js';
import { COMMANDS } from './commands/index.js';
import { createPace } from './commands/pace.js';
import { createQuestions, type Questions } from './commands/questions.js';
import { ConfigError, loadConfig, type Settings } from './config/index.js';
import type { Digest } from './digest/digest.js';
import { KPIS } from './kpi/index.js';
import type { Result } from './kpi/result.js';
import { ACCEPT, ALL_RIGHTS } from './kpi/rights.js';
import { keepFresh, Model, type ReadResult, type RefreshEvent } from './model/index.js';
import { type Log, type Metrics, openLog, openMetrics } from './observe/index.js';
import { SourceError } from './sources/errors.js';
import { createSource } from './sources/index.js';
import type { Source } from './sources/source.js';
import { openState, type State } from './state/index.js';

export interface App {
  readonly settings: Settings;
  readonly model: Model;
  readonly sources: ReadonlyMap<string, Source>;
  /** With all rights: of whoever runs Tally. */
  readonly desk: Desk;
  readonly questions: Questions;
  readonly state: State;
  readonly metrics: Metrics;
  readonly log: Log;
  /** The result's chart as PNG; null when it has none. */
  draw(result: Result): Promise<Uint8Array | null>;
  /** The digest as a picture, as PNG. */
  drawDigest(digest: Digest): Promise<Uint8Array>;
  /** Keeps the model fresh though nobody asks, until it is closed; `onRound` runs whenever all that was due is done. */
  keepFresh(onRound: () => Promise<void>): void;
  /** What is called when something was made due, as by “run now”. */
  onDue(wake: () => void): void;
  /** What is called whenever rows were found to be others, whoever had them read. */
  onChanged(look: () => void): void;
  close(): Promise<void>;
}

export interface AppOptions {
  /** Path of the configuration file. */
  readonly config: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly now?: () => Date;
  readonly onRefresh?: (event: RefreshEvent) => void;
  /** Keeps model and state in memory and leaves those on disk to whoever holds them. */
  readonly detached?: boolean;
}

/** The composition root: configuration → sources → model → commands → questions. */
export async function openApp(options: AppOptions): Promise<App> {
  const { config: path, environment = process.env, now = () => new Date(), detached = false } = options;
  const settings = loadConfig(path, environment);
  const { config } = settings;
  refuseUnknownRules(path, settings);
  const folder = dirname(config.model.file);
  mkdirSync(folder, { recursive: true });
  const log = openLog({
    destination: join(folder, 'tally.log'),
    level: environment.TALLY_LOG ?? 'info',
    secrets: settings.secrets,
  });
  let changed = () => {};
  const metrics = openMetrics({ kpis: KPIS.map(({ name }) => name) });
  const { model, sources } = await openModel(settings, { now, detached, log }, (event) => {
    observe(event, log, metrics);
    options.onRefresh?.(event);
    if (event.kind === 'loaded' && event.result.changed) changed();
  });
  metrics.ages(() => agesOf(model));
  const { url, authToken, audit: keepAudit } = config.state;
  const state = await openState({
    url: detached ? ':memory:' : url,
    authToken,
    now,
    keepAudit,
    keepDelivered: config.delivery.keep,
  });
  let wake = () => {};
  const desk: Desk = {
    model,
    budget: config.refresh.budget,
    tolerance: config.stock.tolerance,
    fiscalYearStart: config.fiscalYearStart,
    currency: config.currency,
    rights: ALL_RIGHTS,
    who: 'command line',
    asker: { chat: 'command line', user: 'command line', channel: null, public: false },
    rightsIn: () => ALL_RIGHTS,
    acceptances: state.acceptances,
    subscriptions: state.subscriptions,
    deliveries: state.deliveries,
    alerts: state.alerts,
    recorded: state.recorded,
    tolerances: config.tolerances,
    timeZone: config.timeZone,
    wake: () => wake(),
  };
  let drawer: ChartDrawer | null = null;
  const charts = (): ChartDrawer => {
    drawer ??= createChartDrawer({
      workers: config.charts.workers,
      quickchart: config.charts.quickchart,
      onFallback: (error) => log.warn({ err: error }, 'chart server failed, drawn in the process'),
    });
    return drawer;
  };
  let keeping: ReturnType<typeof keepFresh> | null = null;
  return {
    settings,
    model,
    sources,
    desk,
    state,
    metrics,
    log,
    questions: createQuestions({
      desk,
      rightsOf: (who) => rightsOf(config.access, who),
      record: state.audit.record,
      pace: createPace(config.slack.questionsPerMinute),
      metrics,
      log,
      now,
    }),
    draw: async (result) => charts().draw(result),
    drawDigest: async (digest) => charts().drawDigest(digest),
    keepFresh(onRound) {
      keeping ??= keepFresh(
        { tend: () => model.tend(), status: () => model.refresher.status() },
        {
          every: config.refresh.every,
          now,
          async onRound(error) {
            if (error !== null) log.error({ err: error }, 'model not kept fresh');
            await onRound();
          },
        },
      );
    },
    onDue(called) {
      wake = called;
    },
    onChanged(called) {
      changed = called;
    },
    async close() {
      // Together: a source that does not answer is not waited for, and its reads end with it.
      const ended = [...sources.values()].map((source) => source.close());
      await Promise.all([keeping?.stop(), model.close(), ...ended]);
      await drawer?.close();
      await state.close();
      log.flush();
    },
  };
}

function refuseUnknownRules(path: string, { config }: Settings): void {
  const known = { subjects: COMMANDS.map(({ name }) => name), kpis: [...KPIS.map(({ name }) => name), ACCEPT] };
  const complaints = complaintsOf(config.access, known);
  if (complaints.length > 0)
    throw new ConfigError(
      path,
      complaints.map(({ key, rule }) => `${key}: ${rule}`),
    );
}

async function openModel(
  { config, feeds }: Settings,
  { now, detached, log }: { readonly now: () => Date; readonly detached: boolean; readonly log: Log },
  onRefresh: (event: RefreshEvent) => void,
): Promise<{ model: Model; sources: ReadonlyMap<string, Source> }> {
  let sources: ReadonlyMap<string, Source> = new Map();
  const model = await Model.open(
    {
      ...config.model,
      ...(detached ? { file: ':memory:' } : {}),
      feeds,
      timeZone: config.timeZone,
      ...config.refresh,
      now,
      onRefresh,
      onNotice: ({ kind, detail }) => log.warn({ kind, detail }, 'notice of the model'),
    },
    async (files) => {
      const made = Object.entries(config.sources).map(([name, source]) => createSource(name, source, files));
      sources = new Map((await Promise.all(made)).map((source) => [source.name, source]));
      return sources;
    },
  );
  return { model, sources };
}

function observe(event: RefreshEvent, log: Log, metrics: Metrics): void {
  const { id, source, table } = event.feed;
  switch (event.kind) {
    case 'loaded':
      metrics.refresh({ source, table, outcome: 'loaded' }, event.result.durationMs / 1000);
      log[event.result.changed ? 'info' : 'debug']({ feed: id, ...figuresOf(event.result) }, 'table refreshed');
      return;
    case 'unrecorded':
      log.error({ feed: id, err: event.error }, 'state of the day not recorded');
      return;
    case 'failed':
      metrics.refresh({ source, table, outcome: 'failed' }, 0);
      if (event.error instanceof SourceError) metrics.sourceError({ source, problem: event.error.problem });
      log.error({ feed: id, err: event.error }, 'table not refreshed');
  }
}

const figuresOf = ({ mode, read, kept, rejected, changed, durationMs }: ReadResult) => ({
  mode,
  read,
  kept,
  rejected,
  changed,
  durationMs,
});

async function agesOf(model: Model) {
  const statuses = await model.refresher.status();
  const now = model.now.getTime();
  return statuses.map(({ feed: { source, table }, asOf }) => ({
    source,
    table,
    seconds: asOf === null ? null : (now - asOf.getTime()) / 1000,
  }));
}
