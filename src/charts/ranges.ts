import { extent, farFromZero } from './axes.js';

/** The ends of a value axis and the distance of its ticks. */
export interface Range {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** Of the largest value. */
const LEAST_RANGE = 0.02;
const LEVEL_ZERO = { least: -1, most: 1 };
const NICE = [1, 2, 2.5, 5, 10];

/**
 * A range with round ends around all values, and around zero unless they are far from it, which ticks cut into
 * about so many `parts`.
 */
export function roundRange(values: readonly number[], parts: number): Range {
  const { least, most } = ends(values);
  const rough = (most - least) / parts;
  const power = 10 ** Math.floor(Math.log10(rough));
  const whole = values.every(Number.isInteger);
  // Between ticks of whole values, such as percentages, steps are whole too.
  const isNice = (step: number) => step >= rough && (whole || step < 1 || step > 10 || Number.isInteger(step));
  const nice = NICE.map((one) => one * power).find(isNice) ?? 10 * power;
  const step = whole ? Math.ceil(nice) : nice;
  return { min: exact(Math.floor(least / step) * step), max: exact(Math.ceil(most / step) * step), step: exact(step) };
}

/**
 * The range of the values themselves, with zero unless they are far from it; wider where they hardly differ, which is
 * no movement to look at, so that they stand in its middle.
 */
export function ownRange(values: readonly number[]): Range {
  const { least, most } = values.length > 0 && values.every((value) => value === 0) ? LEVEL_ZERO : ends(values);
  const short = Math.max(0, LEAST_RANGE * Math.max(Math.abs(least), Math.abs(most)) - (most - least));
  const [min, max] = [exact(least - short / 2), exact(most + short / 2)];
  return { min, max, step: exact(max - min) };
}

function ends(values: readonly number[]): { least: number; most: number } {
  const { least, most } = extent(farFromZero(values) ? values : [0, ...values]);
  if (least < most) return { least, most };
  if (most === 0) return { least: 0, most: 1 };
  const around = Math.abs(most) * 0.05;
  return { least: least - around, most: most + around };
}

/** Without the last digits of a product of floats. */
const exact = (value: number): number => Number(value.toPrecision(15)) + 0;
