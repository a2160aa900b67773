import { customType, integer, sqliteTable } from 'drizzle-orm/sqlite-core';

/** The tables of `sql/state`, for queries. A test holds both against each other. */

export const OUTCOMES = ['answered', 'mistake', 'refused', 'help', 'limited', 'failed'] as const;
/** How a question ended. */
export type Outcome = (typeof OUTCOMES)[number];

/**
 * Text as the driver can give it back: it ends a text at the first NUL and has no half of a surrogate pair.
 * Such characters become U+FFFD.
 */
export const writable = (text: string): string => text.replaceAll(/\0|\p{Cs}/gu, '\ufffd');

const words = customType<{ data: string; driverData: string }>({ dataType: () => 'text', toDriver: writable });

const moment = () => integer({ mode: 'timestamp_ms' });

export const audit = sqliteTable('audit', {
  number: integer().primaryKey(),
  at: moment().notNull(),
  id: words().notNull(),
  chat: words().notNull(),
  user: words().notNull(),
  channel: words(),
  public: integer({ mode: 'boolean' }).notNull(),
  question: words().notNull(),
  canonical: words(),
  kpi: words(),
  outcome: words().$type<Outcome>().notNull(),
  rows: integer(),
  durationMs: integer('duration_ms').notNull(),
  asOf: words('as_of'),
});

export const favourite = sqliteTable('favourite', {
  number: integer().primaryKey(),
  chat: words().notNull(),
  user: words().notNull(),
  question: words().notNull(),
  at: moment().notNull(),
});

export const event = sqliteTable('event', {
  id: words().primaryKey().notNull(),
  at: moment().notNull(),
});

export const acceptance = sqliteTable('acceptance', {
  number: integer().primaryKey(),
  subject: words().notNull(),
  sku: words().notNull(),
  warehouse: words(),
  until: words(),
  reason: words(),
  by: words().notNull(),
  at: moment().notNull(),
  endedAt: integer('ended_at', { mode: 'timestamp_ms' }),
  endedBy: words('ended_by'),
});
