import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client, Transaction } from '@libsql/client';
import { StateError } from './errors.js';

const FOLDER = fileURLToPath(new URL('../../sql/state/', import.meta.url));

/**
 * Brings the store up to the numbered files in `sql/state`, all or none. Of several that start at once one
 * does it and the others find it done. A store that a newer Tally wrote is refused, not guessed at.
 */
export async function migrate(client: Client, place: string, folder = FOLDER): Promise<void> {
  const files = readdirSync(folder)
    .filter((file) => /^\d{3}_.+\.sql$/.test(file))
    .sort();
  // Most starts find nothing to do and need no lock.
  if (await isCurrent(client, files, place)) return;
  const transaction = await client.transaction('write');
  try {
    await transaction.execute(
      'CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, file TEXT NOT NULL) STRICT',
    );
    const done = await doneOf(transaction);
    for (const file of files.slice(done)) {
      await transaction.executeMultiple(readFileSync(join(folder, file), 'utf8'));
      await transaction.execute({
        sql: 'INSERT INTO migration VALUES (?, ?)',
        args: [Number.parseInt(file, 10), file],
      });
    }
    await transaction.commit();
  } finally {
    transaction.close();
  }
}

async function isCurrent(client: Client, files: readonly string[], place: string): Promise<boolean> {
  const { rows } = await client.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migration'");
  const done = rows.length === 0 ? 0 : await doneOf(client);
  if (done > files.length) {
    throw new StateError(
      `The state store ${place} was written by a newer Tally (migration ${done}, this one knows ${files.length}). Update this Tally, or give it another state.url.`,
    );
  }
  return done === files.length;
}

async function doneOf(client: Pick<Transaction, 'execute'>): Promise<number> {
  const { rows } = await client.execute('SELECT coalesce(max(number), 0) AS done FROM migration');
  return Number(rows[0]?.done ?? 0);
}
