import type { FeedStatus } from './feed-status.js';

/** What is kept fresh though nobody asks. */
export interface Tended {
  /** Brings everything up to date that is due. */
  tend(): Promise<void>;
  status(): Promise<readonly Pick<FeedStatus, 'nextTry'>[]>;
}

export interface ScheduleOptions {
  /** Milliseconds between the end of a round and the next. */
  readonly every: number;
  readonly now: () => Date;
  /** After each round, and for what goes wrong in it. */
  readonly onRound: (error: unknown) => Promise<void> | void;
}

/** Shortest time between two rounds: a source whose next try is due may be found waiting still. */
const LEAST = 1000;

/** Goes round at once and then on and on: every so often, and as soon as a source that failed is worth another try. */
export function keepFresh(tended: Tended, { every, now, onRound }: ScheduleOptions): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let round = Promise.resolve();

  async function goRound(): Promise<void> {
    let error: unknown = null;
    let tries: readonly Date[] = [];
    try {
      await tended.tend();
      tries = (await tended.status()).flatMap(({ nextTry }) => nextTry ?? []);
    } catch (failure) {
      error = failure;
    }
    if (stopped) return;
    await onRound(error);
    if (!stopped) timer = setTimeout(begin, waitFor(tries, every, now())).unref();
  }

  function begin(): void {
    round = goRound();
  }

  begin();
  return {
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await round;
    },
  };
}

function waitFor(tries: readonly Date[], every: number, now: Date): number {
  const first = Math.min(...tries.map((moment) => moment.getTime() - now.getTime()), every);
  return Math.max(first, LEAST);
}
