import type { Environment } from '../kpi/result.js';

/**
 * Every colour of every chart. Test and production always look the same, and no other series or
 * segment borrows their two colours. Okabe–Ito for series, Tol's “muted” for segments: both were made
 * to be told apart with any kind of colour blindness.
 */
export const ENVIRONMENT_COLOURS: Readonly<Record<Environment, string>> = {
  test: '#d55e00',
  production: '#0072b2',
};

/** The same two for words of 15 pixels, which need more contrast than a line. */
export const ENVIRONMENT_INKS: Readonly<Record<Environment, string>> = {
  test: '#a84a00',
  production: '#0072b2',
};

const SERIES_COLOURS = ['#009e73', '#cc79a7', '#56b4e9', '#e69f00', '#332288', '#882255'] as const;

/** Above and below zero: apart in hue and, for whoever sees no hue, in lightness. */
export const MORE_COLOUR = '#1b6b44';
export const LESS_COLOUR = '#ab78cc';
/** The same two where a row is one of those that do not stand out. */
export const PALE_MORE_COLOUR = '#b5d3c6';
export const PALE_LESS_COLOUR = '#e2d3ec';
/** The same two between a line and zero, through which the line of zero is seen. */
export const MORE_FILL = '#1b6b4499';
export const LESS_FILL = '#ab78cc99';

export const SEGMENT_COLOURS = [
  '#332288',
  '#88ccee',
  '#117733',
  '#ddcc77',
  '#882255',
  '#44aa99',
  '#cc6677',
  '#999933',
] as const;

export const OTHERS_COLOUR = '#bbbbbb';
export const BACKGROUND = '#ffffff';
export const INK = '#1d1c1d';
export const MUTED_INK = '#595959';
/** Words of a change for the better, and for the worse; an arrow says its direction. */
export const BETTER_INK = '#1b6b44';
export const WORSE_INK = '#b3261e';
export const GRID = '#e2e2e2';
/** Where a heat map has no value. */
export const BLANK = '#f4f4f4';
/** Behind lines, where all is well; the lines of the axis are seen through it. */
export const BAND = '#009e7326';
/** A threshold, which is no series: the colour of the words, and of no line. */
export const LIMIT = INK;
/** The same across bars, under whose figures it runs. */
export const LIMIT_BEHIND = '#8a8a8a';

/** One colour per series, by column key: `production_share` is production's. An environment's second series is neutral. */
export function seriesColours(keys: readonly string[]): string[] {
  const taken = new Set<string>();
  const free = SERIES_COLOURS[Symbol.iterator]();
  return keys.map((key) => {
    const own = environmentColour(key);
    const colour = own && !taken.has(own) ? own : (free.next().value ?? OTHERS_COLOUR);
    taken.add(colour);
    return colour;
  });
}

function environmentColour(key: string): string | undefined {
  const words = key
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  if (words.includes('test')) return ENVIRONMENT_COLOURS.test;
  return words.includes('production') ? ENVIRONMENT_COLOURS.production : undefined;
}
