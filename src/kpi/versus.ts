import type { Model } from '../model/index.js';
import { beforeKey, changeKey, changePctKey } from './change-keys.js';
import { changePercent, difference } from './decimal.js';
import type { Measure } from './kpi.js';
import { named } from './measures.js';
import type { Plan } from './planned.js';
import { readOther } from './read-stock.js';
import { type Column, type Environment, isText, type Row, type Unit } from './result.js';
import { absent, cellsOf, type Groups, unknownIn, without } from './rows.js';

/**
 * The same groups with the other period's figures beside their own; groups that only the other has come last.
 * `unknownNow`: environments without rows in the question's own period.
 */
export async function setAgainst(
  model: Model,
  plan: Plan,
  groups: Groups,
  unknownNow: readonly Environment[],
): Promise<Groups> {
  const { other } = plan.time;
  if (other === null) return groups;
  const reading = await readOther(model, plan, other);
  const limited = plan.query.limit !== undefined || plan.thresholds.length > 0;
  const keys = limited ? groups.rows.map(({ key }) => key) : null;
  const cells = await cellsOf(model, { ...plan, across: null }, reading, keys);
  const unknown = unknownIn(reading, 0, plan);
  const known = (row: Row | undefined) => without(row ?? absent(plan.measures), unknown, plan.measures);
  const byKey = new Map(cells.filter(({ isTotal }) => !isTotal).map(({ key, row }) => [key, row]));
  const beside = (row: Row, before: Row | undefined): Row => ({ ...row, ...comparedCells(row, known(before), plan) });
  const shown = new Set<string | null>(groups.rows.map(({ key }) => key));
  const gone = plan.by === null || limited ? [] : [...byKey].filter(([key]) => !shown.has(key));
  const none = without(absent(plan.measures), unknownNow, plan.measures);
  return {
    ...groups,
    rows: [
      ...groups.rows.map(({ key, row }) => ({ key, row: beside(row, byKey.get(key)) })),
      ...gone.map(([key, row]) => ({ key: key ?? '', row: beside({ ...row, ...none }, row) })),
    ],
    others: groups.others && { ...groups.others, row: beside(groups.others.row, byKey.get(null)) },
    totals: beside(groups.totals, cells.find(({ isTotal }) => isTotal)?.row),
  };
}

function comparedCells(row: Row, before: Row, plan: Plan): Row {
  return Object.fromEntries(
    plan.measures.filter(comparable).flatMap(({ key, unit }) => {
      const [now, then] = [row[key] ?? null, before[key] ?? null];
      const change = [beforeKey(key), then] as const;
      const by = [changeKey(key), difference(now, then)] as const;
      return inPoints(unit) ? [change, by] : [change, by, [changePctKey(key), changePercent(now, then)] as const];
    }),
  );
}

const comparable = ({ unit }: Measure): boolean => !isText(unit);
const inPoints = (unit: Unit): boolean => unit === 'percent' || unit === 'points';

/** The columns of a measure and of its comparison: people see it of what the KPI is about, programs of everything. */
export function comparedColumns(measure: Measure, column: Column, plan: Plan): readonly Column[] {
  const { versus } = plan.time;
  if (!versus || !comparable(measure)) return [column];
  const lead = named(plan.focus ?? plan.measured.lead, plan.measures).some(({ key }) => key === measure.key);
  const machine = lead ? {} : { machine: true };
  const { key, label, unit } = measure;
  return [
    column,
    { ...column, ...machine, key: beforeKey(key), label: `${label} ${versus.short}`, optional: true },
    {
      key: changeKey(key),
      label: `${label} change`,
      unit: unit === 'percent' ? 'points' : unit,
      role: 'measure',
      signed: true,
      ...machine,
    },
    ...(inPoints(unit)
      ? []
      : [
          {
            key: changePctKey(key),
            label: `${label} change %`,
            unit: 'percent',
            role: 'measure',
            signed: true,
            ...machine,
          } as const,
        ]),
  ];
}
