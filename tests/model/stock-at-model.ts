import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { onTestFinished } from 'vitest';
import type { Feed } from '../../src/model/feed.js';
import { distinctDates, Model, mergedDates, type StockOverOptions } from '../../src/model/index.js';
import type { Span } from '../../src/periods/index.js';
import { createFilesSource } from '../../src/sources/files/index.js';
import { temporaryFolder } from '../support/app.js';
import { feedOf } from '../support/feed.js';

/** A row of a source; `date` is null where its table has none. */
export interface Line {
  readonly environment: 'test' | 'production';
  readonly date: string | null;
  readonly id: string;
  readonly warehouse: string | null;
  readonly quantity: number;
  readonly demand: number | null;
  readonly cost: number | null;
}

const COLUMNS = {
  environment: 'environment',
  product_id: 'product_id',
  warehouse: 'warehouse',
  quantity: 'quantity',
  demand: 'demand',
  unit_cost: 'unit_cost',
};

/** A table of stock of both environments in a file of that name. */
export const tableOf = (from: string, meaning: Feed['meaning'], changes: Partial<Feed> = {}): Feed =>
  feedOf({
    id: from,
    from,
    source: 'here',
    environment: null,
    columns: { ...COLUMNS, date: 'date' },
    meaning,
    carryDays: 3,
    ...changes,
  });

export const datelessOf = (from: string, meaning: Feed['meaning'], changes: Partial<Feed> = {}): Feed =>
  tableOf(from, meaning, { columns: COLUMNS, ...changes });

const FILES = { type: 'files', delimiter: ',', encoding: 'utf-8' } as const;

/** A model over files, on a day that a test sets. */
export async function openStock(feeds: readonly Feed[], today = '2026-03-10') {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  mkdirSync(data);
  let day = today;
  const model = await Model.open(
    {
      file: join(folder, 'tally.duckdb'),
      memory: 96,
      threads: 2,
      feeds,
      timeZone: 'UTC',
      maxAge: 0,
      minInterval: 0,
      overlap: 0,
      verify: 3_600_000,
      now: () => new Date(`${day}T12:00:00Z`),
    },
    (files) => new Map([['here', createFilesSource('here', { ...FILES, folder: data }, files)]]),
  );
  onTestFinished(() => model.close());
  return {
    model,
    at(date: string) {
      day = date;
    },
    /** Reads a table that has these rows. */
    async read(feed: Feed, lines: readonly Line[]) {
      const columns = Object.keys(feed.columns ?? {});
      const text = lines.map(({ id, cost, ...line }) => {
        const values: Readonly<Record<string, unknown>> = { ...line, product_id: id, unit_cost: cost };
        return columns.map((column) => values[column]).join();
      });
      writeFileSync(join(data, feed.from), `${[columns.join(), ...text].join('\n')}\n`);
      await model.refresher.refresh(feed, 'full');
      await model.refresher.settled();
    },
    over: (spans: readonly Span[], options: Partial<StockOverOptions> = {}) => itemsOver(model, spans, options),
  };
}

export const SUMS = [
  'rows',
  'quantity',
  'demand',
  'paired_quantity',
  'paired_demand',
  'met',
  'costed_rows',
  'costed_quantity',
  'costed_value',
  'unit_cost_sum',
  'uncosted_rows',
  'uncosted_quantity',
] as const;

export type Sum = (typeof SUMS)[number] | 'dates';

/** The sums of an item in a step, null where empty. */
export type Item = { readonly [name in Sum]?: number | null };

async function itemsOver(
  model: Model,
  spans: readonly Span[],
  { demand = 'mapped', dates = false }: Partial<StockOverOptions>,
) {
  const { rows, through } = await model.stockOver(spans, { demand, dates });
  const sums = SUMS.map((name) => sql`sum(${sql.identifier(name)}) AS ${sql.identifier(name)}`);
  const merged = dates ? [sql`${mergedDates(sql`dates`)} AS dates`] : [];
  // In two stages, as a KPI groups them.
  const tuples =
    await model.query(sql`SELECT step || ' ' || environment || ' ' || product_id || ' ' || coalesce(warehouse, '-') AS item,
      ${sql.join([...sums, ...(dates ? [sql`${distinctDates(sql`dates`)} AS dates`] : [])], sql`, `)}
    FROM (SELECT step, environment, product_id, warehouse, ${sql.join([...sums, ...merged], sql`, `)}
      FROM (${rows}) AS x GROUP BY step, environment, product_id, warehouse) AS y
    GROUP BY step, environment, product_id, warehouse ORDER BY ALL`);
  const items = new Map(
    tuples.map(({ item, ...values }): [string, Item] => [
      String(item),
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === null ? null : Number(value)])),
    ]),
  );
  return { items, through };
}
