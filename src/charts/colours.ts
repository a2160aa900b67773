import { extent, farFromZero } from './axes.js';
import { BACKGROUND, INK, LESS_COLOUR, MORE_COLOUR } from './palette.js';

/** The lightest tint of a value that is there, so that it does not look like none. */
const LEAST_TINT = 0.06;
const PALE = 0.4;

/**
 * The colour of each cell, null where it has no value: white at zero, and the darker the farther from it, in the colour
 * of its sign. Values that are all far from zero, of a measure without a sign, begin at their least instead.
 */
export function tints(values: readonly (readonly (number | null)[])[], signed: boolean): (string | null)[][] {
  const there = values.flat().filter((value) => value !== null);
  const from = !signed && farFromZero(there) ? nearest(there) : 0;
  const most = Math.max(...there.map((value) => Math.abs(value - from)));
  const tint = (value: number) => {
    const weight = most === 0 ? 0 : Math.abs(value - from) / most;
    return mixed(BACKGROUND, value < 0 ? LESS_COLOUR : MORE_COLOUR, Math.max(LEAST_TINT, weight));
  };
  return values.map((row) => row.map((value) => (value === null ? null : tint(value))));
}

/** The colour of text on a ground: black or white, whichever is the easier to read. */
export function inkOn(ground: string): string {
  return contrast(INK, ground) >= contrast(BACKGROUND, ground) ? INK : BACKGROUND;
}

/** Contrast of two colours as WCAG 2 defines it: 1 to 21. */
export function contrast(one: string, other: string): number {
  const [lighter = 1, darker = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

/** The same colour, of what is past. */
export function paler(colour: string): string {
  return mixed(BACKGROUND, colour, PALE);
}

/** The value that is nearest to zero, of values with one sign. */
function nearest(values: readonly number[]): number {
  const { least, most } = extent(values);
  return least > 0 ? least : most;
}

function mixed(from: string, to: string, weight: number): string {
  const ends = channels(to);
  const parts = channels(from).map((start, index) => Math.round(start + ((ends[index] ?? 0) - start) * weight));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
