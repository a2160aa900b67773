import type { Frame } from './frame.js';
import type { Entry } from './labels.js';
import type { Dataset } from './picture.js';

/** CSS pixels of the legend's row above the bars. */
export const LEGEND_HEIGHT = 36;

/** CSS pixels that the value axis takes with its ticks and title. */
export const VALUE_AXIS_SIZE = 60;

/** What bars are drawn from, whichever way they point. */
export interface Bars {
  readonly frame: Frame;
  /** One per category, in the order of the datasets' values. */
  readonly entries: readonly Entry[];
  /** One per series. */
  readonly datasets: readonly Dataset[];
  /** All values that are there, of all series. */
  readonly values: readonly number[];
  readonly unit: string;
  readonly categoryTitle: string;
  /** What the figures are, such as `Variance (Variance %)`; empty when there are none. */
  readonly figuresTitle: string;
  /** The categories are dates. */
  readonly overTime: boolean;
}
