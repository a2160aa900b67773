import { plural } from '../kpi/format.js';
import { MODEL_TABLES } from '../model/shape.js';
import { explain, OUR_FAILURE, UsageError } from './failure.js';
import { withApp } from './setup.js';

/** `tally refresh [table…]`: reads tables again from their sources, now. Yields the exit code. */
export async function refresh(tables: readonly string[], { config }: { config?: string }): Promise<number> {
  const unknown = tables.filter((table) => !(table in MODEL_TABLES));
  if (unknown.length > 0)
    throw new UsageError(`There is no table ${unknown.join(', ')}; there are ${Object.keys(MODEL_TABLES).join(', ')}.`);
  return withApp(config, async ({ model }) => {
    const feeds = model.feeds.filter(({ table }) => tables.length === 0 || tables.includes(table));
    if (feeds.length === 0) throw new UsageError(`No source feeds ${tables.join(', ')} in this configuration.`);
    const outcomes = await Promise.all(
      feeds.map(async (feed) => {
        const name = [feed.source, feed.table, feed.environment].filter(Boolean).join(' ');
        try {
          const { read, rejected, durationMs } = await model.refresher.refresh(feed);
          const rate = Math.round((read / Math.max(1, durationMs)) * 1000).toLocaleString('en-US');
          const left = rejected > 0 ? `, ${rejected} left out` : '';
          return {
            ok: true,
            text: `${name}: ${plural(read, 'row')}${left} in ${(durationMs / 1000).toFixed(1)} s (${rate}/s)`,
          };
        } catch (error) {
          return { ok: false, text: explain(error).message };
        }
      }),
    );
    for (const { ok, text } of outcomes) (ok ? process.stdout : process.stderr).write(`${text}\n`);
    return outcomes.every(({ ok }) => ok) ? 0 : OUR_FAILURE;
  });
}
