import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type Logger, pino } from 'pino';
import { type ChartDrawer, createChartDrawer } from './charts/index.js';
import type { Desk } from './commands/desk.js';
import { loadConfig, type Settings } from './config/index.js';
import type { Result } from './kpi/result.js';
import { Model, type RefreshEvent } from './model/index.js';
import { createSource } from './sources/index.js';
import type { Source } from './sources/source.js';

export interface App {
  readonly settings: Settings;
  readonly model: Model;
  readonly sources: ReadonlyMap<string, Source>;
  readonly desk: Desk;
  readonly log: Logger;
  /** Draws and keeps a result's chart; yields the path, or null when the result has none. */
  chart(result: Result, path?: string): Promise<string | null>;
  close(): Promise<void>;
}

export interface AppOptions {
  /** Path of the configuration file. */
  readonly config: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly now?: () => Date;
  readonly onRefresh?: (event: RefreshEvent) => void;
  /** Keeps the model in memory and leaves the one on disk to whoever holds it. */
  readonly detached?: boolean;
}

/** The composition root: configuration → sources → model → commands. */
export async function openApp({
  config: path,
  environment = process.env,
  now = () => new Date(),
  onRefresh,
  detached,
}: AppOptions): Promise<App> {
  const settings = loadConfig(path, environment);
  const { config, feeds } = settings;
  const folder = dirname(config.model.file);
  mkdirSync(folder, { recursive: true });
  const log = openLog(folder, environment.TALLY_LOG ?? 'info', settings.secrets);
  let sources: ReadonlyMap<string, Source> = new Map();
  const model = await Model.open(
    {
      ...config.model,
      ...(detached ? { file: ':memory:' } : {}),
      feeds,
      timeZone: config.timeZone,
      maxAge: config.refresh.maxAge,
      minInterval: config.refresh.minInterval,
      now,
      onRefresh(event) {
        logRefresh(log, event);
        onRefresh?.(event);
      },
    },
    async (files) => {
      const made = Object.entries(config.sources).map(([name, source]) => createSource(name, source, files));
      sources = new Map((await Promise.all(made)).map((source) => [source.name, source]));
      return sources;
    },
  );
  let drawer: ChartDrawer | null = null;
  let charts = 0;
  return {
    settings,
    model,
    sources,
    log,
    desk: { model, budget: config.refresh.budget, tolerance: config.stock.tolerance, currency: config.currency },
    async chart(result, target) {
      drawer ??= createChartDrawer({
        workers: config.charts.workers,
        quickchart: config.charts.quickchart,
        onFallback: (error) => log.warn({ err: error }, 'chart server failed, drawn in the process'),
      });
      const png = await drawer.draw(result);
      if (png === null) return null;
      const file =
        target ??
        join(
          folder,
          'charts',
          `${result.kpi}-${now().toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}-${++charts}.png`,
        );
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, png);
      return relative(process.cwd(), file) || file;
    },
    async close() {
      await model.close();
      await drawer?.close();
      await Promise.all([...sources.values()].map((source) => source.close()));
      log.flush();
    },
  };
}

/** A file beside the model: the terminal belongs to the answers. Secrets are taken out of every line. */
function openLog(folder: string, level: string, secrets: readonly string[]): Logger {
  const file = pino.destination({ dest: join(folder, 'tally.log'), sync: true, mkdir: true });
  const hide = (line: string) =>
    secrets.reduce((text, secret) => text.replaceAll(JSON.stringify(secret).slice(1, -1), '[secret]'), line);
  return pino({ level, base: null }, { write: (line: string) => void file.write(hide(line)) });
}

function logRefresh(log: Logger, event: RefreshEvent): void {
  const { feed } = event;
  if (event.kind === 'loaded') log.info({ feed: feed.id, ...event.result }, 'table refreshed');
  if (event.kind === 'failed') log.error({ feed: feed.id, err: event.error }, 'table not refreshed');
}
