import { formatAge, plural } from '../kpi/format.js';
import type { Column, Result } from '../kpi/result.js';
import type { Desk, Knowledge } from './desk.js';
import { asOfList, throughList } from './notes.js';

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
export async function status({ model, currency }: Desk, knowledge: Knowledge): Promise<Result> {
  const statuses = await model.refresher.status();
  const now = Date.now();
  const rows = statuses.map(({ feed, asOf, rowsKept, rowsRead, durationMs, refreshing, error }) => ({
    table: feed.table,
    environment: feed.environment ?? null,
    source: feed.source,
    as_of: asOf?.toISOString().slice(0, 19).replace('T', ' ') ?? null,
    age: asOf ? formatAge(now - asOf.getTime()) : null,
    through:
      knowledge.through.find(
        ({ source, environment }) =>
          feed.table === 'stock' && source === feed.source && environment === feed.environment,
      )?.date ?? null,
    rows: rowsKept,
    left_out: rowsRead - rowsKept,
    duration: asOf ? formatAge(durationMs) : null,
    state: refreshing ? 'refreshing' : error ? error.says : asOf ? 'ok' : 'not read yet',
  }));
  const failing = rows.filter(({ state }) => state !== 'ok' && state !== 'refreshing').length;
  return {
    question: '/stock status',
    kpi: 'status',
    title: 'Status',
    headline:
      failing === 0
        ? `All ${plural(rows.length, 'table')} are read`
        : `${failing} of ${plural(rows.length, 'table')} cannot be read`,
    layout: 'table',
    columns: COLUMNS,
    rows,
    others: null,
    totals: null,
    asOf: asOfList(statuses),
    dataThrough: throughList(knowledge),
    notes: [],
    chart: null,
    currency,
  };
}
