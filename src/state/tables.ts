import { blob, customType, integer, primaryKey, sqliteTable } from 'drizzle-orm/sqlite-core';
import type { DeliveryKind, DeliveryState } from './deliveries.js';
import type { Quiet } from './subscriptions.js';

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

export const subscription = sqliteTable('subscription', {
  id: integer().primaryKey({ autoIncrement: true }),
  name: words(),
  owner: words().notNull(),
  question: words().notNull(),
  schedule: words().notNull(),
  timeZone: words('time_zone').notNull(),
  channel: words(),
  quiet: words().$type<Quiet>().notNull(),
  status: words().$type<'active' | 'paused'>().notNull(),
  trouble: words(),
  nextDue: integer('next_due', { mode: 'timestamp_ms' }).notNull(),
  delivered: moment(),
});

export const delivery = sqliteTable('delivery', {
  number: integer().primaryKey(),
  id: words().notNull(),
  kind: words().$type<DeliveryKind>().notNull(),
  of: integer('of_id'),
  due: moment().notNull(),
  owner: words().notNull(),
  channel: words(),
  payload: words(),
  state: words().$type<DeliveryState>().notNull().default('due'),
  attempts: integer().notNull().default(0),
  notBefore: integer('not_before', { mode: 'timestamp_ms' }).notNull(),
  claimedBy: words('claimed_by'),
  claimedTerm: integer('claimed_term'),
  claimedUntil: integer('claimed_until', { mode: 'timestamp_ms' }),
  postingSince: integer('posting_since', { mode: 'timestamp_ms' }),
  posts: integer().notNull().default(0),
  postedIn: words('posted_in'),
  ts: words(),
  /** A JSON array of names. */
  files: words().notNull().default('[]'),
  filePosting: words('file_posting'),
  record: integer(),
  error: words(),
  endedAt: integer('ended_at', { mode: 'timestamp_ms' }),
});

export const lease = sqliteTable('lease', {
  name: words().primaryKey().notNull(),
  holder: words(),
  term: integer().notNull(),
  until: moment().notNull(),
});

export const record = sqliteTable('record', {
  id: integer().primaryKey({ autoIncrement: true }),
  scope: words().notNull(),
  day: words().notNull(),
  at: moment().notNull(),
  body: blob({ mode: 'buffer' }).notNull(),
});

export const alert = sqliteTable('alert', {
  id: integer().primaryKey({ autoIncrement: true }),
  owner: words().notNull(),
  question: words().notNull(),
  hold: integer().notNull(),
  remind: integer(),
  channel: words(),
  status: words().$type<'active' | 'paused'>().notNull(),
  trouble: words(),
  mutedUntil: integer('muted_until', { mode: 'timestamp_ms' }),
  checked: moment(),
});

export const alertRow = sqliteTable(
  'alert_row',
  {
    alert: integer().notNull(),
    key: words().notNull(),
    label: words().notNull(),
    state: words().$type<'pending' | 'firing'>().notNull(),
    since: moment().notNull(),
    before: words(),
    now: words(),
    worst: words(),
    already: integer({ mode: 'boolean' }).notNull(),
    told: moment(),
  },
  ({ alert, key }) => [primaryKey({ columns: [alert, key] })],
);

export const alertSeen = sqliteTable('alert_seen', {
  alert: integer().primaryKey(),
  body: blob({ mode: 'buffer' }).notNull(),
});
