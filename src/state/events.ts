import type { Store } from './store.js';
import { event } from './tables.js';

export interface Events {
  /** True exactly once for each id, over all instances that share the store. Ids are kept for a day. */
  firstTime(id: string): Promise<boolean>;
}

export function createEvents(store: Store, now: () => Date): Events {
  return {
    async firstTime(id) {
      const { rowsAffected } = await store.run((db) =>
        db.insert(event).values({ id, at: now() }).onConflictDoNothing(),
      );
      return rowsAffected === 1;
    },
  };
}
