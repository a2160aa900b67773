import { type SQL, sql } from 'drizzle-orm';
import { profileQuery } from '../sources/queries.js';
import type { FileReader, FileSet, Profile, SourceColumn } from '../sources/source.js';
import { type Database, duckdbDialect, type Session } from './database.js';

/** Paths that fit a pattern, in order. */
export async function filesOf(session: Session, { pattern }: FileSet): Promise<readonly string[]> {
  const rows = await session.query(sql`SELECT file FROM glob(${pattern}) ORDER BY file`);
  return rows.map(({ file }) => String(file));
}

/**
 * One file as a relation: files of one pattern may have their columns in different orders. Lines that do
 * not fit a CSV file's heading go to the session's table `faulty_line`.
 */
export function fileRelation(file: string, { format, delimiter, encoding }: FileSet): SQL {
  // A name that was found is no pattern any more, whatever signs are in it.
  const path = file.replaceAll(/[[*?]/g, (sign) => `[${sign}]`);
  if (format === 'parquet') return sql`read_parquet(${path})`;
  return sql`read_csv(${path}, header = true, all_varchar = true, delim = ${delimiter}, quote = '"', escape = '"',
    encoding = ${encoding}, max_line_size = 262144, buffer_size = 4194304, store_rejects = true, rejects_table = 'faulty_line', rejects_scan = 'faulty_scan')`;
}

/** Faulty lines of the files read in this session, told once. */
export async function faultyLines(session: Session): Promise<readonly { line: number; text: string; fault: string }[]> {
  const [{ present } = { present: 0 }] = await session.query(
    sql`SELECT count(*) AS present FROM duckdb_tables() WHERE table_name = 'faulty_line'`,
  );
  if (present === 0) return [];
  const rows = await session.query(
    sql`SELECT DISTINCT line, coalesce(csv_line, '') AS csv_line, error_type FROM faulty_line ORDER BY line`,
  );
  await session.run(sql`DROP TABLE faulty_line`);
  await session.run(sql`DROP TABLE IF EXISTS faulty_scan`);
  return rows.map((row) => ({ line: Number(row.line), text: String(row.csv_line), fault: String(row.error_type) }));
}

/** Heads and counts of files, for the `files` source. */
export function createFileReader(db: Pick<Database, 'session'>): FileReader {
  const inSession = async <T>(action: (session: Session) => Promise<T>): Promise<T> => {
    const session = await db.session();
    try {
      return await action(session);
    } finally {
      session.close();
    }
  };
  const describe = async (session: Session, path: string, files: FileSet): Promise<readonly SourceColumn[]> => {
    const rows = await session.query(
      sql`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${fileRelation(path, files)})`,
    );
    return rows.map(({ column_name, column_type }) => {
      const type = String(column_type).toLowerCase();
      return { name: String(column_name), type, kind: columnKind(type) };
    });
  };
  return {
    paths: (files) => inSession((session) => filesOf(session, files)),
    describe: (files) =>
      inSession(async (session) => {
        const [first] = await filesOf(session, files);
        return first === undefined ? null : describe(session, first, files);
      }),
    profile: (files, columns) =>
      inSession(async (session) => {
        const dates: Profile['dates'][number][] = [];
        for (const path of await filesOf(session, files)) {
          const described = await describe(session, path, files);
          const query = profileQuery(fileRelation(path, files), columns, described, duckdbDialect);
          for (const { c0 = null, c1, c2 } of await session.query(query)) {
            dates.push({ date: c0 === null ? null : String(c0), rows: Number(c1), items: Number(c2) });
          }
        }
        return { rows: dates.reduce((sum, date) => sum + date.rows, 0), dates };
      }),
  };
}

function columnKind(type: string): SourceColumn['kind'] {
  if (type === 'date') return 'date';
  if (type.startsWith('timestamp')) return 'datetime';
  if (/^(u?(tiny|small|big|huge)?int(eger)?|decimal.*|double|float)/.test(type)) return 'number';
  return type === 'blob' ? 'binary' : 'text';
}
