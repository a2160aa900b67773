import { and, eq, exists, not, type SQL, sql } from 'drizzle-orm';
import type { Alert, AlertRow } from './alerts.js';
import type { Claimant, NewDelivery } from './deliveries.js';
import { inserted } from './delivery-rows.js';
import { holdsPosting } from './lease.js';
import type { Store } from './store.js';
import { alert, alertRow, alertSeen, delivery, writable } from './tables.js';

interface Found {
  readonly rows: readonly AlertRow[];
  readonly seen: Buffer;
  readonly checked: Date;
  readonly delivery: NewDelivery | null;
}

/** Writes down what one look at an alert has found, in one transaction, and no more than has changed. */
export async function looked(store: Store, as: Alert, found: Found, by: Claimant): Promise<boolean> {
  const { id } = as;
  const unchanged = and(
    eq(alert.id, id),
    eq(alert.question, as.question),
    eq(alert.status, as.status),
    holdsPosting(by),
  );
  const still = exists(sql`(SELECT 1 FROM ${alert} WHERE ${unchanged})`);
  const rows = JSON.stringify(found.rows.map(values));
  const kept = sql`${alertRow.key} IN (SELECT value ->> 0 FROM json_each(${rows}))`;
  const [noted] = await store.run((db) =>
    db.batch([
      db.update(alert).set({ checked: found.checked }).where(unchanged),
      db.delete(alertRow).where(and(eq(alertRow.alert, id), not(kept), still)),
      db.run(sql`INSERT INTO ${alertRow} (alert, key, label, state, since, before, now, told, worst, already)
        SELECT ${id}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6,
          value ->> 7, value ->> 8
        FROM json_each(${rows}) WHERE ${still}
        ON CONFLICT (alert, key) DO UPDATE SET label = excluded.label, state = excluded.state, since = excluded.since,
          before = excluded.before, now = excluded.now, told = excluded.told,
          worst = excluded.worst, already = excluded.already
        WHERE (alert_row.label, alert_row.state, alert_row.since, alert_row.before, alert_row.now, alert_row.told,
          alert_row.worst, alert_row.already)
        IS NOT (excluded.label, excluded.state, excluded.since, excluded.before, excluded.now, excluded.told,
          excluded.worst, excluded.already)`),
      db.run(sql`INSERT INTO ${alertSeen} (alert, body) SELECT ${id}, ${sql.param(found.seen, alertSeen.body)} WHERE ${still}
        ON CONFLICT (alert) DO UPDATE SET body = excluded.body WHERE alert_seen.body <> excluded.body`),
      ...(found.delivery ? [db.run(addition(found.delivery, still))] : []),
    ]),
  );
  return noted.rowsAffected === 1;
}

function values({ key, label, state, since, before, now, told, worst, already }: AlertRow) {
  const text = (value: string | null) => (value === null ? null : writable(value));
  const figures = [text(before), text(now)];
  return [
    text(key),
    text(label),
    state,
    since.getTime(),
    ...figures,
    told?.getTime() ?? null,
    text(worst),
    Number(already),
  ];
}

function addition(made: NewDelivery, where: SQL): SQL {
  const { id, kind, of, due, owner, channel, payload, notBefore } = inserted(made);
  const d = delivery;
  const row = [
    sql`${id}, ${kind}, ${of}`,
    sql.param(due, d.due),
    sql.param(owner, d.owner),
    sql.param(channel, d.channel),
    sql.param(payload, d.payload),
    sql.param(notBefore, d.notBefore),
  ];
  return sql`INSERT INTO ${delivery} (id, kind, of_id, due, owner, channel, payload, not_before)
    SELECT ${sql.join(row, sql`, `)} WHERE ${where}`;
}
