import type { Limit } from '../kpi/result.js';
import { BACKGROUND, LIMIT, LIMIT_BEHIND } from './palette.js';
import type { Dataset, Point, Scales } from './picture.js';

const AXIS = 'limits';
const WIDTH = 1.5;
/** Finer than the dashes of any series. */
const DASH = [5, 4];

const STYLE = {
  borderColor: LIMIT,
  backgroundColor: LIMIT,
  borderWidth: WIDTH,
  borderDash: DASH,
  pointStyle: 'line',
  pointRadius: 0,
  // A line at the very end of the axis is not cut in half.
  clip: WIDTH,
} as const;

/** Level lines from one end of the chart to the other, however many steps it has; one series for each name. */
export function limitLines(limits: readonly Limit[]): Dataset[] {
  return named(limits).map(({ label, points }) => ({ ...STYLE, label, data: [...points], xAxisID: AXIS }));
}

/** The same upright, across bars that lie level. */
export function uprightLimitLines(limits: readonly Limit[]): Dataset[] {
  return named(limits).map(({ label, points }) => ({
    ...STYLE,
    type: 'line',
    label,
    borderColor: LIMIT_BEHIND,
    backgroundColor: BACKGROUND,
    data: points.map(({ x, y }) => ({ x: y, y: x })),
    yAxisID: AXIS,
  }));
}

/** The axis along which they run; nothing without any. */
export const limitScales = (limits: readonly Limit[]): Scales => scalesOf(limits, 'x');
export const uprightLimitScales = (limits: readonly Limit[]): Scales => scalesOf(limits, 'y');

const scalesOf = (limits: readonly Limit[], axis: 'x' | 'y'): Scales =>
  limits.length === 0 ? {} : { [AXIS]: { type: 'linear', axis, display: false, offset: false, min: 0, max: 1 } };

function named(limits: readonly Limit[]): readonly { readonly label: string; readonly points: readonly Point[] }[] {
  const names = [...new Set(limits.map(({ label }) => label))];
  return names.map((label) => ({ label, points: limits.filter((limit) => limit.label === label).flatMap(levelLine) }));
}

/** With a gap at its end, so that the next one is not joined to it. */
const levelLine = ({ value }: Limit): readonly Point[] => [
  { x: 0, y: value },
  { x: 1, y: value },
  { x: 1, y: null },
];
