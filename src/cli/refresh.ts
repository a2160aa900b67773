import type { App } from '../app.js';
import type { Output } from '../instance/index.js';
import { plural } from '../kpi/format.js';
import type { ReadResult } from '../model/index.js';
import { MODEL_TABLES } from '../model/shape.js';
import { explain, OUR_FAILURE, UsageError } from './failure.js';

export interface Refresh {
  /** All where there are none. */
  readonly tables: readonly string[];
  /** Compares all dates by checksums. */
  readonly verify?: true | undefined;
  /** Reads every row. */
  readonly full?: true | undefined;
}

/**
 * `tally refresh [table…] [--verify | --full]`: brings tables up to date with their sources, now. Yields the exit code;
 * throws what `explain` explains.
 */
export async function refresh({ model }: App, { tables, verify, full }: Refresh, output: Output): Promise<number> {
  const unknown = tables.filter((table) => !Object.hasOwn(MODEL_TABLES, table));
  if (unknown.length > 0)
    throw new UsageError(`There is no table ${unknown.join(', ')}; there are ${Object.keys(MODEL_TABLES).join(', ')}.`);
  const feeds = model.feeds.filter(({ table }) => tables.length === 0 || tables.includes(table));
  if (feeds.length === 0) throw new UsageError(`No source feeds ${tables.join(', ')} in this configuration.`);
  const outcomes = await Promise.all(
    feeds.map(async (feed) => {
      const name = [feed.source, feed.table, feed.environment].filter(Boolean).join(' ');
      try {
        const how = full ? 'full' : verify ? 'verify' : null;
        const result = await model.refresher.update(feed, how);
        return { ok: true, text: `${name}: ${said(result)}` };
      } catch (error) {
        return { ok: false, text: explain(error).message };
      }
    }),
  );
  for (const { ok, text } of outcomes) output[ok ? 'out' : 'err'](`${text}\n`);
  return outcomes.every(({ ok }) => ok) ? 0 : OUR_FAILURE;
}

function said({ mode, read, rejected, changed, durationMs }: ReadResult): string {
  const took = `in ${(durationMs / 1000).toFixed(durationMs < 95 ? 2 : 1)} s`;
  if (!changed) return `nothing has changed; looked ${took}`;
  const left = rejected > 0 ? `, ${rejected.toLocaleString('en-US')} left out` : '';
  if (mode === 'incremental')
    return `${plural(read, 'row')} that changed, or stand beside one that did${left}, ${took}`;
  const rate = Math.round((read / Math.max(1, durationMs)) * 1000).toLocaleString('en-US');
  return `${plural(read, 'row')}${left} ${took} (${rate}/s)`;
}
