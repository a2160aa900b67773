import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

/** A worker thread that takes one job at a time. */
export interface Thread<Job, Answer> {
  /** Rejects when the thread fails, ends or does not answer in time; the next job then gets a new one. */
  run(job: Job): Promise<Answer>;
  /** Ends the thread for good: a job under way rejects, and so does every later one. */
  end(): Promise<void>;
}

/**
 * A thread that is started by its first job and does not keep the process alive between jobs.
 * `patience` is the time in milliseconds after which a thread that does not answer is given up.
 */
export function createThread<Job, Answer>(url: URL, patience: number): Thread<Job, Answer> {
  let worker: Worker | undefined;
  let ended = false;

  function start(): Worker {
    const started = new Worker(url, { execArgv: [] });
    const forget = () => {
      if (worker === started) worker = undefined;
    };
    // Nobody else listens to an idle thread, and an error that nobody hears ends the process.
    return started.on('error', forget).on('exit', forget);
  }

  async function answerOf(current: Worker, job: Job): Promise<Answer> {
    const settled = new AbortController();
    const listening = { signal: settled.signal };
    current.ref();
    try {
      current.postMessage(job);
      return await Promise.race([
        once(current, 'message', listening).then(([answer]) => answer as Answer),
        once(current, 'exit', listening).then(([code]) => fail(`the thread ended with exit code ${code}`)),
        delay(patience, null, listening).then(() => fail(`no answer within ${patience} ms`)),
      ]);
    } finally {
      settled.abort();
      current.unref();
    }
  }

  return {
    async run(job) {
      if (ended) throw new Error('no more charts are drawn: Tally is stopping');
      worker ??= start();
      const current = worker;
      try {
        return await answerOf(current, job);
      } catch (cause) {
        worker = undefined;
        await current.terminate();
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`a chart could not be drawn: ${reason}`, { cause });
      }
    },

    async end() {
      ended = true;
      await worker?.terminate();
    },
  };
}

function fail(message: string): never {
  throw new Error(message);
}
