import { plural } from '../kpi/format.js';
import type { Column, Result } from '../kpi/result.js';
import { isNarrowed } from '../kpi/rights.js';
import type { FeedStatus } from '../model/index.js';
import type { Desk, Knowledge } from './desk.js';
import { listing } from './listing.js';
import { troublesOf } from './troubles.js';

const COLUMNS: readonly Column[] = [
  { key: 'table', label: 'Table', unit: 'text', role: 'dimension' },
  { key: 'source', label: 'Source', unit: 'text', role: 'measure' },
  { key: 'rule', label: 'What is wrong', unit: 'text', role: 'dimension' },
  { key: 'rows', label: 'Rows', unit: 'count', role: 'measure' },
  { key: 'effect', label: 'Effect', unit: 'text', role: 'measure' },
  { key: 'example', label: 'Example', unit: 'text', role: 'measure' },
];

/** `/stock quality`: every rule that some rows break, and what that does to answers. Examples are for whom nothing is closed. */
export function quality(desk: Desk, knowledge: Knowledge, statuses: readonly FeedStatus[]): Result {
  const rows = knowledge.findings.map(({ table, source, rule, rows, effect, example }) => ({
    table,
    source,
    rule,
    rows,
    effect,
    example,
  }));
  const count = rows.reduce((sum, row) => sum + row.rows, 0);
  const read = statuses.reduce((sum, { rowsRead }) => sum + rowsRead, 0);
  const headline =
    rows.length === 0
      ? `Nothing is wrong with ${plural(read, 'row')}`
      : `${plural(count, 'row breaks', 'rows break')} ${plural(rows.length, 'rule')}`;
  const narrowed = isNarrowed(desk.rights);
  const columns = narrowed ? COLUMNS.filter(({ key }) => key !== 'example') : COLUMNS;
  const notes = [
    ...(narrowed && rows.length > 0 ? ['Examples are left out: not open to you here.'] : []),
    ...troublesOf(statuses, desk.model),
  ];
  return listing(
    { question: '/stock quality', kpi: 'quality', title: 'Data quality', headline, columns, rows, notes },
    desk,
    knowledge,
    statuses,
  );
}
