import { formatCell, plural } from '../kpi/format.js';
import type { Result, Sparkline } from '../kpi/result.js';
import { compactCell } from './compact.js';
import { frame } from './frame.js';
import { lineStyle, strokeOf } from './line-styles.js';
import { ENVIRONMENT_COLOURS, ENVIRONMENT_INKS, INK, seriesColours } from './palette.js';
import { columnsFor, type Panel, panelRoom, panelsPicture } from './panels.js';
import type { ChartPicture, Dataset } from './picture.js';
import { ownRange } from './ranges.js';
import { emWidth, shorten } from './text.js';
import type { Text } from './texts.js';

const MOST_CARDS = 12;
/** A figure of both has no other one beside it. */
const NAMES = { test: 'Test ', production: 'Production ', both: '' } as const;
/** Left out of a day above lines whose dates have it. */
const YEAR = 'YYYY-';
const [NEUTRAL = INK] = seriesColours(['both']);

type Series = Sparkline['series'][number];

/** A small chart for each card, its last figures written above it; null when there is no value to draw. */
export function sparklinesPicture(result: Result): ChartPicture | null {
  const wanted = result.sparklines ?? [];
  const all = wanted.slice(0, MOST_CARDS);
  const drawn = all.flatMap(({ series }) => series).filter(({ values }) => values.some((value) => value !== null));
  if (drawn.length === 0) return null;

  const days = [...new Set(all.flatMap((one) => one.days))].toSorted();
  const columns = columnsFor(all.length);
  const panels = all.map((one): Panel => {
    const room = panelRoom({ columns, shared: false });
    return {
      words: [
        { text: shorten(one.metric, room), colour: INK, weight: 600 },
        ...one.series.map((series) => lastFigure(series, one, room, result.currency)),
      ],
      lines: one.series.map((series) => lineOf(series, one.days, days)),
      range: ownRange(one.series.flatMap(({ values }) => values.filter((value) => value !== null))),
    };
  });
  const both = drawn.some(({ key }) => key === 'test') && drawn.some(({ key }) => key === 'production');
  const notices = [
    'each figure has its own scale',
    ...(both ? ['Test is dashed'] : []),
    ...(all.length < wanted.length ? [`${all.length} of ${plural(wanted.length, 'figure')} shown`] : []),
  ];
  return panelsPicture(frame(result, null, notices), { panels, steps: days, columns, shared: false });
}

/** `Test 14,862`, and `on 11-18` where the last one has no value. */
function lastFigure({ key, values }: Series, { days, unit }: Sparkline, room: number, currency: string): Text {
  const at = values.findLastIndex((value) => value !== null);
  const value = values[at] ?? null;
  const day = value === null || at === days.length - 1 ? '' : ` on ${(days[at] ?? '').slice(YEAR.length)}`;
  const whole = `${NAMES[key]}${formatCell(value, unit, { currency })}${day}`;
  const text = value === null || emWidth(whole) <= room ? whole : `${NAMES[key]}${compactCell(value)}${day}`;
  return { text: shorten(text, room), colour: key === 'both' ? INK : ENVIRONMENT_INKS[key] };
}

function lineOf({ key, values }: Series, own: readonly string[], days: readonly string[]): Dataset {
  const colour = key === 'both' ? NEUTRAL : ENVIRONMENT_COLOURS[key];
  const valueOn = new Map(own.map((day, at) => [day, values[at] ?? null]));
  return {
    ...lineStyle(colour, strokeOf(colour)),
    label: NAMES[key].trim(),
    data: days.map((day) => valueOn.get(day) ?? null),
  };
}
