/**
 * What `tally check` finds out: it connects to everything that is configured and reports what is there,
 * what is missing and what to do. Yields data; the command line prints it. Tested in `tests/check`.
 */
import { plural } from '../kpi/format.js';
import { bind, type Feed, findColumn, type MissingColumn } from '../model/feed.js';
import { columnsOf } from '../model/shape.js';
import { SourceError } from '../sources/errors.js';
import type { Profile, ServerInfo, Source, SourceColumn, TableKeys } from '../sources/source.js';
import { judgeProfile, type OverTime } from './over-time.js';

export interface SourceReport {
  readonly source: string;
  readonly kind: string;
  readonly place: string;
  readonly server: ServerInfo | null;
  readonly tables: readonly TableReport[];
  readonly problems: readonly Problem[];
}

export interface TableReport {
  readonly from: string;
  readonly table: string;
  readonly environment: string | null;
  /** Model column ← source column and its type. */
  readonly columns: readonly { readonly column: string; readonly from: string; readonly type: string }[];
  readonly missing: readonly MissingColumn[];
  readonly unused: readonly string[];
  readonly overTime: OverTime | null;
  readonly key: string | null;
  readonly changed: string | null;
  readonly problems: readonly Problem[];
}

/** `error`: cannot be read. `warning`: works, but should be mended. */
export interface Problem {
  readonly level: 'error' | 'warning';
  readonly text: string;
  readonly advice: string;
}

export interface Subject {
  readonly source: Source;
  readonly feeds: readonly Feed[];
  readonly tls: 'verify' | 'insecure' | 'off' | null;
  readonly today: string;
  /** Texts of a date column → YYYY-MM-DD, or null. */
  readDates(texts: readonly string[], format: string | null): Promise<ReadonlyMap<string, string | null>>;
}

export async function checkSource(subject: Subject): Promise<SourceReport> {
  const { source, feeds } = subject;
  const base = { source: source.name, kind: source.kind, place: source.place };
  try {
    const server = await source.inspect();
    const tables: TableReport[] = [];
    for (const feed of feeds) tables.push(await checkTable(subject, feed));
    return { ...base, server, tables, problems: serverProblems(server, subject.tls) };
  } catch (error) {
    return { ...base, server: null, tables: [], problems: [problemOf(error)] };
  }
}

function serverProblems({ writes, remarks }: ServerInfo, tls: Subject['tls']): readonly Problem[] {
  const problems: Problem[] = remarks.map((text) => ({
    level: 'warning',
    text,
    advice: 'Ask its administrator to switch one of them on.',
  }));
  if (writes.length > 0) {
    problems.push({
      level: 'warning',
      text: `The login can do more than read: ${writes.slice(0, 5).join(', ')}${writes.length > 5 ? ', …' : ''}.`,
      advice: 'Use a login that can only read; sql/ has the statements.',
    });
  }
  if (tls === 'insecure')
    problems.push({
      level: 'warning',
      text: 'The server’s certificate is not checked (tls: insecure).',
      advice: 'Name its authority under ca and write tls: verify.',
    });
  if (tls === 'off')
    problems.push({
      level: 'warning',
      text: 'The connection is not encrypted (tls: off).',
      advice: 'Write tls: verify.',
    });
  return problems;
}

async function checkTable(subject: Subject, feed: Feed): Promise<TableReport> {
  const base = { from: feed.from, table: feed.table, environment: feed.environment, key: null, changed: null };
  const nothing = { ...base, columns: [], missing: [], unused: [], overTime: null };
  try {
    const described = await subject.source.describe(feed.from);
    if (described === null) {
      const problem = subject.source.kind === 'files' ? 'no-file' : 'no-table';
      return { ...nothing, problems: [problemOf(new SourceError(subject.source.name, feed.from, problem))] };
    }
    const columns = mappedColumns(feed, described);
    const used = new Set(columns.map(({ from }) => from));
    const unused = described.filter(({ name }) => !used.has(name)).map(({ name }) => name);
    const bound = bind(feed, described);
    if ('missing' in bound)
      return {
        ...nothing,
        columns,
        missing: bound.missing,
        unused,
        problems: bound.missing.map((one) => missingColumn(one, described)),
      };
    const names = { date: named('date'), item: named('product_id') };
    function named(column: string): string | null {
      return columns.find((one) => one.column === column)?.from ?? null;
    }
    const profile = await subject.source.profile(feed.from, names);
    const keys = await subject.source.keys(feed.from);
    const overTime = await readOverTime(subject, feed, profile, names.date);
    return {
      ...base,
      columns,
      missing: [],
      unused,
      overTime,
      key: keyText(feed, keys),
      changed: changedText(feed, keys),
      problems: [...overTimeProblems(feed, overTime), ...keyProblems(feed, described, keys)],
    };
  } catch (error) {
    return { ...nothing, problems: [problemOf(error)] };
  }
}

function mappedColumns(feed: Feed, described: readonly SourceColumn[]): TableReport['columns'] {
  return columnsOf(feed.table).flatMap(([column]) => {
    if (column in feed.constants || (column === 'environment' && feed.environment !== null)) return [];
    const mapped = feed.columns === null ? column : feed.columns[column];
    const found = mapped === undefined ? undefined : findColumn(described, mapped);
    return found ? [{ column, from: found.name, type: found.type }] : [];
  });
}

async function readOverTime(subject: Subject, feed: Feed, profile: Profile, date: string | null): Promise<OverTime> {
  const texts = profile.dates.flatMap((one) => (one.date === null ? [] : [one.date]));
  const read =
    date === null ? new Map<string, string | null>() : await subject.readDates(texts, feed.formats.date ?? null);
  return judgeProfile(profile, date, read, subject.today);
}

function overTimeProblems(
  feed: Feed,
  { rows, unreadable, looksLike, future, firstUnreadable }: OverTime,
): readonly Problem[] {
  const problems: Problem[] = [];
  if (rows === 0)
    problems.push({ level: 'warning', text: 'The table is empty.', advice: 'Check from in the mapping.' });
  if (unreadable > 0) {
    problems.push({
      level: 'warning',
      text: `${plural(unreadable, 'row has', 'rows have')} no readable date${firstUnreadable ? `, such as “${firstUnreadable}”` : ''}.`,
      advice: 'If that is how dates are written there, give formats.date its form; else mend the rows.',
    });
  }
  if (future > 0)
    problems.push({
      level: 'warning',
      text: `${plural(future, 'row is', 'rows are')} dated after today.`,
      advice: 'A snapshot counts them from their day on, a flow at once.',
    });
  if (feed.table === 'stock' && looksLike !== null && !looksLike.includes(feed.meaning.quantity)) {
    problems.push({
      level: 'warning',
      text: `quantity is mapped as ${feed.meaning.quantity}, but the rows look like ${looksLike.join(' or ')}.`,
      advice:
        'Check meaning.quantity: complete is the whole state at each date, sparse only what changed, flow adds up.',
    });
  }
  return problems;
}

function keyProblems(feed: Feed, described: readonly SourceColumn[], keys: TableKeys): readonly Problem[] {
  const problems: Problem[] = [];
  for (const column of [...feed.key, ...(feed.changed === null ? [] : [feed.changed])]) {
    if (!findColumn(described, column))
      problems.push({
        level: 'error',
        text: `${column}, named under key or changed, is not there.`,
        advice: 'Check the mapping.',
      });
  }
  const stamp = feed.changed === null ? undefined : findColumn(described, feed.changed);
  if (stamp?.kind === 'number')
    problems.push({
      level: 'warning',
      text: `The change column ${stamp.name} is a number: what is committed after a higher one is found by comparing dates only.`,
      advice: 'Use a rowversion or a modification time where there is one, or lower refresh.verify.',
    });
  if (feed.changed !== null && keys.indexed !== null && !keys.indexed.includes(feed.changed.toLowerCase())) {
    problems.push({
      level: 'warning',
      text: `The change column ${feed.changed} leads no index.`,
      advice: 'Create one, so that what changed can be found without a scan.',
    });
  }
  if (
    feed.key.length > 0 &&
    keys.unique !== null &&
    !keys.unique.some((unique) => unique.every((column) => feed.key.some((one) => one.toLowerCase() === column)))
  ) {
    problems.push({
      level: 'warning',
      text: `No unique index holds key (${feed.key.join(', ')}).`,
      advice: 'Create one, or leave key out.',
    });
  }
  return problems;
}

function keyText({ key }: Feed, { unique }: TableKeys): string {
  if (key.length > 0) return key.join(', ');
  const known = unique?.[0];
  return known ? `none declared; the server has a unique index on ${known.join(', ')}` : 'none declared';
}

function changedText({ changed }: Feed, { indexed }: TableKeys): string {
  if (changed === null) return 'none declared';
  if (indexed === null) return `${changed} (the source cannot tell whether it is indexed)`;
  return `${changed} (${indexed.includes(changed.toLowerCase()) ? 'indexed' : 'not indexed'})`;
}

function missingColumn({ column, mapped }: MissingColumn, described: readonly SourceColumn[]): Problem {
  const there = described.map(({ name }) => name).join(', ');
  const text = mapped === null ? `Nothing is mapped to ${column}.` : `${mapped}, mapped to ${column}, is not there.`;
  return { level: 'error', text, advice: `There are: ${there}.` };
}

function problemOf(error: unknown): Problem {
  if (error instanceof SourceError) return { level: 'error', text: error.message, advice: '' };
  throw error;
}
