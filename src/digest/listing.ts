import type { AsOf, Column, DataThrough, Result, Row } from '../kpi/result.js';
import { minus } from './amounts.js';
import type { Figures, ItemFigures } from './figures.js';
import { groupName } from './figures.js';

/** What every result of a digest says beside its rows. */
export interface Surroundings {
  readonly question: string;
  readonly warnings: readonly string[];
  readonly asOf: readonly AsOf[];
  readonly dataThrough: readonly DataThrough[];
  readonly currency: string;
}

export type Listed = Pick<Result, 'title' | 'headline' | 'columns' | 'rows'> &
  Partial<Pick<Result, 'chart' | 'others' | 'notes' | 'question'>>;

/** A part of a digest as a result of its own: a table, or what is drawn. */
export function listing(content: Listed, { question, warnings, asOf, dataThrough, currency }: Surroundings): Result {
  return {
    kpi: 'digest',
    question,
    notes: [],
    chart: null,
    others: null,
    ...content,
    layout: 'table',
    totals: null,
    warnings,
    asOf,
    dataThrough,
    currency,
  };
}

const dimension = (key: string, label: string): Column => ({ key, label, unit: 'text', role: 'dimension' });
export const unitsColumn = (key: string, label: string, signed = false): Column => ({
  key,
  label,
  unit: 'units',
  role: 'measure',
  ...(signed ? { signed } : {}),
});

export const groupColumn = (by: Figures['by']): Column =>
  dimension(by ?? 'group', by === null ? 'Items' : `${by.slice(0, 1).toUpperCase()}${by.slice(1)}`);

/** Which item it is: an item without a name has its id there, by which a chart names it. */
export const itemColumns = (by: Figures['by']): readonly Column[] => [
  dimension('sku', 'SKU'),
  dimension('name', 'Name'),
  ...(by === null ? [] : [groupColumn(by)]),
];

export const itemCells = (
  { id, label, group }: Pick<ItemFigures, 'id' | 'label' | 'group'>,
  by: Figures['by'],
): Row => ({
  sku: id,
  name: label ?? id,
  ...(by === null ? {} : { [by]: groupName({ name: group }, by) }),
});

/** What it holds and how far that is apart, and what that was before; the same every day. */
export const VARIANCE_COLUMNS: readonly Column[] = [
  unitsColumn('test', 'Test'),
  unitsColumn('production', 'Production'),
  unitsColumn('variance', 'Variance', true),
  { key: 'variance_pct', label: 'Variance %', unit: 'percent', role: 'measure', signed: true },
  unitsColumn('was', 'Previous variance', true),
  unitsColumn('change', 'Change', true),
  { key: 'status', label: 'Status', unit: 'text', role: 'measure' },
];

/** `was`: its variance before; null where nothing is set against it. */
export const varianceCells = (item: ItemFigures, was: string | null): Row => ({
  test: item.test,
  production: item.production,
  variance: item.variance,
  variance_pct: item.percent,
  was,
  change: was === null ? null : minus(item.variance, was),
  status: item.status,
});
