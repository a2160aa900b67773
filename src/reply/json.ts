import { unitOf } from '../kpi/cells.js';
import { jsonNumber } from '../kpi/format.js';
import { isText, type Result, type Row, type Sparkline } from '../kpi/result.js';

/** A result as one JSON object: numbers rounded to their unit's scale, dates as YYYY-MM-DD, null for empty. */
export function toJson(result: Result) {
  const row = (row: Row) =>
    Object.fromEntries(
      result.columns.map((column) => {
        const cell = row[column.key] ?? null;
        const unit = unitOf(column, row);
        const text = cell === null || column.role === 'dimension' || isText(unit);
        return [column.key, text ? cell : jsonNumber(cell, unit)];
      }),
    );
  return {
    question: result.question,
    kpi: result.kpi,
    title: result.title,
    headline: result.headline,
    columns: result.columns.map(({ key, label, unit }) => ({ key, label, unit })),
    rows: result.rows.map(row),
    others: result.others && { count: result.others.count, ...row(result.others.row) },
    totals: result.totals && row(result.totals),
    period: result.period ?? null,
    versus: result.versus ?? null,
    sparklines: (result.sparklines ?? []).map(rounded),
    currency: result.currency,
    asOf: result.asOf,
    dataThrough: result.dataThrough,
    warnings: result.warnings ?? [],
    notes: result.notes,
  };
}

/** Values as numbers in their unit's scale, null on days without rows. */
function rounded({ series, ...sparkline }: Sparkline): Sparkline {
  const number = (value: number | null) => (value === null ? null : jsonNumber(value, sparkline.unit));
  return { ...sparkline, series: series.map(({ key, values }) => ({ key, values: values.map(number) })) };
}
