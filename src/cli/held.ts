import { type App, type AppOptions, openApp } from '../app.js';
import { holderAt, type Output, type ProgressStep } from '../instance/index.js';
import { type Instance, type ServeOptions, serve } from '../instance/server.js';
import { ModelLocked, type RefreshEvent } from '../model/index.js';
import { localUser } from './asker.js';
import { perform } from './calls.js';
import type { Target } from './target.js';
import { createTurns } from './turns.js';
import { programVersion } from './version.js';

/** Another process has the model, and answers for it. */
export class HeldElsewhere extends Error {
  override readonly name = 'HeldElsewhere';
}

/** The model, opened by this process, which answers for the others of this user as long as it has it. */
export interface Held {
  readonly app: App;
  /** While the work runs, its output is told how far refreshes have come. */
  watch<T>(output: Pick<Output, 'tty' | 'progress'>, work: () => Promise<T>): Promise<T>;
}

/** `role` is `start` for who stays, else the command's name. Throws HeldElsewhere and what `openApp` throws. */
export async function hold<T>(
  path: string,
  target: Target | null,
  role: string,
  work: (held: Held) => Promise<T>,
): Promise<T> {
  const watchers = new Set<(step: ProgressStep) => void>();
  const since = new Date().toISOString();
  const onRefresh = (event: RefreshEvent) => {
    const step = stepOf(event);
    for (const watcher of watchers) watcher(step);
  };
  const app = await openUnlessHeld(target, { config: path, onRefresh });
  const watch: Held['watch'] = async (output, inner) => {
    if (!output.tty) return inner();
    const watcher = (step: ProgressStep) => output.progress(step);
    watchers.add(watcher);
    try {
      return await inner();
    } finally {
      watchers.delete(watcher);
    }
  };
  const held = { app, watch };
  const instance = target === null ? null : await listen(held, target, role, since);
  try {
    return await work(held);
  } finally {
    // Before the model is let go of, so that nobody finds the socket of one that does not hold it.
    await instance?.close();
    await app.close();
  }
}

/** Questions of other terminals that are worked on together, so that Slack's are not behind many. */
const AT_ONCE = 2;
/** After this long, in milliseconds, a question is waiting for a source. */
const LONG = 1000;

async function listen({ app, watch }: Held, target: Target, role: string, since: string): Promise<Instance | null> {
  const { place, config } = target;
  const turn = createTurns(AT_ONCE, LONG);
  const execute: ServeOptions['execute'] = (call, output) => {
    const work = () => watch(output, () => perform(app, call, output));
    // Refreshes take turns in the model.
    return call.command === 'refresh' ? work() : turn(work);
  };
  try {
    return await serve({
      place,
      holder: { role, pid: process.pid, since, version: programVersion(), config },
      execute,
      log: app.log,
    });
  } catch (error) {
    // A file system without sockets: others are told that the model is in use, as ever.
    app.log.warn({ err: error }, 'other processes cannot ask this one');
    return null;
  }
}

/** How often it is looked whether somebody who opened the model first answers for it, in milliseconds. */
const LOOK = 100;

/**
 * Whoever has the model may be about to listen, which takes seconds where many start at once; in milliseconds, beside
 * what `openApp` waits itself.
 */
const PATIENCE = 8000;

/** Of two that start together one gets the model; the other need not wait until its patience is at an end. */
async function openUnlessHeld(target: Target | null, options: AppOptions): Promise<App> {
  if (target === null) return openApp(options);
  let opened = false;
  let beaten = false;
  const opening = openPatiently(options, () => beaten);
  const ended = opening.then(
    () => true,
    () => true,
  );
  const who = { version: programVersion(), config: target.config.digest, asker: localUser() };
  const look = async (): Promise<App> => {
    for (;;) {
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, LOOK).unref())]);
      if (opened) return opening;
      if ((await holderAt(target.place, who)) === null) continue;
      if (opened) return opening;
      beaten = true;
      // Should it get the model after all, the other is leaving: it is not needed any more.
      opening.then(
        (app) => app.close(),
        () => undefined,
      );
      throw new HeldElsewhere();
    }
  };
  const first = opening.finally(() => {
    opened = true;
  });
  return Promise.race([first, look()]);
}

async function openPatiently(options: AppOptions, beaten: () => boolean): Promise<App> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await openApp(options);
    } catch (error) {
      if (!(error instanceof ModelLocked) || beaten() || Date.now() > deadline) throw error;
    }
  }
}

function stepOf(event: RefreshEvent): ProgressStep {
  const { id, source, table } = event.feed;
  const name = `${source} ${table}`;
  const { rows, expected } = event.kind === 'rows' ? event : { rows: 0, expected: null };
  const kind = event.kind === 'started' || event.kind === 'rows' ? event.kind : 'ended';
  return { kind, id, name, rows, expected };
}
