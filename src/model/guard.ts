import { SourceError } from '../sources/errors.js';
import { type Breaker, createBreaker } from './breaker.js';
import type { Feed } from './feed.js';
import { type Trouble, troubleOf } from './trouble.js';

/** Keeps apart what fails because of a server, which concerns all its feeds, and what fails because of one table. */
export interface Guard {
  /**
   * Runs a read of a feed, alone where its source or the feed itself failed before; `answered` lets others of the source
   * go on, whatever comes of the rest.
   */
  run<T>(feed: Feed, read: (answered: () => void) => Promise<T>): Promise<T>;
  /** Notes a failure of a feed, until its next success. */
  failed(feed: Feed, error: unknown): void;
  /** The moment before which no try is worth it; null when there is nothing to wait for. */
  nextTry(feed: Feed): Date | null;
  /** The feed's own, else that of its source, which it has not met because the source was not asked again. */
  trouble(feed: Feed): Trouble | null;
}

export function createGuard(now: () => Date): Guard {
  const breakers = new Map<string, Breaker>();
  const troubles = new Map<string, Trouble>();

  function breakerOf(key: string, opens: (error: unknown) => boolean): Breaker {
    const breaker = breakers.get(key) ?? createBreaker(now, opens);
    breakers.set(key, breaker);
    return breaker;
  }

  return {
    async run(feed, read) {
      const result = await breakerOf(feed.source, isOfServer).run((answered) =>
        breakerOf(feed.id, (error) => !isOfServer(error)).run(() => read(answered)),
      );
      troubles.delete(feed.id);
      return result;
    },
    failed(feed, error) {
      troubles.set(feed.id, troubleOf(error, now()));
    },
    nextTry({ id, source }) {
      const moments = [source, id].flatMap((key) => breakers.get(key)?.nextTry ?? []);
      return moments.sort((a, b) => b.getTime() - a.getTime())[0] ?? null;
    },
    trouble({ id, source }) {
      const last = breakers.get(source)?.last;
      return troubles.get(id) ?? (last ? troubleOf(last.error, last.at) : null);
    },
  };
}

const isOfServer = (error: unknown): boolean => error instanceof SourceError && error.ofServer;
