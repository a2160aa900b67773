import { and, asc, eq, inArray, isNull, lte, ne, not, or, type SQL, sql } from 'drizzle-orm';
import type { Claimant, Deliveries, DeliveryState } from './deliveries.js';
import { plain } from './delivery-rows.js';
import { holdsPosting } from './lease.js';
import type { Store } from './store.js';
import { delivery, subscription, writable } from './tables.js';

type Claims = Pick<
  Deliveries,
  'claim' | 'posting' | 'posted' | 'filePosting' | 'filePosted' | 'settle' | 'putOff' | 'bringForward' | 'extend'
>;

type Changes = { [Column in keyof typeof delivery.$inferInsert]?: (typeof delivery.$inferInsert)[Column] | SQL };

/** Nobody’s any more. */
const FREE = { claimedBy: null, claimedTerm: null, claimedUntil: null } as const;

/** What Slack may have stays so. */
const AS_LEFT = sql`CASE ${delivery.state} WHEN 'claimed' THEN 'due' ELSE ${delivery.state} END`;

/** As before Slack was last asked to post. */
const UNASKED: Changes = {
  posts: sql`max(${delivery.posts} - 1, 0)`,
  postingSince: sql`CASE WHEN ${delivery.posts} > 1 THEN ${delivery.postingSince} END`,
  postedIn: sql`CASE WHEN ${delivery.posts} > 1 THEN ${delivery.postedIn} END`,
};

/** What the holder of the lease does with deliveries. */
export function createClaims(store: Store): Claims {
  async function change(which: SQL | undefined, to: Changes): Promise<boolean> {
    const { rowsAffected } = await store.run((db) => db.update(delivery).set(to).where(which));
    return rowsAffected === 1;
  }
  return {
    async claim(by, { now, until, most, except = [] }) {
      const { number, due, state, attempts, claimedBy, claimedTerm, claimedUntil, notBefore } = delivery;
      const left = or(ne(claimedTerm, by.term), lte(claimedUntil, now));
      const free = or(and(isNull(claimedBy), lte(notBefore, now)), left);
      const rows = await store.run((db) => {
        const first = db
          .select({ number })
          .from(delivery)
          .where(and(isNull(delivery.endedAt), free, not(goesTo(except)), holdsPosting(by)))
          .orderBy(asc(due), asc(number))
          .limit(most);
        return db
          .update(delivery)
          .set({
            state: sql`CASE ${state} WHEN 'due' THEN 'claimed' ELSE ${state} END`,
            attempts: sql`${attempts} + 1`,
            claimedBy: by.holder,
            claimedTerm: by.term,
            claimedUntil: until,
          })
          .where(inArray(number, first))
          .returning();
      });
      return rows.sort((a, b) => a.due.getTime() - b.due.getTime() || a.number - b.number).map(plain);
    },
    posting: (id, by, { channel, now }) =>
      change(and(isOf(by, id), isIn('claimed', 'posting'), holdsPosting(by)), {
        state: 'posting',
        postedIn: channel,
        posts: sql`${delivery.posts} + 1`,
        postingSince: sql`ifnull(${delivery.postingSince}, ${now.getTime()})`,
      }),
    posted: (id, by, { channel, ts, record }) =>
      change(and(isOf(by, id), isIn('posting')), { state: 'posted', postedIn: channel, ts, record }),
    filePosting: (id, by, name) => change(and(isOf(by, id), isIn('posted'), holdsPosting(by)), { filePosting: name }),
    filePosted: (id, by, name) =>
      change(and(isOf(by, id), isIn('posted')), {
        files: sql`CASE WHEN EXISTS (SELECT 1 FROM json_each(${delivery.files}) WHERE value = ${writable(name)})
          THEN ${delivery.files} ELSE json_insert(${delivery.files}, '$[#]', ${writable(name)}) END`,
        filePosting: null,
      }),
    async settle(id, by, { state, now, error, record }) {
      const fence = state === 'sent' ? isOf(by, id) : and(isOf(by, id), holdsPosting(by));
      const subscribed = sql`(SELECT of_id FROM ${delivery} WHERE id = ${id} AND kind = 'subscription')`;
      const [settled] = await store.run((db) =>
        db.batch([
          db
            .update(delivery)
            .set({ state, error, endedAt: now, ...FREE, ...(record === undefined ? {} : { record }) })
            .where(fence),
          db.run(sql`UPDATE ${subscription} SET delivered = ${now.getTime()}
            WHERE changes() = 1 AND ${state} = 'sent' AND id = ${subscribed}`),
        ]),
      );
      return settled.rowsAffected === 1;
    },
    putOff: (id, by, { notBefore, error, refused = false }) =>
      change(and(isOf(by, id), holdsPosting(by)), {
        notBefore,
        error,
        ...FREE,
        ...(refused ? UNASKED : {}),
        state: refused ? sql`CASE WHEN ${delivery.posts} <= 1 THEN 'due' ELSE ${AS_LEFT} END` : AS_LEFT,
      }),
    async bringForward(now, by) {
      const due = sql`CASE ${delivery.kind} WHEN 'subscription' THEN max(${delivery.due}, ${now.getTime()}) ELSE ${now.getTime()} END`;
      const open = and(isNull(delivery.endedAt), isNull(delivery.claimedBy), holdsPosting(by));
      await change(and(open, sql`${delivery.notBefore} > ${due}`), { notBefore: due });
    },
    async extend(ids, by, until) {
      const which = sql`${delivery.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
      await change(and(which, isClaimedBy(by), holdsPosting(by)), { claimedUntil: until });
    },
  };
}

function isClaimedBy({ holder, term }: Claimant): SQL | undefined {
  return and(eq(delivery.claimedBy, holder), eq(delivery.claimedTerm, term), isNull(delivery.endedAt));
}

const isOf = (by: Claimant, id: string) => and(eq(delivery.id, id), isClaimedBy(by));

const isIn = (...states: DeliveryState[]) => inArray(delivery.state, states);

function goesTo(places: readonly string[]): SQL {
  const all = JSON.stringify(places.map(writable));
  return sql`ifnull(${delivery.channel}, ${delivery.owner}) IN (SELECT value FROM json_each(${all}))`;
}
