import { unitWords } from '../kpi/cells.js';
import { beforeKey, comparedOf } from '../kpi/change-keys.js';
import type { ChartHint, Column, Result } from '../kpi/result.js';
import type { Bars } from './bars.js';
import { paler } from './colours.js';
import { columnOf } from './columns.js';
import { frame } from './frame.js';
import { levelPicture } from './level.js';
import { seriesColours } from './palette.js';
import type { ChartPicture } from './picture.js';
import { categoryName, drawnValue, figures, figuresTitle, shownRows } from './rows.js';
import { uprightPicture } from './upright.js';

/** Series whose earlier bars stand beside them: with more nobody would find the pairs. */
const MOST_COMPARED = 2;

type GroupedHint = Extract<ChartHint, { kind: 'grouped' }>;

/** Bars side by side, a colour for each series; null when there is no value to draw. */
export function groupedPicture(result: Result, hint: GroupedHint): ChartPicture | null {
  const category = columnOf(result, hint.category);
  const series = withBefore(result, hint.series).map((key) => columnOf(result, key));
  const { rows, notices } = shownRows(result, category);
  const data = series.map((column) => rows.map((row) => drawnValue(row[column.key])));
  const values = data.flat().filter((value) => value !== null);
  if (values.length === 0) return null;

  const unit = unitWords(series, rows, result.currency);
  const written = writtenColumns(result, hint);
  const bars: Bars = {
    frame: frame(result, `in ${unit}`, notices),
    entries: rows.map((row) => ({
      name: categoryName(row, category),
      figures: figures(row, written, result.currency),
    })),
    datasets: datasets(series, data),
    values,
    unit,
    categoryTitle: category.label,
    figuresTitle: figuresTitle(written),
    overTime: category.unit === 'date',
  };
  return uprightPicture(bars) ?? levelPicture(bars);
}

/** Of a comparison the bars of the earlier days too, each before the one that it is compared with. */
function withBefore({ versus, columns }: Result, series: readonly string[]): readonly string[] {
  const known = series.every((key) => columns.some((column) => column.key === beforeKey(key)));
  return versus && known && series.length <= MOST_COMPARED ? series.flatMap((key) => [beforeKey(key), key]) : series;
}

/** The figures beside a bar: the differences, or the value itself where a single series has none. */
function writtenColumns(result: Result, { series, difference }: GroupedHint): Column[] {
  const keys = difference.length === 0 && series.length === 1 ? series : difference;
  return keys.map((key) => columnOf(result, key));
}

function datasets(series: readonly Column[], data: readonly (number | null)[][]): Bars['datasets'] {
  const earlier = series.map(({ key }) => comparedOf(key));
  const now = series.map(({ key }, index) => earlier[index]?.key ?? key);
  const own = seriesColours([...new Set(now)]);
  const colourOf = new Map([...new Set(now)].map((key, index) => [key, own[index] ?? '']));
  const colours = series.map((_, index) => {
    const colour = colourOf.get(now[index] ?? '') ?? '';
    return earlier[index] ? paler(colour) : colour;
  });
  return data.map((values, index) => ({
    label: series[index]?.label ?? '',
    data: values,
    backgroundColor: colours[index] ?? '',
    // A sliver says “little, but not nothing”, so a series that has a zero must not get it.
    ...(values.includes(0) ? {} : { minBarLength: 2 }),
  }));
}
