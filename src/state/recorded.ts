import { and, between, desc, eq } from 'drizzle-orm';
import { compressed, expanded } from './compress.js';
import type { Store } from './store.js';
import { record } from './tables.js';

/** What was said once, kept for later comparison. */
export interface Record {
  readonly id: number;
  /** What it is of: equal scopes are comparable. */
  readonly scope: string;
  /** Business day that it is of, YYYY-MM-DD. */
  readonly day: string;
  readonly at: Date;
  /** JSON. */
  readonly body: string;
}

export interface Recorded {
  /** Keeps it and yields its id. The body is stored compressed. */
  add(record: Omit<Record, 'id'>): Promise<number>;
  get(id: number): Promise<Record | null>;
  /** The latest of the scope that is of a day from `from` through `through`, both included; null where there is none. */
  latest(scope: string, days: { readonly from: string; readonly through: string }): Promise<Record | null>;
}

export function createRecorded(store: Store): Recorded {
  return {
    async add({ body, ...rest }) {
      const small = await compressed(body);
      const [added] = await store.run((db) =>
        db
          .insert(record)
          .values({ ...rest, body: small })
          .returning({ id: record.id }),
      );
      if (added === undefined) throw new Error('Nothing was recorded.');
      return added.id;
    },
    async get(id) {
      const [row] = await store.run((db) => db.select().from(record).where(eq(record.id, id)));
      return row ? whole(row) : null;
    },
    async latest(scope, { from, through }) {
      const { day, at, id } = record;
      const [row] = await store.run((db) =>
        db
          .select()
          .from(record)
          .where(and(eq(record.scope, scope), between(day, from, through)))
          .orderBy(desc(day), desc(at), desc(id))
          .limit(1),
      );
      return row ? whole(row) : null;
    },
  };
}

async function whole({ body, ...row }: typeof record.$inferSelect): Promise<Record> {
  return { ...row, body: await expanded(body) };
}
