import { createThread, type Thread } from './thread.js';

export interface PoolOptions {
  /** The script of the threads: it answers every message with one message. */
  readonly url: URL;
  /** Threads at most. Each is started by the first job that finds no other free. */
  readonly workers: number;
  /** Jobs that may wait for a thread. */
  readonly queue: number;
  /** Milliseconds that a thread may take for one job. */
  readonly patience: number;
}

export interface Pool<Job, Answer> {
  /**
   * Runs a job on the next free thread. Rejects when too many wait already, when the thread fails, when the pool
   * is closed, or with the signal's reason; a job that has begun is then finished all the same.
   */
  run(job: Job, signal?: AbortSignal): Promise<Answer>;
  /** Ends all threads. Jobs that wait or run reject. */
  close(): Promise<void>;
}

/**
 * First come, first served. Not cockatiel's bulkhead, which sends a job whose turn it is to the end of the line
 * when another arrives at the same moment, and keeps the place of one that was cancelled.
 */
export function createPool<Job, Answer>({ url, workers, queue, patience }: PoolOptions): Pool<Job, Answer> {
  type Worker = Thread<Job, Answer>;
  const threads = Array.from({ length: workers }, (): Worker => createThread(url, patience));
  const free = [...threads];
  const line = new Set<(thread: Worker) => void>();

  async function borrow(signal: AbortSignal | undefined): Promise<Worker> {
    const thread = free.pop();
    if (thread) return thread;
    if (line.size >= queue) throw new Error('too many charts waiting');
    return new Promise((resolve, reject) => {
      const leave = () => {
        line.delete(called);
        reject(signal?.reason);
      };
      const called = (next: Worker) => {
        signal?.removeEventListener('abort', leave);
        resolve(next);
      };
      line.add(called);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  function giveBack(thread: Worker): void {
    const [next] = line;
    if (!next) {
      free.push(thread);
      return;
    }
    line.delete(next);
    next(thread);
  }

  return {
    async run(job, signal) {
      signal?.throwIfAborted();
      const thread = await borrow(signal);
      const answer = thread.run(job).finally(() => giveBack(thread));
      return signal ? unlessAborted(answer, signal) : answer;
    },

    /** Ended threads refuse the jobs that wait, one after the other. */
    async close() {
      await Promise.all(threads.map((thread) => thread.end()));
    },
  };
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
