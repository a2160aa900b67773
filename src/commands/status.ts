import { formatAge, plural } from '../kpi/format.js';
import type { Column, Result } from '../kpi/result.js';
import type { Desk, Knowledge } from './desk.js';
import { listing } from './listing.js';
import { latest } from './notes.js';

const COLUMNS: readonly Column[] = [
  { key: 'table', label: 'Table', unit: 'text', role: 'dimension' },
  { key: 'environment', label: 'Environment', unit: 'text', role: 'measure' },
  { key: 'source', label: 'Source', unit: 'text', role: 'measure' },
  { key: 'as_of', label: 'As of (UTC)', unit: 'text', role: 'measure' },
  { key: 'age', label: 'Age', unit: 'text', role: 'measure' },
  { key: 'through', label: 'Data through', unit: 'date', role: 'measure' },
  { key: 'rows', label: 'Rows', unit: 'count', role: 'measure' },
  { key: 'left_out', label: 'Left out', unit: 'count', role: 'measure' },
  { key: 'duration', label: 'Took', unit: 'text', role: 'measure', optional: true },
  { key: 'state', label: 'State', unit: 'text', role: 'measure' },
];

/** `/stock status`: per table of each source, when it was read and how that went. */
export async function status(desk: Desk, knowledge: Knowledge): Promise<Result> {
  const statuses = await desk.model.refresher.status();
  const now = desk.model.now.getTime();
  const rows = statuses.map(({ feed, asOf, rowsKept, rowsRead, durationMs, refreshing, error }) => ({
    table: feed.table,
    environment: feed.environment ?? null,
    source: feed.source,
    as_of: asOf?.toISOString().slice(0, 19).replace('T', ' ') ?? null,
    age: asOf ? formatAge(now - asOf.getTime()) : null,
    through: latest(knowledge.through.filter((one) => one.feed === feed.id)),
    rows: rowsKept,
    left_out: rowsRead - rowsKept,
    duration: asOf ? formatAge(durationMs) : null,
    state: refreshing ? 'refreshing' : error ? error.says : asOf ? 'ok' : 'not read yet',
  }));
  const failing = statuses.filter(({ error }) => error !== null).length;
  const unread = statuses.filter(({ asOf }) => asOf === null).length;
  const tables = plural(rows.length, 'table');
  const headline =
    failing > 0
      ? `${failing} of ${tables} could not be refreshed`
      : unread > 0
        ? `${unread} of ${tables} ${unread === 1 ? 'was' : 'were'} not read yet`
        : rows.length === 1
          ? 'The table is read'
          : `All ${tables} are read`;
  return listing(
    { question: '/stock status', kpi: 'status', title: 'Status', headline, columns: COLUMNS, rows },
    desk,
    knowledge,
    statuses,
  );
}
