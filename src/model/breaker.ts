/** Lets a server that fails rest, and finds out by one try whether it is back. */
export interface Breaker {
  /** The moment before which no try is worth it; null when there is nothing to wait for. */
  readonly nextTry: Date | null;
  /** Why and when the last try failed; null since the last success. */
  readonly last: Failure | null;
  /**
   * Runs the work, and waits longer for the next try where its error `opens`. After a failure one try runs alone until
   * it has `answered`, or is over: who comes meanwhile waits for that, and gets its error when that was one. Any other
   * error is no failure of what the breaker guards.
   */
  run<T>(work: (answered: () => void) => Promise<T>): Promise<T>;
}

export interface Failure {
  readonly error: unknown;
  readonly at: Date;
}

const FIRST = 5_000;
const LONGEST = 5 * 60_000;

/**
 * Waits twice as long after each failure in a row, from five seconds to five minutes: a login that is refused is not
 * tried until the account is locked, and a server that comes back is found soon. The library's breaker is not used
 * because it says nothing of its next try and stands still when the clock is set back.
 */
export function createBreaker(now: () => Date, opens: (error: unknown) => boolean): Breaker {
  let failures = 0;
  let last: Failure | null = null;
  /** Whether the one that runs alone was answered. */
  let probing: Promise<boolean> | null = null;

  async function attempt<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      [failures, last] = [0, null];
      return result;
    } catch (error) {
      if (opens(error)) {
        // What failed together counts once.
        if (last === null || now().getTime() - last.at.getTime() >= wait(failures) || clockWentBack()) failures++;
        last = { error, at: now() };
      } else [failures, last] = [0, null];
      throw error;
    }
  }

  const clockWentBack = () => last !== null && last.at > now();

  return {
    get nextTry() {
      if (last === null || clockWentBack()) return null;
      const next = new Date(last.at.getTime() + wait(failures));
      return next > now() ? next : null;
    },
    get last() {
      return last;
    },
    async run(work) {
      while (probing !== null) {
        if (!(await probing) && last !== null) throw last.error;
      }
      if (last === null) return attempt(() => work(() => undefined));
      let answered = (): void => undefined;
      const answer = new Promise<boolean>((resolve) => {
        answered = () => resolve(true);
      });
      const probe = attempt(() => work(answered));
      const end = probe.then(
        () => true,
        () => false,
      );
      probing = Promise.race([answer, end]).finally(() => {
        probing = null;
      });
      return probe;
    },
  };
}

const wait = (failures: number): number => Math.min(LONGEST, FIRST * 2 ** (failures - 1));
