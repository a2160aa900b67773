import { plural } from '../kpi/format.js';
import { type DataThrough, ENVIRONMENTS, type Environment, type ResolvedPeriod, type Result } from '../kpi/result.js';
import { INK, MUTED_INK } from './palette.js';
import { FONT_FAMILY, LINE_HEIGHT, linesHeight, PADDING, SMALL_SIZE, TITLE_SIZE, WIDTH } from './picture.js';
import { wrap } from './text.js';

const TITLE_FONT = { family: FONT_FAMILY, size: TITLE_SIZE, weight: 600, lineHeight: LINE_HEIGHT } as const;
const SUBTITLE_FONT = { family: FONT_FAMILY, size: SMALL_SIZE, weight: 400, lineHeight: LINE_HEIGHT } as const;
const GAP = 4;
const WIDE_GAP = 16;
const SEPARATOR = ' · ';
const MOST_LINES = 4;

/** Title and subtitle as Chart.js plugin options, and the height in CSS pixels that they take. */
export type Frame = ReturnType<typeof frame>;

/**
 * The words above a chart: title; what makes the figures false; what is `measured`, as `in units`; the days of the
 * question and freshness; what the picture itself leaves out (`notices`) and the result's first note. A picture is
 * passed on without its message, so it carries them itself.
 */
export function frame(result: Result, measured: string | null, notices: readonly string[]) {
  const width = WIDTH - 2 * PADDING;
  const title = wrap(result.title.split(' '), width / TITLE_SIZE, 2);
  const facts = [measured, ...days(result), ...freshness(result), ...notices, firstNote(result.notes)];
  const parts = [...(result.warnings ?? []), ...facts].filter((part) => part !== null);
  const subtitle = wrap(parts, width / SMALL_SIZE, MOST_LINES, SEPARATOR);
  const shared = { display: true, align: 'start' as const };
  return {
    plugins: {
      title: { ...shared, text: title, color: INK, font: TITLE_FONT, padding: { top: 0, bottom: 4 } },
      subtitle: { ...shared, text: subtitle, color: MUTED_INK, font: SUBTITLE_FONT, padding: { top: 0, bottom: GAP } },
    },
    height: linesHeight(title.length, TITLE_SIZE) + linesHeight(subtitle.length, SMALL_SIZE) + GAP + 4,
  };
}

/** With more room below, for a chart that has no legend there. */
export function spaced({ plugins, height }: Frame): Frame {
  const subtitle = { ...plugins.subtitle, padding: { top: 0, bottom: WIDE_GAP } };
  return { plugins: { ...plugins, subtitle }, height: height + WIDE_GAP - GAP };
}

/** `2026-10-01 to 2026-10-31` and, where the question sets it against other days, `against 2026-09-01 to 2026-09-30`. */
function days({ period, versus }: Result): string[] {
  const own = period ? [period.from === period.through ? `on ${period.from}` : span(period)] : [];
  return versus ? [...own, `against ${span(versus)}`] : own;
}

function span({ from, through }: ResolvedPeriod): string {
  return from === through ? from : `${from} to ${through}`;
}

/** Through which date the figures go, and when they were asked for. */
export function freshness(result: Pick<Result, 'dataThrough' | 'asOf'>): string[] {
  return [dataThrough(result.dataThrough), asOf(result)].filter((part) => part !== null);
}

/** `data through 2026-11-20`, or each environment's date when they differ. */
function dataThrough(all: readonly DataThrough[]): string | null {
  const latest = ENVIRONMENTS.filter((environment) => all.some((one) => one.environment === environment)).map(
    (environment) => ({ environment, date: latestDate(all, environment) }),
  );
  const [first] = latest;
  if (!first) return null;
  if (latest.every(({ date }) => date === first.date)) return first.date ? `data through ${first.date}` : 'no data yet';
  const each = latest.map(({ environment, date }) => `${date ?? 'nothing'} (${environment})`);
  return `data through ${each.join(', ')}`;
}

function latestDate(all: readonly DataThrough[], environment: Environment): string | null {
  const dates = all.flatMap((one) => (one.environment === environment && one.date ? [one.date] : []));
  return dates.toSorted().at(-1) ?? null;
}

/** The oldest moment at which a source was asked, to the minute. */
function asOf(result: Pick<Result, 'asOf'>): string | null {
  const oldest = Math.min(...result.asOf.map(({ at }) => Date.parse(at)));
  if (!Number.isFinite(oldest)) return null;
  return `as of ${new Date(oldest).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function firstNote([first, ...others]: readonly string[]): string | null {
  if (first === undefined) return null;
  return others.length === 0 ? first : `${first} (+ ${plural(others.length, 'more note')})`;
}
