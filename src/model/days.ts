import type { Statements } from './database.js';
import { ModelUnusable } from './fault.js';
import { attachHistory, historyFolder } from './history/index.js';
import type { Notices } from './notices.js';

/** Recorded days in the model: when the state of yesterday is recorded, it is history from the next day on. */
export interface Days {
  /** The day on which all of them were last taken into the model, YYYY-MM-DD; empty when they were not. */
  readonly attachedOn: string;
  /** Days for which there is no room are told of, and do not keep Tally from what it has. */
  attach(db: Statements): Promise<void>;
}

export function createDays(file: string, today: () => string, happened: Notices): Days {
  let attachedOn = '';
  return {
    get attachedOn() {
      return attachedOn;
    },
    async attach(db) {
      const day = today();
      try {
        const { problems } = await attachHistory(db, file === ':memory:' ? null : historyFolder(file));
        happened.history(problems);
        attachedOn = day;
      } catch (error) {
        if (!(error instanceof ModelUnusable) || error.kind === 'damaged') throw error;
        attachedOn = '';
        happened.unattached(error);
      }
    },
  };
}
