import { and, desc, eq, gte, isNotNull, isNull, lt, max, notInArray, or, type SQL, sql } from 'drizzle-orm';
import type { Store } from './store.js';
import { audit, type Outcome } from './tables.js';

/** A question and how it ended. */
export interface AuditEntry {
  readonly at: Date;
  /** Of the request; it is on the log lines too. */
  readonly id: string;
  /** Where it was asked: `slack`, `terminal`, `command line`. */
  readonly chat: string;
  readonly user: string;
  readonly channel: string | null;
  /** Whether the answer was for all to read. */
  readonly public: boolean;
  /** As asked; beyond 500 characters it is cut and ends with `…`. */
  readonly question: string;
  /** As understood; null where it was not. */
  readonly canonical: string | null;
  readonly kpi: string | null;
  readonly outcome: Outcome;
  /** Of the answer; null where there was none. */
  readonly rows: number | null;
  /** Milliseconds, kept whole. */
  readonly durationMs: number;
  /** When the source that was asked longest ago was asked, ISO 8601. */
  readonly asOf: string | null;
}

export interface AuditFilter {
  /** Entries from this moment on. */
  readonly since?: Date | undefined;
  /** Entries before this moment. */
  readonly until?: Date | undefined;
  readonly user?: string | undefined;
  readonly channel?: string | undefined;
  readonly outcome?: Outcome | undefined;
  readonly limit?: number | undefined;
}

export interface Audit {
  record(entry: AuditEntry): Promise<void>;
  /** Newest first; 100 where no limit is given. */
  list(filter: AuditFilter): Promise<readonly AuditEntry[]>;
  /** Newest first, all that match where no limit is given; holds few of them in memory at a time. */
  each(filter: AuditFilter): AsyncIterable<AuditEntry>;
  /** Canonical questions of a person that were answered and changed nothing, newest first, each once. */
  recent(chat: string, user: string, count: number): Promise<readonly string[]>;
}

const QUESTION_LENGTH = 500;
const LISTED = 100;
const PAGE = 500;
/** What changes something when it is asked, so that it is not offered to be asked again. */
const CHANGING = ['accept', 'unaccept', 'subscribe', 'unsubscribe', 'subscription', 'alert'];
/** Answered questions of a person among which `recent` looks: its cost must not grow with the years. */
const LOOKED_AT = 200;

export function createAudit(store: Store): Audit {
  async function* each(filter: AuditFilter): AsyncGenerator<AuditEntry> {
    let left = filter.limit ?? Number.POSITIVE_INFINITY;
    let last: { at: Date; number: number } | undefined;
    while (left > 0) {
      const size = Math.min(left, PAGE);
      const page = await readPage(store, filter, last, size);
      for (const { number: _, ...entry } of page) yield entry;
      last = page.at(-1);
      left = page.length < size ? 0 : left - size;
    }
  }
  return {
    async record(entry) {
      const whole = { question: cut(entry.question), durationMs: Math.round(entry.durationMs) };
      await store.run((db) => db.insert(audit).values({ ...entry, ...whole }));
    },
    each,
    async list(filter) {
      const entries: AuditEntry[] = [];
      for await (const entry of each({ ...filter, limit: filter.limit ?? LISTED })) entries.push(entry);
      return entries;
    },
    recent: (chat, user, count) => recent(store, chat, user, count),
  };
}

/** Entries of the same millisecond are told apart by the order in which they were recorded. */
function readPage(store: Store, filter: AuditFilter, last: { at: Date; number: number } | undefined, size: number) {
  const conditions: (SQL | undefined)[] = [
    filter.since && gte(audit.at, filter.since),
    filter.until && lt(audit.at, filter.until),
    filter.user === undefined ? undefined : eq(audit.user, filter.user),
    filter.channel === undefined ? undefined : eq(audit.channel, filter.channel),
    filter.outcome && eq(audit.outcome, filter.outcome),
    last && sql`(${audit.at}, ${audit.number}) < (${last.at.getTime()}, ${last.number})`,
  ];
  return store.run((db) =>
    db
      .select()
      .from(audit)
      .where(and(...conditions))
      .orderBy(desc(audit.at), desc(audit.number))
      .limit(size),
  );
}

async function recent(store: Store, chat: string, user: string, count: number): Promise<readonly string[]> {
  const rows = await store.run((db) => {
    const plain = or(isNull(audit.kpi), notInArray(audit.kpi, CHANGING));
    const own = and(eq(audit.user, user), eq(audit.chat, chat));
    const answered = db
      .select({ canonical: audit.canonical, at: audit.at, number: audit.number })
      .from(audit)
      .where(and(own, eq(audit.outcome, 'answered'), isNotNull(audit.canonical), plain))
      .orderBy(desc(audit.at), desc(audit.number))
      .limit(LOOKED_AT)
      .as('answered');
    return db
      .select({ canonical: answered.canonical })
      .from(answered)
      .groupBy(answered.canonical)
      .orderBy(desc(max(answered.at)), desc(max(answered.number)))
      .limit(count);
  });
  return rows.flatMap(({ canonical }) => canonical ?? []);
}

/** By whole characters, so that no emoji is halved. */
function cut(question: string): string {
  const letters = [...question.slice(0, 2 * (QUESTION_LENGTH + 1))];
  return letters.length > QUESTION_LENGTH ? `${letters.slice(0, QUESTION_LENGTH - 1).join('')}…` : question;
}
