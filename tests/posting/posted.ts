import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { createChartDrawer } from '../../src/charts/index.js';
import { startPosting, type Posting as TallyPosting } from '../../src/cli/posting.js';
import type { Delivery, DeliveryKind } from '../../src/state/index.js';
import { type TestCompany, temporaryFolder, writeCompany } from '../support/app.js';
import { type InSlack, type InSlackOptions, tallyInSlack } from '../support/in-slack.js';
import { type Posted, type Slack, type SlackOptions, startSlack } from '../support/slack.js';
import { LeapingClock } from './clock.js';
import { COMPANY } from './company.js';
import { settled, whileAlive } from './going-on.js';

/** Charts are drawn by the compiled worker, one for a file of tests: a thread cannot run TypeScript. */
const drawer = createChartDrawer({
  workers: 1,
  workerUrl: new URL('../../dist/charts/worker.js', import.meta.url),
});
afterAll(() => drawer.close());

export interface PostingOptions extends Pick<InSlackOptions, 'onto' | 'folder'> {
  /** ISO 8601 instant at which it begins; default Monday the 9th of March 2026, 07:00 UTC. */
  readonly at?: string;
  /** Of its clock; left out, it is fast. */
  readonly rate?: number;
  readonly slack?: SlackOptions;
  readonly company?: Partial<TestCompany>;
  /** Further keys of the configuration, as YAML. */
  readonly settings?: string;
}

/** Tally in Slack that posts by itself. */
export interface Posting extends InSlack {
  readonly clock: LeapingClock;
  readonly posting: TallyPosting;
  /** Replaces files; null takes one away. */
  put(files: Readonly<Record<string, string | null>>): void;
  /** Goes on by so many milliseconds, and waits for nothing. */
  leap(milliseconds: number): void;
  /** Goes on to a moment, ISO 8601, and waits until what is due then is over, or put off. */
  to(moment: string): Promise<void>;
  /** The same after so many milliseconds. */
  later(milliseconds: number): Promise<void>;
  /** So many milliseconds later a round of refreshes is over, and what alerts tell is posted. */
  round(milliseconds?: number): Promise<void>;
  settled(): Promise<void>;
  /** Ended as by a signal, and started again over the same folder, by this configuration, so many milliseconds later. */
  restart(again?: { readonly settings?: string; readonly after?: number }): Promise<Posting>;
  /** Another one in the same Slack, by the same clock, over a folder of its own. */
  beside(settings?: string): Promise<Posting>;
  /** As when its process is killed: nothing of it goes on. */
  kill(): Promise<void>;
  deliveries(id: number, kind?: DeliveryKind): Promise<readonly Delivery[]>;
  /** What stands in a channel by itself, oldest first, without threads. */
  posts(channel: string): readonly Posted[];
}

export async function posting(options: PostingOptions = {}): Promise<Posting> {
  const { at = '2026-03-09T07:00:00Z' } = options;
  const slack = options.onto ?? (await startSlack(options.slack));
  if (options.onto === undefined) onTestFinished(() => slack.close());
  const clock = new LeapingClock(new Date(at), options.rate);
  // Slack looks for what was posted since a moment of our clock.
  slack.advance(new Date(at).getTime() - Date.now());
  return started(options, slack, clock);
}

async function started(options: PostingOptions, onto: Slack, clock: LeapingClock): Promise<Posting> {
  const { folder = temporaryFolder(), settings = '', company } = options;
  const keys = `slack: { placeholderAfter: 10s, port: 0 }\n${settings}`;
  writeCompany(folder, { ...COMPANY, ...company, settings: `${keys}\n${company?.settings ?? ''}` });
  const draw: typeof drawer.draw = (result) => drawer.draw(result);
  const made = await tallyInSlack({ folder, onto, now: () => clock.now, replaced: () => ({ draw }) });
  let alive = true;
  const { app, tally } = made;
  const engine = await startPosting(
    { ...app, draw },
    whileAlive(tally.courier, () => alive),
    clock.of(() => alive),
  );
  const stop = async () => {
    if (alive) await engine.stop(10_000);
    alive = false;
  };
  onTestFinished(stop);
  const all: Posting = {
    ...made,
    clock,
    posting: engine,
    put(files) {
      for (const [name, text] of Object.entries(files)) {
        if (text === null) rmSync(join(folder, name));
        else writeFileSync(join(folder, name), text);
      }
    },
    to: (moment) => all.later(new Date(moment).getTime() - clock.now.getTime()),
    leap(milliseconds) {
      onto.advance(milliseconds);
      clock.leap(milliseconds);
      app.desk.wake();
    },
    later(milliseconds) {
      all.leap(milliseconds);
      return all.settled();
    },
    async round(milliseconds = 0) {
      await all.later(milliseconds);
      await app.model.tend();
      await engine.look();
      await all.settled();
    },
    settled: () => settled(app.state, clock),
    async restart({ settings: again = settings, after = 0 } = {}) {
      await all.end();
      onto.advance(after);
      clock.leap(after);
      const next = await started(
        { ...options, folder, settings: again, company: { ...company, files: {} } },
        onto,
        clock,
      );
      await next.settled();
      return next;
    },
    beside: (other = settings) => started({ ...options, folder: temporaryFolder(), settings: other }, onto, clock),
    async end() {
      await stop();
      await made.end();
    },
    async kill() {
      alive = false;
      await made.end();
    },
    deliveries: (id, kind = 'subscription') => app.state.deliveries.of(kind, id, 100),
    posts: (channel) =>
      onto.messages.filter((one) => one.channel === channel && one.metadata !== null && one.threadTs === undefined),
  };
  return all;
}
