import { FONT_FAMILY, LINE_HEIGHT, type Scales, SMALL_SIZE } from './picture.js';

export interface Text {
  readonly text: string;
  readonly colour: string;
  readonly weight?: 400 | 600;
}

/** Where a line of texts stands: at a value of an upright axis. */
export interface Place {
  readonly axis: string;
  readonly value: number;
}

export interface Alignment {
  /** What of a text stands at its tick. */
  readonly align: 'start' | 'center' | 'end';
  /** Ticks in the middle of equal parts of the width; or from its left end to its right. Default the latter. */
  readonly inParts?: boolean;
  /** CSS pixels by which all are moved to the right. */
  readonly shift?: number;
}

/**
 * A line of texts inside a chart, evenly across its width. Chart.js has no texts of its own there, and a function
 * that drew them would not be plain JSON: it is an axis of which nothing is drawn but the labels of its ticks.
 */
export function textLine(
  texts: readonly Text[],
  place: Place,
  { align, inParts = false, shift = 0 }: Alignment,
): Scales[string] {
  return {
    type: 'category',
    axis: 'x',
    position: { [place.axis]: place.value },
    offset: inParts,
    labels: texts.map(({ text }) => text),
    grid: { display: false, drawTicks: false },
    border: { display: false },
    ticks: {
      color: texts.map(({ colour }) => colour),
      font: { family: FONT_FAMILY, size: SMALL_SIZE, lineHeight: LINE_HEIGHT, weight: texts[0]?.weight ?? 400 },
      autoSkip: false,
      maxRotation: 0,
      align,
      labelOffset: shift,
      // In the middle of its place, where an axis would stand above its labels.
      padding: (-SMALL_SIZE * LINE_HEIGHT) / 2,
      z: 1,
    },
  };
}
