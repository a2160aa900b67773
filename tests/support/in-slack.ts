import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { groupsNamed } from '../../src/access/index.js';
import { type App, openApp } from '../../src/app.js';
import { createChartDrawer } from '../../src/charts/index.js';
import { startSlack as startTallyInSlack } from '../../src/chat/slack/index.js';
import type { Questions } from '../../src/commands/questions.js';
import { type TestCompany, temporaryFolder, writeCompany } from './app.js';
import { freePort } from './port.js';
import { type Slack, type SlackOptions, startSlack } from './slack.js';
import { SMALL } from './small.js';

/** Charts are drawn by the compiled worker: a thread cannot run TypeScript. */
const WORKER = new URL('../../dist/charts/worker.js', import.meta.url);

export interface InSlackOptions {
  readonly mode?: 'socket' | 'http';
  readonly slack?: SlackOptions;
  readonly company?: TestCompany;
  /** Further keys of the configuration, as YAML: access rules, for example. */
  readonly settings?: string;
  /** Further keys under `slack`, as YAML in one line. */
  readonly slackSettings?: string;
  /** Default 10s: no placeholder, however slow the machine. */
  readonly placeholderAfter?: string;
  /** Awaited before each question is answered, as a slow source is. */
  readonly hold?: () => Promise<void>;
  /** A Slack that is there already, for another Tally after a restart or beside the first. */
  readonly onto?: Slack;
  /** Of an earlier Tally: its configuration, model and state are taken over. */
  readonly folder?: string;
  /** Besides the tokens. */
  readonly environment?: Readonly<Record<string, string>>;
  /** In place of the company's moment. */
  readonly now?: () => Date;
  /** Parts that fail, are slow, or are watched. */
  readonly replaced?: (app: App) => Partial<TallyOptions>;
}

export interface InSlack {
  readonly slack: Slack;
  readonly app: App;
  readonly tally: TallySlack;
  readonly folder: string;
  /** Where Slack's requests arrive, in HTTP mode. */
  readonly url: `http://${string}`;
  /** Ends Tally as a signal does. */
  stop(): Promise<void>;
  /** Ends it and lets go of its folder. */
  end(): Promise<void>;
  /** The lines of its log so far. */
  lines(): readonly Readonly<Record<string, unknown>>[];
}

type TallyOptions = Parameters<typeof startTallyInSlack>[0];
type TallySlack = Awaited<ReturnType<typeof startTallyInSlack>>;

/** Tally over a few files, connected to a strict Slack. */
export async function tallyInSlack(options: InSlackOptions = {}): Promise<InSlack> {
  const { mode = 'socket', hold, folder = temporaryFolder() } = options;
  const slack = options.onto ?? (await startSlack(options.slack));
  if (options.onto === undefined) onTestFinished(() => slack.close());
  const port = mode === 'http' ? await freePort() : 0;
  const app = await openApp({
    config: configOf(folder, options, port),
    environment: { ...options.environment, ...(mode === 'http' ? slack.httpEnv : slack.env) },
    now: options.now ?? clockOf(options),
  });
  const { config, slack: tokens } = app.settings;
  if (tokens === null) throw new Error('No tokens');
  // As `tally start` reads ahead: the first question does not wait. A source that is down is for the test to see.
  await app.model.refresher.ensure([...new Set(app.model.feeds.map(({ table }) => table))], 0).catch(() => undefined);
  const drawer = createChartDrawer({ workers: 1, workerUrl: WORKER });
  const tally = await startTallyInSlack({
    ...config.slack,
    publicChannels: config.slack.public,
    tokens,
    groupsNamed: groupsNamed(config.access),
    questions: hold ? held(app.questions, hold) : app.questions,
    state: app.state,
    draw: (result) => drawer.draw(result),
    metrics: app.metrics,
    log: app.log,
    ...options.replaced?.(app),
  });
  const stop = once(() => tally.stop());
  const end = once(async () => {
    await stop();
    await drawer.close();
    await app.close();
  });
  onTestFinished(end);
  const url = `http://127.0.0.1:${port}/slack/events` as const;
  if (mode === 'socket') await slack.connected();
  else slack.deliverTo(url);
  return { slack, app, tally, folder, url, stop, end, lines: () => logLines(folder) };
}

/** Writes it unless it is there. */
function configOf(folder: string, options: InSlackOptions, port: number): string {
  const { company = SMALL, settings = '', slackSettings, placeholderAfter = '10s' } = options;
  const there = join(folder, 'tally.yaml');
  if (existsSync(there)) return there;
  const keys = [`placeholderAfter: ${placeholderAfter}`, `port: ${port}`, ...(slackSettings ? [slackSettings] : [])];
  return writeCompany(folder, { ...company, settings: `slack: { ${keys.join(', ')} }\n${settings}` });
}

function clockOf({ company = SMALL }: InSlackOptions): () => Date {
  const now = new Date(company.now ?? '2026-03-10T12:00:00Z');
  return () => now;
}

function logLines(folder: string): readonly Readonly<Record<string, unknown>>[] {
  const text = readFileSync(join(folder, 'tally.log'), 'utf8').trim();
  return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line));
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}

function held(questions: Questions, hold: () => Promise<void>): Questions {
  return {
    ...questions,
    async ask(text, asker) {
      await hold();
      return questions.ask(text, asker);
    },
  };
}
