import { plural } from '../kpi/format.js';
import { type Column, ENVIRONMENTS, type Result, type Row } from '../kpi/result.js';
import type { FeedStatus } from '../model/index.js';
import { completenessOf, warned } from './completeness.js';
import type { Desk, Knowledge } from './desk.js';
import { happenedTo } from './happened.js';
import { listing } from './listing.js';
import { ageOf } from './moments.js';
import { latest, type Standing, standingsOf } from './standing.js';
import { troublesOf } from './troubles.js';

/** What does not fit 80 columns can be left out; an error has its sentence below the table. */
const COLUMNS: readonly Column[] = [
  { key: 'table', label: 'Table', unit: 'text', role: 'dimension' },
  { key: 'environment', label: 'Environment', unit: 'text', role: 'measure' },
  { key: 'source', label: 'Source', unit: 'text', role: 'dimension' },
  { key: 'as_of', label: 'As of (UTC)', unit: 'moment', role: 'measure', optional: true },
  { key: 'age', label: 'Age', unit: 'milliseconds', role: 'measure' },
  { key: 'through', label: 'Data through', unit: 'date', role: 'measure' },
  { key: 'rows', label: 'Rows', unit: 'count', role: 'measure' },
  { key: 'left_out', label: 'Left out', unit: 'count', role: 'measure', optional: true },
  { key: 'changed', label: 'Changed', unit: 'milliseconds', role: 'measure' },
  { key: 'state', label: 'State', unit: 'text', role: 'measure' },
  { key: 'mode', label: 'Mode', unit: 'text', role: 'measure', optional: true },
  { key: 'duration', label: 'Took', unit: 'milliseconds', role: 'measure', optional: true },
  { key: 'verified', label: 'Verified', unit: 'milliseconds', role: 'measure', optional: true },
  { key: 'from', label: 'In the source', unit: 'text', role: 'measure', optional: true },
  { key: 'changed_at', label: 'Changed at', unit: 'moment', role: 'measure', machine: true },
  { key: 'verified_at', label: 'Verified at', unit: 'moment', role: 'measure', machine: true },
  { key: 'error', label: 'Last error', unit: 'text', role: 'measure', machine: true },
  { key: 'error_at', label: 'Last error at', unit: 'moment', role: 'measure', machine: true },
  { key: 'next_try', label: 'Next try', unit: 'moment', role: 'measure', machine: true },
];

/** `/stock status`: per table of each source, when it was read and how that went. */
export async function status(desk: Desk, knowledge: Knowledge): Promise<Result> {
  const { model } = desk;
  const [statuses, dates] = await Promise.all([model.refresher.status(), model.latestDates()]);
  const standings = standingsOf(knowledge.through, statuses, model);
  const rows = statuses.map((one) => rowOf(one, throughOf(one, standings, dates), model.now));
  const { headline, warnings, notes } = warned(
    headlineOf(statuses),
    completenessOf(ENVIRONMENTS, standings, model.today),
  );
  return listing(
    {
      question: '/stock status',
      kpi: 'status',
      title: 'Status',
      headline,
      warnings,
      columns: COLUMNS,
      rows,
      notes: [...notes, ...troublesOf(statuses, model), ...happenedTo(model, ['set-aside', 'history', 'reopened'])],
    },
    desk,
    knowledge,
    statuses,
  );
}

function throughOf(
  { feed }: FeedStatus,
  standings: readonly Standing[],
  dates: ReadonlyMap<string, string>,
): string | null {
  return latest(standings.filter((one) => one.feed === feed)) ?? dates.get(feed.id) ?? null;
}

function rowOf(status: FeedStatus, through: string | null, now: Date): Row {
  const { feed, asOf, rowsKept, rowsRead, durationMs, mode, changedAt, verifiedAt, trouble, nextTry } = status;
  const age = (moment: Date | null) => moment && ageOf(moment, now);
  return {
    table: feed.table,
    environment: feed.environment,
    source: feed.source,
    as_of: text(asOf),
    age: age(asOf),
    through,
    rows: rowsKept,
    left_out: rowsRead - rowsKept,
    changed: age(changedAt),
    state: stateOf(status),
    mode,
    duration: asOf && durationMs,
    verified: age(verifiedAt),
    from: feed.shown,
    changed_at: text(changedAt),
    verified_at: text(verifiedAt),
    error: trouble?.says ?? null,
    error_at: text(trouble?.at ?? null),
    next_try: text(nextTry),
  };
}

const text = (moment: Date | null): string | null => moment?.toISOString() ?? null;

function stateOf({ refreshing, trouble, asOf }: FeedStatus): string {
  if (refreshing) return 'refreshing';
  return trouble ? 'failed' : asOf ? 'ok' : 'not read';
}

function headlineOf(statuses: readonly FeedStatus[]): string {
  const failing = statuses.filter(({ trouble }) => trouble !== null).length;
  const unread = statuses.filter(({ asOf }) => asOf === null).length;
  const tables = plural(statuses.length, 'table');
  if (failing > 0) return `${failing} of ${tables} could not be refreshed`;
  if (unread > 0) return `${unread} of ${tables} ${unread === 1 ? 'was' : 'were'} not read yet`;
  return statuses.length === 1 ? 'The table is read' : `All ${tables} are read`;
}
