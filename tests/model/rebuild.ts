import { sql } from 'drizzle-orm';
import type { Session } from '../../src/model/database.js';
import { type Derivation, derive } from '../../src/model/derive.js';
import type { ModelTable } from '../../src/model/shape.js';
import { summarise } from '../../src/model/summary.js';

/** Makes the summaries of all parts of a table and what is derived from them, from nothing but their rows. */
export async function rebuild(session: Session, derivation: Derivation, table: ModelTable): Promise<void> {
  const loaded = new Set((await session.query(sql`SELECT feed FROM feed`)).map(({ feed }) => feed));
  for (const feed of derivation.feeds) if (feed.table === table && loaded.has(feed.id)) await summarise(session, feed);
  await derive(session, derivation, table);
}
