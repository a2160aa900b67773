import type { Log } from '../../observe/index.js';

/** A word that a question is being worked on, for when its answer takes longer than a moment. */
export interface Placeholder<T> {
  /** Call when the answer is there: yields what was posted meanwhile, or null when nothing was. */
  settle(): Promise<T | null>;
}

/** Posts after `patience` milliseconds unless settled before. A placeholder that cannot be posted is done without. */
export function startPlaceholder<T>(patience: number, post: () => Promise<T>, log: Log): Placeholder<T> {
  let posted: Promise<T | null> = Promise.resolve(null);
  const timer = setTimeout(() => {
    posted = post().catch((error: unknown) => {
      log.warn({ err: error }, 'placeholder not posted');
      return null;
    });
  }, patience);
  return {
    settle() {
      clearTimeout(timer);
      return posted;
    },
  };
}
