import { randomUUID } from 'node:crypto';
import { type Log, withRequest } from '../../observe/index.js';

/** What is being answered, so that a shutdown can let it finish. */
export interface Work {
  /**
   * Runs one piece under a request id of its own. Never rejects: what fails is logged, and whoever waits for it is told
   * with that id.
   */
  run(name: string, piece: () => Promise<void>, tell?: (id: string) => Promise<void>): Promise<void>;
  /** Resolves when `closing` is done and nothing runs any more, or after `patience` milliseconds; yields how many pieces still do. */
  finished(patience: number, closing: Promise<void>): Promise<number>;
}

export function createWork(log: Log): Work {
  const running = new Set<Promise<void>>();

  async function attempt(what: string, work: string, piece: () => Promise<void>): Promise<boolean> {
    try {
      await piece();
      return true;
    } catch (error) {
      log.error({ err: error, work }, what);
      return false;
    }
  }

  async function allDone(closing: Promise<void>): Promise<void> {
    await attempt('not closed', 'shutdown', () => closing);
    // What came in at the last moment may have begun meanwhile.
    while (running.size > 0) await Promise.all(running);
  }

  return {
    run(name, piece, tell) {
      const id = randomUUID().slice(0, 8);
      const done = withRequest(id, async () => {
        const succeeded = await attempt('work failed', name, piece);
        if (!succeeded && tell) await attempt('failure not told', name, () => tell(id));
      });
      running.add(done);
      return done.finally(() => running.delete(done));
    },
    async finished(patience, closing) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise((resolve) => {
        timer = setTimeout(resolve, patience);
      });
      await Promise.race([allDone(closing), late]);
      clearTimeout(timer);
      return running.size;
    },
  };
}
