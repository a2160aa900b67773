import { and, asc, eq, ne, type SQL, sql } from 'drizzle-orm';
import { compressed, expanded } from './compress.js';
import type { Claimant, NewDelivery } from './deliveries.js';
import { drop } from './delivery-rows.js';
import { looked } from './looked.js';
import type { Store } from './store.js';
import { alert, alertRow, alertSeen, delivery } from './tables.js';

/** A question with a threshold that is looked at after each refresh. */
export interface Alert {
  /** What people call it by: #3. Never given twice. */
  readonly id: number;
  /** Slack user id. */
  readonly owner: string;
  /** Canonical text with its command and its threshold: `/stock variance Electronics by product over 5%`. */
  readonly question: string;
  /** Milliseconds for which a row has to be beyond the threshold; 0: it is told at once. */
  readonly hold: number;
  /** Milliseconds after which a row that is still beyond is told again; null: never. */
  readonly remind: number | null;
  /** Slack channel id; null: the owner’s direct messages. */
  readonly channel: string | null;
  readonly status: 'active' | 'paused';
  /** Why it is paused or could not be looked at, for its owner to read; null when all is well. */
  readonly trouble: string | null;
  /** Nothing is told before; what happens meanwhile is seen. Null: not muted. */
  readonly mutedUntil: Date | null;
  /** When it was last looked at on fresh data. */
  readonly checked: Date | null;
}

export type NewAlert = Pick<Alert, 'owner' | 'question' | 'hold' | 'remind' | 'channel'>;

/** A row of an alert that is, or was, beyond its threshold. Those that are not are not kept. */
export interface AlertRow {
  /** Identifies the row among those of the question, for good. */
  readonly key: string;
  /** For people: `Electronics`, `P-17 Blue kettle`. */
  readonly label: string;
  /** `pending`: beyond, not yet for as long as the alert holds; `firing`: told. */
  readonly state: 'pending' | 'firing';
  /** When it was first seen beyond. */
  readonly since: Date;
  /** The figure when it was last seen within, exact text; null where it was never seen so, or empty. */
  readonly before: string | null;
  /** The figure when it was last seen. */
  readonly now: string | null;
  /** The figure farthest beyond since then; null where it was empty. */
  readonly worst: string | null;
  /** Whether it was beyond at the first look at the alert already. */
  readonly already: boolean;
  /** When it was told last. */
  readonly told: Date | null;
}

/** Most that one person may have, paused ones included. */
export const MOST_ALERTS = 50;

export interface Alerts {
  /** The new one, or `full`: the owner has as many as may be. */
  add(alert: NewAlert): Promise<Alert | 'full'>;
  /** Null where there is none, or it was deleted. */
  get(id: number): Promise<Alert | null>;
  /** Those of a person, or all; by id. */
  list(filter?: { readonly owner?: string }): Promise<readonly Alert[]>;
  /**
   * Null where there is none. A changed question forgets what was found of the former one, and what is due of that and
   * not yet being sent is not sent any more.
   */
  change(
    id: number,
    to: Partial<Pick<Alert, 'question' | 'hold' | 'remind' | 'channel' | 'status' | 'trouble' | 'mutedUntil'>>,
  ): Promise<Alert | null>;
  /** With its rows; what is due of it and not yet being sent is not sent any more. */
  remove(id: number): Promise<boolean>;
  /** By key. */
  rows(alert: number): Promise<readonly AlertRow[]>;
  /** Figures of rows within the threshold when they were last looked at, by key: the “before” of what crosses next. */
  seen(alert: number): Promise<ReadonlyMap<string, string | null>>;
  /**
   * What one look has found, in one transaction, so that nothing that was noted goes untold: the rows as they are now,
   * the figures of those within, and what is to be delivered of it (null: nothing). `as`: the alert as the look found
   * it; false, and nothing done, where its question or status is another by now, or the claimant has lost the lease.
   */
  looked(
    as: Alert,
    found: {
      readonly rows: readonly AlertRow[];
      readonly seen: ReadonlyMap<string, string | null>;
      readonly checked: Date;
      readonly delivery: NewDelivery | null;
    },
    by: Claimant,
  ): Promise<boolean>;
}

export function createAlerts(store: Store, now: () => Date): Alerts {
  const dropOf = (db: Parameters<typeof drop>[0], id: number, which?: SQL) =>
    drop(db, and(eq(delivery.kind, 'alert'), eq(delivery.of, id), which), now());
  return {
    async add(made) {
      const [added] = await store.run((db) => db.insert(alert).select(selected(made)).returning());
      return added ?? 'full';
    },
    async get(id) {
      const [found] = await store.run((db) => db.select().from(alert).where(eq(alert.id, id)));
      return found ?? null;
    },
    async list({ owner } = {}) {
      const own = owner === undefined ? undefined : eq(alert.owner, owner);
      return await store.run((db) => db.select().from(alert).where(own).orderBy(asc(alert.id)));
    },
    async change(id, to) {
      const another =
        to.question === undefined
          ? sql`false`
          : sql`EXISTS (SELECT 1 FROM ${alert} WHERE ${and(eq(alert.id, id), ne(alert.question, to.question))})`;
      const [, , , , [changed]] = await store.run((db) =>
        // One transaction; the number as well, as something has to be set where nothing is to be changed.
        db.batch([
          db.delete(alertRow).where(and(eq(alertRow.alert, id), another)),
          db.delete(alertSeen).where(and(eq(alertSeen.alert, id), another)),
          dropOf(db, id, another),
          db
            .update(alert)
            .set({ checked: null })
            .where(and(eq(alert.id, id), another)),
          db
            .update(alert)
            .set({ id, ...to })
            .where(eq(alert.id, id))
            .returning(),
        ]),
      );
      return changed ?? null;
    },
    async remove(id) {
      const [removed] = await store.run((db) =>
        db.batch([
          db.delete(alert).where(eq(alert.id, id)),
          db.delete(alertRow).where(eq(alertRow.alert, id)),
          db.delete(alertSeen).where(eq(alertSeen.alert, id)),
          dropOf(db, id),
        ]),
      );
      return removed.rowsAffected > 0;
    },
    async rows(id) {
      const rows = await store.run((db) =>
        db.select().from(alertRow).where(eq(alertRow.alert, id)).orderBy(asc(alertRow.key)),
      );
      return rows.map(({ alert: _, ...row }) => row);
    },
    async seen(id) {
      const [row] = await store.run((db) => db.select().from(alertSeen).where(eq(alertSeen.alert, id)));
      return row ? new Map(JSON.parse(await expanded(row.body)) as [string, string | null][]) : new Map();
    },
    async looked(as, { seen, ...found }, by) {
      return looked(store, as, { ...found, seen: await compressed(JSON.stringify([...seen])) }, by);
    },
  };
}

/** Its row, or none where there is no room for it. */
function selected({ owner, question, hold, remind, channel }: NewAlert): SQL {
  const values = [
    sql.param(owner, alert.owner),
    sql.param(question, alert.question),
    sql`${hold}, ${remind}`,
    sql.param(channel, alert.channel),
  ];
  const others = sql`SELECT count(*) FROM ${alert} WHERE ${eq(alert.owner, owner)}`;
  return sql`SELECT NULL, ${sql.join(values, sql`, `)}, 'active', NULL, NULL, NULL WHERE (${others}) < ${MOST_ALERTS}`;
}
