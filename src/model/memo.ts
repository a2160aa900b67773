import type { SQL } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import type { Tuple } from './database.js';

/** Cells that are remembered at most, in all. */
const MOST_CELLS = 200_000;

/**
 * Runs equal statements once for each state of the model, however many ask at the same time or one after the other.
 * `version` names the state; what belongs to an earlier one is dropped.
 */
export function createMemo(version: () => string, run: (query: SQL) => Promise<readonly Tuple[]>) {
  const answers = new LRUCache<string, readonly Tuple[], () => SQL>({
    maxSize: MOST_CELLS,
    sizeCalculation: (rows) => 1 + Math.min(MOST_CELLS - 1, rows.length * Object.keys(rows[0] ?? {}).length),
    ignoreFetchAbort: true,
    fetchMethod: (_key, _stale, { context }) => run(context()),
  });
  let current = version();
  return async (key: string, query: () => SQL): Promise<readonly Tuple[]> => {
    const now = version();
    if (now !== current) answers.clear();
    current = now;
    const rows = await answers.fetch(`${now} ${key}`, { context: query });
    return rows ?? run(query());
  };
}
