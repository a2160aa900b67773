import { Counter, Gauge, type Registry } from 'prom-client';
import { within } from './limit.js';

/** How long ago a table was last known true, in seconds; null when it was never read. */
export interface TableAge {
  readonly source: string;
  readonly table: string;
  readonly seconds: number | null;
}

const LIMIT = 1000;

/**
 * Reads the ages whenever the registry is read. A table that was never read is infinitely old, so that an alert on
 * age fires; ages that cannot be read within a second are left out and counted, the other metrics stay.
 */
export function collectAges(registry: Registry, read: () => Promise<readonly TableAge[]>): void {
  const registers = [registry];
  const unread = new Counter({
    name: 'tally_refresh_age_unread_total',
    help: 'Readings of the metrics that had to do without the tables’ ages.',
    registers,
  });
  new Gauge({
    name: 'tally_refresh_age_seconds',
    help: 'Since when a table has not been known true, by source; +Inf when it was never read.',
    labelNames: ['source', 'table'],
    registers,
    async collect() {
      const ages = await within(LIMIT, async () => read()).catch(() => null);
      this.reset();
      if (ages === null) unread.inc();
      for (const { source, table, seconds } of oldestLast(ages ?? [])) this.set({ source, table }, seconds);
    },
  });
}

/** Two feeds may fill the same table from one source: the older is set last and stays. */
function oldestLast(ages: readonly TableAge[]) {
  return ages
    .map((age) => ({ ...age, seconds: age.seconds ?? Number.POSITIVE_INFINITY }))
    .sort((a, b) => a.seconds - b.seconds);
}
