import { plural } from '../kpi/format.js';
import type { ChartHint, Result } from '../kpi/result.js';
import { categoryAxis } from './axes.js';
import { inkOn, tints } from './colours.js';
import { columnOf } from './columns.js';
import { writtenWithin } from './compact.js';
import { frame, spaced } from './frame.js';
import { headsOf } from './heat-heads.js';
import { labelsWidth, sideLabels } from './labels.js';
import { BACKGROUND, BLANK, MUTED_INK } from './palette.js';
import { type ChartPicture, type Dataset, PADDING, type Scales, SMALL_SIZE, WIDTH } from './picture.js';
import { firstOf, type Table, tableOf, transposed, valuesOf } from './table.js';
import { textLine } from './texts.js';

const MOST_ROWS = 20;
/** So many columns are wide enough for their figures. */
const MOST_COLUMNS = 8;
const ROW_HEIGHT = 42;
const NAMES_WIDTH = 210;
const CELL_GAP = 10;
const TICK_MARK = 14;

type GridHint = Extract<ChartHint, { kind: 'grid' }>;

/** A heat map: a cell for each pair, its value written in it; null when there is no value to draw. */
export function heatPicture(result: Result, hint: GridHint): ChartPicture | null {
  const [first] = hint.series.map((key) => columnOf(result, key));
  const all = tableOf(result, hint);
  const turned = isWide(all);
  const table = firstOf(turned ? transposed(all) : all, MOST_ROWS, MOST_COLUMNS);
  if (!first || valuesOf(table).length === 0) return null;

  const how = { unit: first.unit, signed: first.signed ?? false, currency: result.currency };
  const { plugins, height } = spaced(
    frame(result, hint.measure, leftOut(all, turned ? transposed(table) : table, result)),
  );
  const names = sideLabels(
    table.rows.map((name) => name.split(' ')),
    NAMES_WIDTH,
  );
  const cell = (WIDTH - 2 * PADDING - TICK_MARK - labelsWidth(names)) / table.columns.length - CELL_GAP;
  const heads = headsOf(table.columns, cell / SMALL_SIZE);
  const written = writtenWithin(table.values.flat(), cell / SMALL_SIZE, how);
  const colours = tints(table.values, how.signed);
  return {
    width: WIDTH,
    height: 2 * PADDING + height + heads.height + TICK_MARK + table.rows.length * ROW_HEIGHT,
    config: {
      type: 'bar',
      data: { labels: names, datasets: table.columns.map((name, column) => cells(name, column, colours)) },
      options: {
        indexAxis: 'y',
        locale: 'en-US',
        layout: { padding: PADDING },
        plugins: {
          ...plugins,
          legend: { display: false },
          tooltip: { enabled: false },
        },
        scales: {
          x: { type: 'linear', min: 0, max: table.columns.length, display: false },
          y: categoryAxis(null, false),
          heads: heads.axis,
          ...figures(written, colours),
        },
      },
    },
  };
}

/** Whether the columns are too many, and the rows would do for columns. */
function isWide({ rows, columns }: Table): boolean {
  return columns.length > MOST_COLUMNS && rows.length <= MOST_COLUMNS;
}

/** One column of cells, as bars that float side by side. */
function cells(label: string, column: number, colours: readonly (readonly (string | null)[])[]): Dataset {
  return {
    label,
    data: colours.map(() => [column, column + 1]),
    backgroundColor: colours.map((row) => row[column] ?? BLANK),
    borderColor: BACKGROUND,
    borderWidth: 2,
    borderSkipped: false,
    grouped: false,
    categoryPercentage: 1,
    barPercentage: 1,
  };
}

/** A line of texts for each row of cells. */
function figures(written: readonly string[], colours: readonly (readonly (string | null)[])[]): Scales {
  const lines = colours.map((row, at) => {
    const texts = row.map((colour, column) => ({
      text: written[at * row.length + column] ?? '',
      colour: colour === null ? MUTED_INK : inkOn(colour),
    }));
    return [`row${at}`, textLine(texts, { axis: 'y', value: at }, { align: 'center', inParts: true })] as const;
  });
  return Object.fromEntries(lines);
}

function leftOut(all: Table, shown: Table, { others }: Result): string[] {
  const rows = all.rows.length + (others?.count ?? 0);
  const columns = all.columns.length;
  return [
    ...(shown.rows.length < rows ? [`${shown.rows.length} of ${plural(rows, 'row')} shown`] : []),
    ...(shown.columns.length < columns ? [`${shown.columns.length} of ${plural(columns, 'column')} shown`] : []),
  ];
}
