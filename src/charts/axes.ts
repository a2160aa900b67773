import { GRID, INK, MUTED_INK } from './palette.js';
import { FONT_FAMILY, type Label, LINE_HEIGHT, SMALL_SIZE, TEXT_FONT } from './picture.js';

const TICK_FONT = { family: FONT_FAMILY, size: SMALL_SIZE, lineHeight: LINE_HEIGHT };
const COMPACT_FROM = 10_000;
const SCIENTIFIC_FROM = 1e15;
/** Significant digits of a tick: enough where an axis begins at zero. */
const DIGITS = 4;
/** Ticks at most, and some more for the digits that tell one from the next. */
const STEPS = 10;
/** Lines whose least value is above this part of the greatest have an axis of their own. */
const FAR = 0.6;

/**
 * The axis that values are measured on: few ticks, `12.5K` from ten thousand on, whole steps for whole values. Bars
 * begin at zero; lines may not where they are far from it, and then the title says so.
 */
export function valueAxis(values: readonly number[], title: string, fromZero = true) {
  const largest = extent(values.map(Math.abs)).most;
  const digits = fromZero ? DIGITS : digitsBetween(values);
  return {
    beginAtZero: fromZero,
    title: axisTitle(fromZero ? title : `${title} · axis not from 0`),
    border: { display: false },
    grid: { color: GRID },
    ticks: {
      color: MUTED_INK,
      font: TICK_FONT,
      maxTicksLimit: 6,
      ...(values.every(Number.isInteger) ? { precision: 0 } : {}),
      format: {
        notation: notation(largest, digits),
        maximumSignificantDigits: digits,
      },
    },
  };
}

/** Whether values of one sign are so far from zero that an axis from there would hide how they move. */
export function farFromZero(values: readonly number[]): boolean {
  const { least, most } = extent(values);
  return least * most > 0 && extent(values.map(Math.abs)).least > FAR * extent(values.map(Math.abs)).most;
}

/** The least and the greatest; both 0 of none. */
export function extent(values: readonly number[]): { readonly least: number; readonly most: number } {
  const [first = 0] = values;
  return values.reduce(({ least, most }, value) => ({ least: Math.min(least, value), most: Math.max(most, value) }), {
    least: first,
    most: first,
  });
}

/** Significant digits that tell two neighbouring ticks apart. */
function digitsBetween(values: readonly number[]): number {
  const { least, most } = extent(values);
  if (least === most) return DIGITS;
  const apart = Math.ceil(Math.log10((STEPS * Math.max(Math.abs(least), Math.abs(most))) / (most - least)));
  return Math.min(15, Math.max(DIGITS, apart + 1));
}

function notation(largest: number, digits: number) {
  if (largest >= SCIENTIFIC_FROM) return 'scientific' as const;
  return largest >= COMPACT_FROM && digits <= DIGITS ? ('compact' as const) : ('standard' as const);
}

/** The axis that names the bars, each of them. `line` draws it as the ground that they stand on. */
export function categoryAxis(title: string | null, line: boolean) {
  return {
    title: title === null ? { display: false } : axisTitle(title),
    grid: { display: false },
    border: { display: line, color: MUTED_INK },
    ticks: { color: INK, font: TICK_FONT, autoSkip: false, maxRotation: 0 },
  };
}

/** A second axis at the right of level bars, whose labels are the figures of each bar. */
export function figuresAxis(labels: Label[], title: string) {
  return {
    ...categoryAxis(title, false),
    type: 'category' as const,
    axis: 'y' as const,
    position: 'right' as const,
    offset: true,
    labels,
  };
}

/** An axis without labels through zero: the ground of upright bars when some of them point down. */
export function zeroLine() {
  return {
    ...categoryAxis(null, true),
    type: 'category' as const,
    axis: 'x' as const,
    position: { y: 0 },
    labels: [],
    ticks: { display: false },
  };
}

/** `shaped` shows the shape of each line's points, the others a box. */
export function legend(shaped = false) {
  return {
    position: 'top' as const,
    align: 'end' as const,
    labels: {
      color: INK,
      font: TEXT_FONT,
      boxWidth: 16,
      boxHeight: shaped ? 10 : 16,
      ...(shaped ? { usePointStyle: true } : {}),
    },
  };
}

function axisTitle(text: string) {
  return { display: true, text, color: MUTED_INK, font: TICK_FONT };
}
