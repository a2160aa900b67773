import { sql } from 'drizzle-orm';
import { type Connection, createConnection } from 'mysql2/promise';
import { compile } from '../../../src/sources/dialect.js';
import { mysqlDialect } from '../../../src/sources/mysql/dialect.js';
import type { MariaDb } from '../../support/mariadb.js';
import type { SqlServer } from '../../support/sqlserver.js';
import type { TestTable } from '../../support/table.js';
import type { TableShape } from './story.js';

/** Text by column; `id` tells the rows apart. */
export type Written = Readonly<Record<string, string | null>>;

/** What the change column is to hold; `own`: what the server puts there; `kept`: what it holds, which is nothing in a new row. */
export type Stamped = { readonly text: string } | 'own' | 'kept';

/** A transaction. */
export interface Writer {
  insert(rows: readonly Written[], stamped: Stamped): Promise<void>;
  update(id: string, set: Written, stamped: Stamped): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  end(how: 'commit' | 'rollback'): Promise<void>;
}

/** A server that holds tables. `clock` is its own, in milliseconds since 1970. */
export interface Store {
  /** Zone of the stamps. */
  readonly zone: string;
  /** Most rows that are inserted at once. */
  readonly most: number;
  create(name: string, shape: TableShape): Promise<void>;
  begin(name: string, clock: number): Promise<Writer>;
  /** Takes all rows away at once; false where the server does that row by row. */
  truncate(name: string): Promise<boolean>;
  close(): Promise<void>;
}

const columnsOf = ({ days, stamp }: TableShape, text: string, date: string): Record<string, string> => ({
  id: 'bigint',
  ...(days === 'none' ? {} : { day: days === 'text' ? text : date }),
  item: text,
  place: text,
  qty: text,
  need: 'decimal(18,4)',
  cost: 'decimal(18,8)',
  kind: text,
  ...(stamp === null ? {} : { stamp }),
});

/** MariaDB, which stamps rows by itself. */
export async function mariaDbStore(server: MariaDb, database: string): Promise<Store> {
  const { host, port, user, password } = server;
  await server.createDatabase(database);
  const idle: Connection[] = [];
  const all: Connection[] = [];
  const connection = async () => {
    const known = idle.pop();
    if (known) return known;
    const opened = await createConnection({ host, port, user, password, database });
    // Rows that one transaction holds are no others' business.
    await opened.query(`SET time_zone = '+00:00', sql_mode = ''`);
    await opened.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
    all.push(opened);
    return opened;
  };
  const stampTypes = new Map<string, string | null>();
  return {
    zone: 'UTC',
    most: Number.POSITIVE_INFINITY,
    async create(name, shape) {
      stampTypes.set(name, shape.stamp);
      const columns = Object.entries(columnsOf(shape, 'varchar(40)', 'date')).map(([column, type]) => {
        if (column !== 'stamp') return `${column} ${type} ${column === 'id' ? 'PRIMARY KEY' : 'NULL'}`;
        const now = `CURRENT_TIMESTAMP${/\(6\)/.exec(type)?.[0] ?? ''}`;
        return `stamp ${type} NULL DEFAULT ${now} ON UPDATE ${now}`;
      });
      const indexes = (['day', 'stamp'] as const).filter(
        (column) => shape.indexed[column] && columns.some((one) => one.startsWith(`${column} `)),
      );
      const parts = [...columns, ...indexes.map((column) => `INDEX (${column})`)];
      await server.query(`CREATE TABLE ${database}.${name} (${parts.join(', ')}) CHARACTER SET utf8mb4`);
    },
    async begin(name, clock) {
      const session = await connection();
      await session.query(`SET timestamp = ${clock / 1000}`);
      await session.beginTransaction();
      const run = async (query: ReturnType<typeof sql>) => {
        const { text, parameters } = compile(query, mysqlDialect);
        await session.query(text, [...parameters]);
      };
      const stampOf = (stamped: Stamped) => {
        if (stamped === 'own' || stampTypes.get(name) === null) return {};
        return { stamp: stamped === 'kept' ? sql`stamp` : sql`${stamped.text}` };
      };
      const table = sql.identifier(name);
      return {
        async insert(rows, stamped) {
          const { stamp } = stampOf(stamped);
          const extra = stamp ? [stamped === 'kept' ? sql`NULL` : stamp] : [];
          const names = [...Object.keys(rows[0] ?? {}), ...(stamp ? ['stamp'] : [])].map((one) => sql.identifier(one));
          const tuples = rows.map(
            (row) => sql`(${sql.join([...Object.values(row).map((value) => sql`${value}`), ...extra], sql`, `)})`,
          );
          await run(sql`INSERT INTO ${table} (${sql.join(names, sql`, `)}) VALUES ${sql.join(tuples, sql`, `)}`);
        },
        async update(id, set, stamped) {
          const sets = [
            ...Object.entries(set).map(([column, value]) => sql`${sql.identifier(column)} = ${value}`),
            ...Object.values(stampOf(stamped)).map((stamp) => sql`stamp = ${stamp}`),
          ];
          if (sets.length > 0) await run(sql`UPDATE ${table} SET ${sql.join(sets, sql`, `)} WHERE id = ${Number(id)}`);
        },
        async remove(ids) {
          // One by one, each is found by its key; of a list the server might go through, and wait for, all rows.
          for (const id of ids) await run(sql`DELETE FROM ${table} WHERE id = ${Number(id)}`);
        },
        async end(how) {
          await session[how]();
          idle.push(session);
        },
      };
    },
    async truncate(name) {
      await server.query(`TRUNCATE ${database}.${name}`);
      return true;
    },
    async close() {
      for (const one of all) one.destroy();
      await server.query(`DROP DATABASE ${database}`);
    },
  };
}

/** SQL Server, whose stamps the company’s programs write, in local time; row versions it gives by itself. */
export function sqlServerStore(server: SqlServer, zone: string): Store {
  const tables = new Map<string, TestTable>();
  const tableOf = (name: string) => {
    const table = tables.get(name);
    if (!table) throw new Error(`No table ${name}`);
    return table;
  };
  return {
    zone,
    most: 100,
    async create(name, shape) {
      const columns = columnsOf(shape, 'nvarchar(40)', 'date');
      const indexes = (['day', 'stamp'] as const).filter((column) => shape.indexed[column] && column in columns);
      const table = { name, columns, rows: [], unique: [['id']], indexes: indexes.map((column) => [column]) };
      tables.set(name, table);
      await server.create(table);
    },
    async begin(name, clock) {
      const table = tableOf(name);
      const { stamp: type } = table.columns;
      const editor = await server.edit();
      const stampOf = (stamped: Stamped): Written => {
        if (type === undefined || stamped === 'kept') return {};
        return { stamp: stamped === 'own' ? stampText(clock, type, zone) : stamped.text };
      };
      return {
        insert: (rows, stamped) =>
          editor.change(
            table,
            ...rows.map((row) => {
              const whole = { ...row, ...stampOf(stamped) };
              return { insert: Object.keys(table.columns).map((column) => whole[column] ?? null) };
            }),
          ),
        async update(id, set, stamped) {
          const whole = { ...set, ...stampOf(stamped) };
          if (Object.keys(whole).length > 0) await editor.change(table, { update: id, set: whole });
        },
        remove: (ids) => editor.change(table, ...ids.map((remove) => ({ remove }))),
        end: (how) => editor[how](),
      };
    },
    truncate: async () => false,
    close: async () => undefined,
  };
}

/** A moment as a change column of this type holds it, in local time. */
export function stampText(moment: number, type: string, zone: string): string {
  const milliseconds = type === 'datetime' && zone !== 'UTC' ? rounded(moment) : moment;
  const day = new Date(milliseconds).toLocaleString('sv-SE', { timeZone: zone });
  return `${day}.${String(new Date(milliseconds).getUTCMilliseconds()).padStart(3, '0')}`;
}

/** A DATETIME of SQL Server knows 300ths of a second, of which three digits are told. */
const rounded = (moment: number): number => Math.round(Math.round((moment * 3) / 10) / 0.3);
