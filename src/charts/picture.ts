import type { ChartConfiguration } from 'chart.js';

/** The lines of text beside a bar, under it, or under a step of time. */
export type Label = string[];

/** A place of a line that has an axis of its own; null is a gap. */
export interface Point {
  readonly x: number | null;
  readonly y: number | null;
}

/** Plain JSON, no functions: it goes to a worker thread, to a QuickChart server or to a browser as it is. */
export type ChartConfig = ChartConfiguration<'bar' | 'line', (number | [number, number] | Point | null)[], Label>;

export type Dataset = ChartConfig['data']['datasets'][number];

export type Scales = NonNullable<NonNullable<ChartConfig['options']>['scales']>;

/** What to draw, and the size in CSS pixels that it was laid out for. */
export interface ChartPicture {
  readonly config: ChartConfig;
  readonly width: number;
  readonly height: number;
}

/** Pixels of the PNG for each CSS pixel. */
export const DEVICE_PIXEL_RATIO = 2;

/** CSS pixels. A phone shows the picture at less than half its size, so no text is smaller than 15. */
export const WIDTH = 800;
export const PADDING = 16;
export const TITLE_SIZE = 22;
const TEXT_SIZE = 16;
export const SMALL_SIZE = 15;
export const LINE_HEIGHT = 1.2;

export const FONT_FAMILY = 'Inter, sans-serif';

/** The font of anything but a title. */
export const TEXT_FONT = { family: FONT_FAMILY, size: TEXT_SIZE, lineHeight: LINE_HEIGHT };

/** Height of so many lines of text, in CSS pixels. */
export function linesHeight(lines: number, size: number): number {
  return Math.ceil(lines * size * LINE_HEIGHT);
}
