import type { Connection } from 'mysql2/promise';

/**
 * Three tables of stock and one of products that go from version to version: each row says of which version it is, and
 * with each version the first rows leave and others come. Every seventh row has a quantity that cannot be read, and of
 * the dates two in six.
 */

export const ROWS = 2000;
/** Rows that leave and come. */
const STEP = 50;

export const STOCK = ['dated', 'unkeyed', 'dateless'] as const;

const DAY = `ELT(1 + line MOD 6, '2026-03-01', '2026-03-05', '2026-03-06', '2026-03-07', 'soon', NULL)`;

/** The moment of a version: a day has twelve of them. */
export const momentOf = (version: number): Date => new Date(Date.UTC(2026, 2, 8) + version * 2 * 3_600_000);

/** Makes the tables, of version 0. */
export async function created(connection: Connection): Promise<void> {
  for (const table of STOCK) {
    await connection.query(`CREATE TABLE ${table} (line INT PRIMARY KEY, day VARCHAR(10), item VARCHAR(20), qty VARCHAR(10),
      stamp DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), INDEX (day), INDEX (stamp))`);
    await connection.query(arriving(table, 0, ROWS, 0));
  }
  await connection.query('CREATE TABLE products (item VARCHAR(20) PRIMARY KEY, name VARCHAR(20))');
  await connection.query(`INSERT INTO products SELECT CONCAT('P-', seq), '0' FROM seq_0_to_99`);
}

/** Makes the next version of all tables, in one transaction. */
export async function changed(connection: Connection, version: number): Promise<void> {
  await connection.query('START TRANSACTION');
  for (const table of STOCK) {
    await connection.query(`DELETE FROM ${table} WHERE line < ${version * STEP}`);
    await connection.query(`UPDATE ${table} SET qty = ${quantity(version)}`);
    await connection.query(arriving(table, (version - 1) * STEP + ROWS, STEP, version));
  }
  await connection.query(`UPDATE products SET name = '${version}'`);
  await connection.query('COMMIT');
}

/** Rows of a version whose quantity or, where `dated`, date cannot be read. */
export function unreadable(version: number, dated: boolean): number {
  const lines = Array.from({ length: ROWS }, (_, index) => version * STEP + index);
  return lines.filter((line) => line % 7 === 0 || (dated && line % 6 > 3)).length;
}

const quantity = (version: number): string => `IF(line MOD 7 = 0, 'many', ${version})`;

const arriving = (table: string, first: number, count: number, version: number): string =>
  `INSERT INTO ${table} (line, day, item, qty) SELECT line, ${DAY}, CONCAT('P-', line MOD 100), ${quantity(version)}
    FROM (SELECT seq AS line FROM seq_${first}_to_${first + count - 1}) AS numbers`;
