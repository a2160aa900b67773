import { type SQL, sql } from 'drizzle-orm';
import type { Session, Statements } from '../database.js';
import { isInvalidated, ModelUnusable } from '../fault.js';
import { day, literal, textList } from '../literals.js';
import { columnsOf, type ModelTable } from '../shape.js';
import { RECORDABLE } from './dateless.js';
import { type DayFile, dayFiles, dayName, removeLeftovers } from './folder.js';
import { readSealed } from './sealed.js';
import { createTables } from './tables.js';

export interface Attached {
  /** Days that were read into the model just now. */
  readonly days: number;
  /** Files that are left out, each with what is wrong: `is damaged`, `was recorded by a newer Tally`. */
  readonly problems: readonly { readonly file: string; readonly problem: string }[];
}

/** Files that are read in one statement: a year of 5,000 rows a day in 1.2 s, against 13 s one by one. */
const BATCH = 100;

/**
 * Brings the model's copy of recorded days up to the files: reads those that are new or were replaced, forgets those
 * that are gone. `folder` is null for a model in memory, which has no history. Call it before the first `derive` and
 * when a day begins. A file that cannot be read is left out and told, and does not keep Tally from its work.
 */
export async function attachHistory(db: Statements, folder: string | null): Promise<Attached> {
  if (folder !== null) removeLeftovers(folder);
  const files = folder === null ? [] : dayFiles(folder);
  const { known, forgotten } = await db.transaction(async (session) => {
    await createTables(session);
    return forgetOthers(session, files);
  });
  const fresh = files.filter(({ name }) => !known.has(name)).map((file) => ({ file, facts: factsOf(file) }));
  for (let at = 0; at < fresh.length; at += BATCH) await takeSome(db, fresh.slice(at, at + BATCH));
  if (fresh.length + forgotten > 0) await db.transaction(settle);
  const rows = await db.query(sql`SELECT file, problem FROM history.day WHERE problem IS NOT NULL ORDER BY file`);
  const problems = rows.map(({ file, problem }) => ({ file: String(file), problem: String(problem) }));
  return { days: fresh.filter(({ facts }) => !('problem' in facts)).length, problems };
}

type Facts = ReturnType<typeof readSealed>;

interface Fresh {
  readonly file: DayFile;
  readonly facts: Facts;
}

function factsOf(file: DayFile): Facts {
  const facts = readSealed(file.path);
  if ('problem' in facts) return facts;
  if (!RECORDABLE.includes(facts.table as ModelTable)) return { problem: `is of a table ${facts.table}` };
  // A copy under another name would count its day twice.
  return dayName(facts.feed, facts.date) === file.name ? facts : { problem: `is a copy of ${facts.date}` };
}

/** Forgets files that are gone or were replaced; yields the names of the others, and how many were forgotten. */
async function forgetOthers(
  session: Session,
  files: readonly DayFile[],
): Promise<{ readonly known: ReadonlySet<string>; readonly forgotten: number }> {
  const present = new Map(files.map((file) => [file.name, file]));
  const known = new Set<string>();
  const rows = await session.query(sql`SELECT id, file, bytes, modified FROM history.day`);
  for (const { id, file, bytes, modified } of rows) {
    const now = present.get(String(file));
    if (now && now.bytes === bytes && now.modified === modified) {
      known.add(now.name);
      continue;
    }
    for (const table of RECORDABLE)
      await session.run(sql`DELETE FROM history.${sql.identifier(table)} WHERE day = ${id}`);
    await session.run(sql`DELETE FROM history.day WHERE id = ${id}`);
  }
  return { known, forgotten: rows.length - known.size };
}

/** In one transaction; where that fails one by one, so that the file that is to blame is the only one left out. */
async function takeSome(db: Statements, fresh: readonly Fresh[]): Promise<void> {
  try {
    await db.transaction((session) => take(session, fresh));
  } catch (error) {
    // The model is to blame, and not a file.
    if (error instanceof ModelUnusable || isInvalidated(error)) throw error;
    const [only] = fresh;
    if (fresh.length > 1) {
      for (const one of fresh) await takeSome(db, [one]);
    } else if (only && !('problem' in only.facts)) {
      const problem = `cannot be read: ${error instanceof Error ? error.message.split('\n')[0] : error}`;
      await takeSome(db, [{ file: only.file, facts: { problem } }]);
    } else throw error;
  }
}

async function take(session: Session, fresh: readonly Fresh[]): Promise<void> {
  const [{ last } = { last: 0 }] = await session.query(sql`SELECT coalesce(max(id), 0) AS last FROM history.day`);
  const numbered = fresh.map((one, index) => ({ ...one, id: Number(last) + 1 + index }));
  await session.run(sql`INSERT INTO history.day VALUES ${sql.join(numbered.map(dayRow), sql`, `)}`);
  for (const table of RECORDABLE) {
    const sound = numbered.filter(({ facts }) => 'table' in facts && facts.table === table);
    if (sound.length > 0) await takeRows(session, table, sound);
  }
}

interface Numbered extends Fresh {
  readonly id: number;
}

function dayRow({ id, file: { name, bytes, modified }, facts }: Numbered): SQL {
  const file = sql.join([number(id), literal(name), number(bytes), number(modified)], sql`, `);
  if ('problem' in facts)
    return sql`(${file}, ${literal(facts.problem)}, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE)`;
  const { feed, table, source, environment, date, recordedAt, rows, quantity, demand, beside } = facts;
  const texts = [feed, table, source, environment].map((text) => (text === null ? sql`NULL` : literal(text)));
  return sql`(${file}, NULL, ${sql.join(texts, sql`, `)}, ${day(date)}, ${literal(recordedAt)}, ${number(rows)},
    ${literal(quantity)}, ${demand === null ? sql`NULL` : literal(demand)}, [${textList(beside)}], FALSE)`;
}

const number = (value: number): SQL => sql.raw(String(value));

/** Files may lack a column that the model got later; it is empty then. */
async function takeRows(session: Session, table: ModelTable, files: readonly Numbered[]): Promise<void> {
  // A name that was found is no pattern any more, whatever signs are in it.
  const paths = sql`[${textList(files.map(({ file }) => file.path.replaceAll(/[[*?]/g, (sign) => `[${sign}]`)))}]`;
  const found = await session.query(sql`SELECT DISTINCT name FROM parquet_schema(${paths})`);
  const names = new Set(found.map(({ name }) => name));
  const columns = columnsOf(table).flatMap(([column]) =>
    names.has(column) ? [sql`, r.${sql.identifier(column)}`] : [],
  );
  const ids = files.map(({ id, file }) => sql`(${number(id)}, ${literal(file.path)})`);
  await session.run(sql`INSERT INTO history.${sql.identifier(table)} BY NAME SELECT f.id AS day${sql.join(columns)}
    FROM read_parquet(${paths}, union_by_name = true, filename = true) AS r
    INNER JOIN (VALUES ${sql.join(ids, sql`, `)}) AS f(id, path) ON f.path = r.filename`);
}

async function settle(session: Session): Promise<void> {
  await session.run(sql`UPDATE history.day AS d SET counts = d.problem IS NULL AND coalesce(
    (SELECT list_contains(max_by(o.beside, o.recorded_at || o.feed), d.feed) FROM history.day AS o
      WHERE o.problem IS NULL AND o.model_table = d.model_table AND o.date = d.date), FALSE)`);
}
