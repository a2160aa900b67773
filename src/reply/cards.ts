import { cellText, unitOf } from '../kpi/cells.js';
import { formatCell } from '../kpi/format.js';
import type { Environment, Result, Row } from '../kpi/result.js';
import { sparkline } from './sparkline.js';

/** A card, the same in every chat: a line for each environment's figure, and one for their difference. */
export interface Card {
  readonly title: string;
  readonly lines: readonly CardLine[];
}

export interface CardLine {
  readonly label: string;
  readonly text: string;
  /** The difference in %, as `+10.0 %`. */
  readonly share?: string;
  /** Changes on the day and on the week before, as `▲ 12`, `▼ 3.0 pp`, `=`, or `–` where they are not known. */
  readonly changes?: { readonly day: string; readonly week: string };
  /** The last days, a character each. */
  readonly sparkline?: string;
}

/** Cards out of a result with layout `cards`: one row each, with both environments and their difference. */
export function cardsOf(result: Result): readonly Card[] {
  const known = result.columns.some(({ key }) => key === 'production_day') && result.rows.some(hasHistory);
  return result.rows.map((row) => ({ title: String(row.metric), lines: linesOf(result, row, known) }));
}

/** The same figures as rows of a table, for whoever asks for one. */
export const asTable = (result: Result): Result => ({ ...result, layout: 'table' });

/** How many days the sparklines cover; 0 without any. */
export const sparklineDays = ({ sparklines = [] }: Result): number => sparklines[0]?.days.length ?? 0;

const hasHistory = (row: Row): boolean =>
  ['production_day', 'production_week', 'test_day', 'test_week'].some((key) => (row[key] ?? null) !== null);

function linesOf(result: Result, row: Row, history: boolean): readonly CardLine[] {
  const figure = (label: string, environment: Environment, key: string): CardLine => ({
    label,
    text: textOf(result, row, environment),
    ...(history ? { changes: changesOf(result, row, environment) } : {}),
    ...sparklineOf(result, row, key),
  });
  const joint = row.variance === null && row.production === row.test;
  if (joint) return [figure('Both', 'production', 'both')];
  const figures = [figure('Production', 'production', 'production'), figure('Test', 'test', 'test')];
  if (row.variance === null) return figures;
  const share =
    row.variance_pct === null || row.unit === 'percent' ? {} : { share: textOf(result, row, 'variance_pct') };
  return [...figures, { label: 'Difference', text: textOf(result, row, 'variance'), ...share }];
}

function textOf({ columns, currency }: Result, row: Row, key: string): string {
  const column = columns.find((candidate) => candidate.key === key);
  return column ? cellText(column, row, currency) : '';
}

function sparklineOf({ sparklines = [] }: Result, row: Row, key: string): Pick<CardLine, 'sparkline'> {
  const series = sparklines.find(({ metric }) => metric === row.metric)?.series.find((one) => one.key === key);
  return series ? { sparkline: sparkline(series.values) } : {};
}

function changesOf(result: Result, row: Row, environment: Environment): NonNullable<CardLine['changes']> {
  return {
    day: changeText(result, row, `${environment}_day`),
    week: changeText(result, row, `${environment}_week`),
  };
}

/** An arrow instead of a sign, so that no colour is needed; what rounds to nothing is `=`. */
function changeText({ columns, currency }: Result, row: Row, key: string): string {
  const column = columns.find((candidate) => candidate.key === key);
  const cell = row[key] ?? null;
  if (!column || cell === null) return formatCell(null, 'units');
  const unit = unitOf(column, row);
  const amount = formatCell(String(cell).replace(/^-/, ''), unit, { currency });
  if (!/[1-9]/.test(amount)) return '=';
  return `${Number(cell) < 0 ? '▼' : '▲'} ${amount}`;
}
