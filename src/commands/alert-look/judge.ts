import { extentOf } from '../../alerts/extent.js';
import type { LookedRow } from '../../alerts/transitions.js';
import { ENVIRONMENT_LABEL } from '../../kpi/expressions.js';
import type { Measure } from '../../kpi/kpi.js';
import type { Plan } from '../../kpi/planned.js';
import type { Cell, Row } from '../../kpi/result.js';
import type { Keyed } from '../../kpi/rows.js';
import { isBeyond, isClear } from '../../kpi/thresholds.js';

/** What an alert watches: of each group a figure, or one for each environment where its threshold is about both. */
export function judged(groups: readonly Keyed[], plan: Plan): readonly LookedRow[] {
  const [first, ...others] = plan.thresholds;
  if (!first) throw new Error('An alert without a threshold');
  const rows = groups.flatMap(({ key, row }) =>
    first.measures.map((measure): LookedRow => {
      const terms = { thresholds: [{ ...first, measures: [measure] }, ...others] };
      const cell = row[measure.key] ?? null;
      return {
        key: keyOf(key, measure, first.measures),
        label: labelOf(key, row, measure, plan),
        figure: textOf(cell),
        base: first.base ? textOf(row[first.base.key] ?? null) : null,
        beyond: isBeyond(row, terms),
        clear: isClear(row, terms),
      };
    }),
  );
  const side = { is: first.is, signed: first.measures[0]?.signed ?? false };
  const extent = ({ figure }: LookedRow) => extentOf(figure, side);
  return rows.toSorted((a, b) => Number(b.beyond) - Number(a.beyond) || compare(extent(b), extent(a)));
}

const textOf = (cell: Cell): string | null => (cell === null ? null : String(cell));

const compare = (one: number, other: number): number => (one === other ? 0 : one - other);

const SEPARATOR = '|';

const keyOf = (group: string, { environment }: Measure, { length }: readonly Measure[]): string =>
  length > 1 && environment ? `${group}${SEPARATOR}${environment}` : group;

/** The group that a row belongs to, by the row’s key. */
export function groupOf(key: string, { thresholds }: Plan): string {
  const several = (thresholds[0]?.measures.length ?? 0) > 1;
  return several ? key.slice(0, Math.max(0, key.lastIndexOf(SEPARATOR))) : key;
}

function labelOf(group: string, row: Row, { environment }: Measure, { by, query, thresholds }: Plan): string {
  const several = (thresholds[0]?.measures.length ?? 0) > 1;
  const where = several && environment ? ` in ${ENVIRONMENT_LABEL[environment]}` : '';
  return `${by === null ? wholeOf(query) : nameOf(group, row, by)}${where}`;
}

const wholeOf = ({ filters }: Plan['query']): string =>
  filters.length === 0 ? 'all stock' : filters.map(({ value }) => value).join(', ');

function nameOf(group: string, row: Row, by: NonNullable<Plan['by']>): string {
  if (group === '') return '(none)';
  return by === 'sku' && typeof row.name === 'string' ? `${group} ${row.name}` : group;
}
