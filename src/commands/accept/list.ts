import { plural } from '../../kpi/format.js';
import { narrowedNotes } from '../../kpi/narrowed.js';
import type { Column, Result, Row } from '../../kpi/result.js';
import type { FeedStatus } from '../../model/index.js';
import { daysBetween } from '../../periods/days.js';
import type { Desk, Knowledge } from '../desk.js';
import { listing } from '../listing.js';
import { troublesOf } from '../troubles.js';
import { type Accepted, placesOf } from './standing.js';

/** Texts are dimensions, which are shortened where there is little room. */
const COLUMNS: readonly Column[] = [
  { key: 'item', label: 'Item', unit: 'text', role: 'dimension' },
  { key: 'name', label: 'Name', unit: 'text', role: 'dimension' },
  { key: 'warehouse', label: 'Warehouse', unit: 'text', role: 'dimension' },
  { key: 'until', label: 'Until', unit: 'date', role: 'measure' },
  { key: 'days_left', label: 'Days left', unit: 'count', role: 'measure' },
  { key: 'difference', label: 'Variance', unit: 'units', role: 'measure', signed: true },
  { key: 'reason', label: 'Reason', unit: 'text', role: 'dimension' },
  { key: 'by', label: 'By', unit: 'text', role: 'dimension' },
  { key: 'since', label: 'Since', unit: 'date', role: 'measure', optional: true },
];

/** What an answer about acceptances is made against. */
export interface Circumstances {
  readonly desk: Desk;
  readonly knowledge: Knowledge;
  readonly statuses: readonly FeedStatus[];
}

/** A list of acceptances. */
export function acceptanceList(
  content: Pick<Result, 'question' | 'kpi' | 'headline'> & { readonly notes?: readonly string[] },
  accepted: readonly Accepted[],
  { desk, knowledge, statuses }: Circumstances,
): Result {
  const { restrictions } = desk.rights;
  const notes = [
    ...(content.notes ?? []),
    ...narrowedNotes({ restrictions, withheld: [] }, (dimension) => knowledge.words.valuesOf(dimension)),
    ...troublesOf(statuses, desk.model),
  ];
  const rows = accepted.map((one) => rowOf(one, desk));
  return listing(
    { ...content, title: 'Accepted differences', columns: COLUMNS, rows, notes },
    desk,
    knowledge,
    statuses,
  );
}

function rowOf({ item, warehouse, until, difference, reason, by, at }: Accepted, { model }: Desk): Row {
  return {
    item: item.sku,
    name: item.name,
    warehouse: warehouse ?? 'all',
    until,
    days_left: until === null ? null : daysBetween(model.today, until),
    difference,
    // A dimension without a value would be called a group without a name.
    reason: reason ?? '',
    by,
    since: model.dayOf(at),
  };
}

/** `3 differences are accepted; the next to expire is A-1, on 2026-03-12`. */
export function listHeadline(accepted: readonly Accepted[]): string {
  if (accepted.length === 0) return 'No difference is accepted';
  const said = plural(accepted.length, 'difference is accepted', 'differences are accepted');
  const [until, [place]] = [accepted[0]?.until ?? null, placesOf(accepted)];
  if (until === null) return `${said}, until ${accepted.length === 1 ? 'it is' : 'they are'} taken back`;
  return accepted.length === 1
    ? `${said}: ${place}, until ${until}`
    : `${said}; the next to expire is ${place}, after ${until}`;
}

const NAMED = 10;

export function expiredNotes(expired: readonly Accepted[]): readonly string[] {
  if (expired.length === 0) return [];
  const named = placesOf(expired.slice(0, NAMED)).map((place, at) => `${place} (through ${expired[at]?.until})`);
  const more = expired.length > NAMED ? [`${expired.length - NAMED} more`] : [];
  return [`Expired within a week, and count as differing again: ${[...named, ...more].join(', ')}.`];
}
