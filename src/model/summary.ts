import { type SQL, sql } from 'drizzle-orm';
import type { Session } from './database.js';
import type { Feed } from './feed.js';
import { literal } from './literals.js';
import { columnsOf } from './shape.js';
import { partOf, repeatColumn } from './staging.js';
import { ADDENDS } from './stock-rows.js';

/**
 * Small tables of sums over the rows of a feed, one row for each group. They are made from all rows after a full
 * read; rows that come and go are added and taken away, which gives the same, because all of it is counts and exact
 * sums. A group without rows has no row.
 */
interface Summary {
  readonly table: string;
  /** Columns that name the feed, the same in all its rows. */
  readonly feed: Readonly<Record<string, string>>;
  /** Columns that make a group, and where a row has them. */
  readonly group: Readonly<Record<string, SQL>>;
  /** Columns that a group's rows agree in. */
  readonly told?: Readonly<Record<string, SQL>>;
  /** Sums besides `rows`: of what over the rows, and their type. */
  readonly sums?: Readonly<Record<string, { readonly of: SQL; readonly type: string }>>;
  /** Whether rejected rows count too. */
  readonly rejected?: boolean;
}

/** All tables that hold summaries. */
const TABLES = ['ledger', 'stock_date', 'stock_warehouse', 'stock_flow', 'fact_member', 'repeated_text'] as const;

function summariesOf(feed: Feed): readonly Summary[] {
  const columns = new Set(columnsOf(feed.table).map(([column]) => column));
  const column = (name: string) => sql`${sql.identifier(name)}`;
  const dated = columns.has('date');
  const date = dated ? sql`CASE WHEN raw_date IS NOT NULL THEN date END` : sql`CAST(NULL AS DATE)`;
  const summaries: Summary[] = [
    {
      table: 'ledger',
      feed: { feed: feed.id },
      group: { raw_date: sql`raw_date` },
      told: { date },
      sums: { sum: { of: sql`coalesce(row_sum, 0)`, type: 'HUGEINT' } },
      rejected: true,
    },
  ];
  if (feed.table === 'stock') {
    const group = { environment: sql`environment`, date: sql`date` };
    summaries.push(
      { table: 'stock_date', feed: { feed: feed.id, source: feed.source }, group },
      { table: 'stock_warehouse', feed: { feed: feed.id }, group: { warehouse: sql`warehouse` } },
    );
  }
  if (feed.table === 'stock' && (feed.meaning.quantity === 'flow' || feed.meaning.demand === 'flow')) {
    const { rows: _, ...sums } = ADDENDS;
    const group = { environment: sql`environment`, product_id: sql`product_id`, warehouse: sql`warehouse` };
    summaries.push({ table: 'stock_flow', feed: { feed: feed.id }, group, sums });
  }
  const count = (when: SQL | null) => ({
    of: when ? sql`CASE WHEN ${when} THEN 1 ELSE 0 END` : sql`0`,
    type: 'BIGINT' as const,
  });
  const negative = (name: string) => count(columns.has(name) ? sql`${column(name)} < 0` : null);
  for (const dimension of ['product', 'customer'].filter((name) => name !== feed.table && columns.has(`${name}_id`))) {
    summaries.push({
      table: 'fact_member',
      feed: { feed: feed.id, model_table: feed.table, dimension },
      group: { id: column(`${dimension}_id`) },
      sums: {
        negative_quantity: negative('quantity'),
        negative_demand: negative('demand'),
        uncosted: count(columns.has('unit_cost') ? sql`unit_cost IS NULL` : null),
      },
    });
  }
  Object.keys(feed.repeats).forEach((name, index) => {
    const [dimension = '', column_name = ''] = name.split('.');
    summaries.push({
      table: 'repeated_text',
      feed: { feed: feed.id, dimension, column_name },
      group: { id: column(`${dimension}_id`), value: repeatColumn(index) },
    });
  });
  return summaries;
}

/** Makes a feed's summaries from its rows, as they stand in its part and among the rejected ones. */
export async function summarise(session: Session, feed: Feed): Promise<void> {
  await forget(session, sql`feed = ${feed.id}`);
  for (const summary of summariesOf(feed)) {
    const rows = [sql`${rowsOf(summary, partOf(feed))}`];
    if (summary.rejected) rows.push(sql`${rowsOf(summary, sql`rejected_row`)} WHERE feed = ${literal(feed.id)}`);
    await session.run(
      sql`INSERT INTO ${sql.identifier(summary.table)} BY NAME ${grouped(summary, sql.join(rows, sql` UNION ALL `))}`,
    );
  }
}

/** Takes out what belongs to feeds that are not in the model. */
export const forgetOthers = (session: Session): Promise<void> =>
  forget(session, sql`feed NOT IN (SELECT feed FROM feed)`);

async function forget(session: Session, which: SQL): Promise<void> {
  for (const table of TABLES) await session.run(sql`DELETE FROM ${sql.identifier(table)} WHERE ${which}`);
}

/** Rows that leave a feed and rows that come, each with the columns of a part, or, rejected, of `rejected_row`. */
export interface Movement {
  readonly gone: SQL;
  readonly incoming: SQL;
  readonly goneRejected: SQL;
  readonly refused: SQL;
}

/** Brings a feed's summaries from before a movement of rows to after it. */
export async function shiftSummaries(session: Session, feed: Feed, movement: Movement): Promise<void> {
  for (const summary of summariesOf(feed)) await shift(session, summary, movement);
}

async function shift(session: Session, summary: Summary, movement: Movement): Promise<void> {
  const { gone, incoming, goneRejected, refused } = movement;
  const rows = [rowsOf(summary, gone, -1), rowsOf(summary, incoming)];
  if (summary.rejected) rows.push(rowsOf(summary, goneRejected, -1), rowsOf(summary, refused));
  const { feed, group, told = {}, sums = {} } = summary;
  const added = ['rows', ...Object.keys(sums)].map((name) => sql.identifier(name));
  const same = Object.keys(group).map(
    (name) => sql`t.${sql.identifier(name)} IS NOT DISTINCT FROM d.${sql.identifier(name)}`,
  );
  const ours = Object.entries(feed).map(([name, value]) => sql`t.${sql.identifier(name)} = ${literal(value)}`);
  const all = [...Object.keys(feed), ...Object.keys(group), ...Object.keys(told)].map((name) => sql.identifier(name));
  const columns = [...all, ...added];
  await session.run(sql`MERGE INTO ${sql.identifier(summary.table)} AS t
    USING (SELECT * FROM (${grouped(summary, sql.join(rows, sql` UNION ALL `))}) AS g WHERE ${sql.join(
      added.map((name) => sql`g.${name} <> 0`),
      sql` OR `,
    )}) AS d ON ${sql.join([...ours, ...same], sql` AND `)}
    WHEN MATCHED AND t.rows + d.rows = 0 THEN DELETE
    WHEN MATCHED THEN UPDATE SET ${list(added.map((name) => sql`${name} = t.${name} + d.${name}`))}
    WHEN NOT MATCHED THEN INSERT (${list(columns.map((name) => sql`${name}`))}) VALUES (${list(columns.map((name) => sql`d.${name}`))})`);
}

const list = (columns: readonly SQL[]): SQL => sql.join([...columns], sql`, `);

/** Group, what a group agrees in, and for each sum what the row adds, times `sign`. */
function rowsOf({ group, told = {}, sums = {} }: Summary, rows: SQL, sign: 1 | -1 = 1): SQL {
  const factor = sign < 0 ? sql`-` : sql``;
  const columns = [
    ...Object.entries({ ...group, ...told }).map(([name, value]) => sql`${value} AS ${sql.identifier(name)}`),
    sql`${sql.raw(String(sign))} AS rows`,
    ...Object.entries(sums).map(([name, { of }]) => sql`${factor}(${of}) AS ${sql.identifier(name)}`),
  ];
  return sql`SELECT ${list(columns)} FROM ${rows}`;
}

function grouped({ feed, group, told = {}, sums = {} }: Summary, rows: SQL): SQL {
  const groups = Object.keys(group).map((name) => sql`${sql.identifier(name)}`);
  const columns = [
    ...Object.entries(feed).map(([name, value]) => sql`${literal(value)} AS ${sql.identifier(name)}`),
    ...groups,
    ...Object.keys(told).map((name) => sql`max(${sql.identifier(name)}) AS ${sql.identifier(name)}`),
    sql`CAST(sum(rows) AS BIGINT) AS rows`,
    ...Object.entries(sums).map(
      ([name, { type }]) => sql`CAST(sum(${sql.identifier(name)}) AS ${sql.raw(type)}) AS ${sql.identifier(name)}`,
    ),
  ];
  return sql`SELECT ${list(columns)} FROM (${rows}) AS r GROUP BY ${list(groups)}`;
}
