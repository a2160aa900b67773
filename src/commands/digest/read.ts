import { sql } from 'drizzle-orm';
import { minus, percentOf, sumOf, trimmed } from '../../digest/amounts.js';
import type { Figures, FindingFigures, GroupFigures, ItemFigures } from '../../digest/figures.js';
import { isCostOut, type Tolerance, toleranceFor } from '../../digest/tolerances.js';
import { DIMENSIONS } from '../../kpi/dimensions.js';
import { type Grouped, grouped } from '../../kpi/grouped.js';
import type { KpiQuery } from '../../kpi/kpi.js';
import { measureKey } from '../../kpi/measure-keys.js';
import { plan } from '../../kpi/plan.js';
import type { Plan, Refusal } from '../../kpi/planned.js';
import { type Cell, ENVIRONMENTS, type Environment, type Row } from '../../kpi/result.js';
import type { Desk } from '../desk.js';
import type { Grounds } from './grounds.js';
import { openOf } from './open.js';

/** Figures with what else they tell. */
export interface Reading {
  readonly figures: Figures;
  /** Ids of all items that have rows. */
  readonly stocked: ReadonlySet<string>;
  /** The plan of the variance, for its notes. */
  readonly planned: Plan;
}

const VARIANCE: KpiQuery = { kpi: 'variance', filters: [] };

/**
 * The figures of now, or of the last day of both environments. A Refusal where the variance is closed to the asker or makes
 * no sense for what is mapped.
 */
export async function readFigures(desk: Desk, grounds: Grounds): Promise<Reading | Refusal> {
  const read = await readOn(grounds.common, desk, grounds);
  if ('refusal' in read) return read;
  const { day, knowledge, warnings } = grounds;
  const costs = await costsOf(read.groups, desk, grounds);
  const figures: Figures = {
    ...read.figures,
    day,
    doubts: [...warnings],
    costs,
    findings: findingsOf(knowledge.findings, costs !== null),
  };
  return { ...read, figures };
}

/** The figures of a day of the past, as the rows have them; null where an environment has none of that day. */
export async function readFiguresOf(day: string, desk: Desk, grounds: Grounds): Promise<Figures | null> {
  if (grounds.facts.quantity === 'flow') return null;
  const read = await readOn(day, desk, grounds);
  if ('refusal' in read || ENVIRONMENTS.some((environment) => (read.through?.[environment] ?? null) === null))
    return null;
  return read.figures;
}

interface Read {
  readonly through: Grouped['through'];
  readonly groups: ReadonlyMap<string, string | null>;
}

export const periodOf = (day: string | null): Pick<KpiQuery, 'period'> =>
  day === null ? {} : { period: { kind: 'day', date: day } };

async function readOn(day: string | null, desk: Desk, grounds: Grounds): Promise<(Reading & Read) | Refusal> {
  const { by } = grounds;
  const ask = (query: KpiQuery) => asked({ ...query, ...periodOf(day) }, desk, grounds);
  const bySku = await ask({ ...VARIANCE, by: ['sku'] });
  if ('refusal' in bySku) return bySku;
  const groups = await groupsOfItems(desk, by);
  const items = await openOf(
    bySku.rows.flatMap(({ row }) => itemOf(row, groups)),
    ask,
    grounds.facts.accepted,
  );
  const byGroup = by === null ? null : await ask({ ...VARIANCE, by: [by] });
  const available = await ask({ kpi: 'availability', filters: [], by: [by ?? 'sku'] });
  const availability = 'refusal' in available ? null : available;
  const total = groupOf(null, bySku.totals, availability?.totals ?? null, items);
  const figures: Figures = {
    version: 1,
    day: day ?? desk.model.today,
    by,
    doubts: [],
    total,
    groups:
      byGroup === null || 'refusal' in byGroup
        ? [total]
        : byGroup.rows.map(({ key, row }) => {
            const name = textOf(row[by ?? '']);
            const own = items.filter((item) => item.group === name);
            return groupOf(name, row, availability?.rows.find((one) => one.key === key)?.row ?? null, own);
          }),
    items: [...items],
    costs: null,
    findings: null,
  };
  return {
    figures,
    stocked: new Set(bySku.rows.map(({ row }) => String(row.sku))),
    planned: bySku.planned,
    through: bySku.through,
    groups,
  };
}

export type Asked = Grouped & { readonly planned: Plan };

async function asked(
  query: KpiQuery,
  { model, rights }: Pick<Desk, 'model' | 'rights'>,
  { facts }: Grounds,
): Promise<Asked | Refusal> {
  const planned = plan(query, facts, rights);
  if ('refusal' in planned) return planned;
  return { ...(await grouped(model, planned)), planned };
}

/** By sku the group that it is in. */
async function groupsOfItems(
  { model }: Pick<Desk, 'model'>,
  by: Figures['by'],
): Promise<ReadonlyMap<string, string | null>> {
  if (by === null) return new Map();
  const rows = await model.query(
    sql`SELECT coalesce(item.code, item.product_id) AS sku, ${DIMENSIONS[by].column} AS name FROM product AS item`,
  );
  return new Map(rows.map(({ sku, name }) => [String(sku), typeof name === 'string' ? name : null]));
}

function itemOf(row: Row, groups: ReadonlyMap<string, string | null>): readonly ItemFigures[] {
  const status = String(row.status);
  if (!isDiffering(status)) return [];
  const [id, variance] = [String(row.sku), amountOf(row.variance)];
  return [
    {
      id,
      label: textOf(row.name),
      group: groups.get(id) ?? null,
      test: amountOf(row.test),
      production: amountOf(row.production),
      variance,
      percent: numberOf(row.variance_pct),
      open: status === 'accepted' ? '0' : variance,
      status,
    },
  ];
}

const isDiffering = (status: string): status is ItemFigures['status'] =>
  ['differs', 'only in test', 'only in production', 'accepted'].includes(status);

/** `items`: those of it that do not match. */
function groupOf(name: string | null, row: Row, available: Row | null, items: readonly ItemFigures[]): GroupFigures {
  const [test, variance] = [amountOf(row.test), amountOf(row.variance)];
  const open = minus(variance, sumOf(items.map((item) => minus(item.variance, item.open))));
  const share = (environment: Environment) =>
    numberOf(available?.[measureKey('availability', environment, ENVIRONMENTS)]);
  return {
    name,
    test,
    production: amountOf(row.production),
    variance,
    percent: numberOf(row.variance_pct),
    open,
    openPercent: percentOf(open, test),
    match: Number(row.items_match ?? 0),
    differ: Number(row.items_differ ?? 0),
    onlyTest: Number(row.only_in_test ?? 0),
    onlyProduction: Number(row.only_in_production ?? 0),
    accepted: Number(row.accepted ?? 0),
    availability: available === null ? null : { test: share('test'), production: share('production') },
    since: null,
  };
}

/** Items whose cost is out of tolerance; null where costs are closed or unknown. */
async function costsOf(
  groups: ReadonlyMap<string, string | null>,
  desk: Desk,
  grounds: Grounds,
): Promise<Figures['costs']> {
  const answer = await asked({ kpi: 'cost', filters: [], by: ['sku'], ...periodOf(grounds.common) }, desk, grounds);
  if ('refusal' in answer) return null;
  return answer.rows.flatMap(({ row }) => {
    const [test, production, deviation] = [numberOf(row.test), numberOf(row.production), numberOf(row.deviation)];
    if (test === null || production === null || deviation === null) return [];
    const id = String(row.sku);
    const cost = {
      id,
      label: textOf(row.name),
      group: groups.get(id) ?? null,
      test,
      production,
      deviation,
      percent: numberOf(row.deviation_pct),
    };
    return isCostOut(cost, costTolerance(cost.group, desk.tolerances)) ? [cost] : [];
  });
}

const costTolerance = (group: string | null, tolerances: readonly Tolerance[]): Tolerance =>
  toleranceFor('cost', group, tolerances);

/** What touches answers about stock; rules about values only where those are told. */
function findingsOf(findings: Grounds['knowledge']['findings'], values: boolean): FindingFigures[] {
  return findings
    .filter(({ table }) => table === 'stock' || table === 'product')
    .filter(({ concerns }) => concerns === 'all' || (concerns === 'values' && values))
    .map(({ source, rule, rows }) => ({ source, rule, rows }));
}

const amountOf = (cell: Cell | undefined): string => trimmed(String(cell ?? 0));
const textOf = (cell: Cell | undefined): string | null => (cell === null || cell === undefined ? null : String(cell));
const numberOf = (cell: Cell | undefined): number | null => (cell === null || cell === undefined ? null : Number(cell));
