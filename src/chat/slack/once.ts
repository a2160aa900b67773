import { LRUCache } from 'lru-cache';
import type { Log } from '../../observe/index.js';
import type { State } from '../../state/index.js';

const MOST_EVENTS = 10_000;

/** Whether an event has not been taken up before: Slack sends one again when it doubts that it arrived. */
export function createOnce(events: State['events'], log: Log): (eventId: string) => Promise<boolean> {
  /** Of this process; those of others are in the state. */
  const seen = new LRUCache<string, true>({ max: MOST_EVENTS });
  return async (eventId) => {
    if (seen.has(eventId)) return false;
    seen.set(eventId, true);
    try {
      return await events.firstTime(eventId);
    } catch (error) {
      // A question is not left unanswered because it cannot be looked up whether it was answered.
      log.error({ err: error }, 'event not looked up');
      return true;
    }
  };
}
