import { existsSync } from 'node:fs';
import { loadConfig } from '../config/index.js';
import type { Output } from '../instance/index.js';
import type { Column, Result } from '../kpi/result.js';
import { csvField } from '../reply/csv.js';
import { textTable } from '../reply/table.js';
import { type AuditEntry, type Outcome, openState, type State, stateFile } from '../state/index.js';
import { UsageError } from './failure.js';
import { widthOf } from './output.js';
import { configPath } from './target.js';

export interface AuditOptions {
  readonly config?: string;
  readonly since?: string;
  readonly until?: string;
  readonly user?: string;
  readonly channel?: string;
  readonly outcome?: Outcome;
  readonly limit?: number;
  readonly json?: true;
  readonly csv?: true;
}

/** Rows of the table where no limit is given; an export is whole. */
const SHOWN_ROWS = 50;
const DAY = 24 * 3_600_000;

/**
 * `tally audit`: who asked what, newest first. Opens the state only, beside a Tally that runs. Yields the exit code;
 * throws what `explain` explains.
 */
export async function audit(options: AuditOptions, output: Output): Promise<number> {
  const { since, until } = range(options);
  if (options.limit === 0) throw new UsageError('--limit 0 shows nothing; it takes 1 or more.');
  const { url, authToken, audit: keepAudit } = loadConfig(configPath(options.config), process.env).config.state;
  const file = stateFile(url);
  let state: State | null = null;
  try {
    if (file === null || existsSync(file)) state = await openState({ url, authToken, keepAudit });
    const { user, channel, outcome, limit } = options;
    const filter = { since, until, user, channel, outcome };
    const entries = (most?: number) => state?.audit.each({ ...filter, limit: most }) ?? [];
    if (options.json) for await (const entry of entries(limit)) output.out(`${JSON.stringify(entry)}\n`);
    else if (options.csv) await printCsv(entries(limit), output);
    else {
      const most = limit ?? SHOWN_ROWS;
      await printTable(entries(most + 1), most, Object.values(filter).some(Boolean), output);
    }
    return 0;
  } finally {
    await state?.close();
  }
}

type Entries = AsyncIterable<AuditEntry> | Iterable<AuditEntry>;

/** `--until` names the last day; the range that it ends is half-open. Throws UsageError. */
function range({ since, until }: AuditOptions): { since: Date | undefined; until: Date | undefined } {
  const from = since === undefined ? undefined : moment('--since', since);
  const last = until === undefined ? undefined : moment('--until', until);
  const to = last && (until?.includes('T') ? last : new Date(last.getTime() + DAY));
  if (from && to && from >= to) throw new UsageError(`--since ${since} is not before --until ${until}.`);
  return { since: from, until: to };
}

function moment(option: string, text: string): Date {
  const [, day = '', time = '00:00'] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2})?)Z)?$/.exec(text) ?? [];
  const date = new Date(`${day}T${time}Z`);
  // A day that no month has, as 31 November, would become one of the next month.
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(day))
    throw new UsageError(
      `${option} ${text} is no date. It takes a day, as 2026-11-01, or a moment in UTC, as 2026-11-01T08:30Z.`,
    );
  return date;
}

const FIELDS = [
  'at',
  'id',
  'chat',
  'user',
  'channel',
  'public',
  'question',
  'canonical',
  'kpi',
  'outcome',
  'rows',
  'durationMs',
  'asOf',
] as const satisfies readonly (keyof AuditEntry)[];

async function printCsv(entries: Entries, output: Output): Promise<void> {
  output.out(`${FIELDS.join(',')}\r\n`);
  for await (const entry of entries) output.out(`${FIELDS.map((field) => csvCell(entry[field])).join(',')}\r\n`);
}

function csvCell(value: AuditEntry[keyof AuditEntry]): string {
  if (value === null) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? csvField(value) : String(value);
}

const COLUMNS: readonly Column[] = [
  { key: 'time', label: 'Time (UTC)', unit: 'text', role: 'measure' },
  { key: 'user', label: 'User', unit: 'text', role: 'measure' },
  { key: 'channel', label: 'Channel', unit: 'text', role: 'measure', optional: true },
  { key: 'outcome', label: 'Outcome', unit: 'text', role: 'measure' },
  { key: 'rows', label: 'Rows', unit: 'count', role: 'measure' },
  { key: 'took', label: 'ms', unit: 'count', role: 'measure', optional: true },
  // The one column that may be shortened.
  { key: 'question', label: 'Question', unit: 'text', role: 'dimension' },
];

/** One entry more than `most` says that there are older ones. */
async function printTable(entries: Entries, most: number, filtered: boolean, output: Output): Promise<void> {
  const print = (line: string) => output.out(`${line}\n`);
  const read: AuditEntry[] = [];
  for await (const entry of entries) read.push(entry);
  if (read.length === 0) return print(filtered ? 'No question matches.' : 'Nobody has asked anything yet.');
  const paper = { width: widthOf(output), colour: output.colours, rows: most };
  for (const line of textTable(listing(read.slice(0, most)), paper)) print(line);
  if (read.length > most) print(`There are older ones: --limit ${most * 4} shows more, --csv all.`);
}

function listing(entries: readonly AuditEntry[]): Result {
  return {
    question: 'audit',
    kpi: 'audit',
    title: 'Audit',
    headline: '',
    layout: 'table',
    columns: COLUMNS.filter(({ key }) => key !== 'channel' || entries.some(({ channel }) => channel !== null)),
    rows: entries.map(({ at, user, channel, outcome, rows, durationMs, question }) => ({
      time: at.toISOString().slice(0, 19).replace('T', ' '),
      user,
      channel,
      outcome,
      rows,
      took: durationMs,
      question,
    })),
    others: null,
    totals: null,
    asOf: [],
    dataThrough: [],
    notes: [],
    chart: null,
    currency: '',
  };
}
