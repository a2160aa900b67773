import { GRID, INK, MUTED_INK } from './palette.js';
import { FONT_FAMILY, type Label, LINE_HEIGHT, SMALL_SIZE, TEXT_FONT } from './picture.js';

const TICK_FONT = { family: FONT_FAMILY, size: SMALL_SIZE, lineHeight: LINE_HEIGHT };
const COMPACT_FROM = 10_000;

/** The axis that bars are measured on: few ticks, `12.5K` from ten thousand on, whole steps for whole values. */
export function valueAxis(values: readonly number[], title: string) {
  const largest = Math.max(...values.map(Math.abs));
  return {
    beginAtZero: true,
    title: axisTitle(title),
    border: { display: false },
    grid: { color: GRID },
    ticks: {
      color: MUTED_INK,
      font: TICK_FONT,
      maxTicksLimit: 6,
      ...(values.every(Number.isInteger) ? { precision: 0 } : {}),
      format: {
        notation: largest >= COMPACT_FROM ? ('compact' as const) : ('standard' as const),
        maximumSignificantDigits: 4,
      },
    },
  };
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

export function legend() {
  return {
    position: 'top' as const,
    align: 'end' as const,
    labels: { color: INK, font: TEXT_FONT, boxWidth: 16, boxHeight: 16 },
  };
}

function axisTitle(text: string) {
  return { display: true, text, color: MUTED_INK, font: TICK_FONT };
}
