import { ENVIRONMENT_COLOURS, seriesColours } from './palette.js';

const LINE_WIDTH = 2.5;
/** Of a line with more steps than this, whose ups and downs would run together. */
const THIN_WIDTH = 1.5;
const MANY = 150;
const RADIUS = 4.5;
/** Up to so many steps each has its point. */
const EACH = 31;
/** Points of a longer line: as many as tell it from another one without its colour. */
const SOME = 8;

interface Stroke {
  readonly borderDash: number[];
  readonly pointStyle: 'circle' | 'rectRot' | 'triangle' | 'rect' | 'star' | 'crossRot';
}

const TEST_STROKE: Stroke = { borderDash: [8, 5], pointStyle: 'rectRot' };
const PRODUCTION_STROKE: Stroke = { borderDash: [], pointStyle: 'circle' };
const OTHER_STROKES: readonly Stroke[] = [
  { borderDash: [], pointStyle: 'triangle' },
  { borderDash: [3, 3], pointStyle: 'rect' },
  { borderDash: [14, 4], pointStyle: 'star' },
  { borderDash: [14, 4, 3, 4], pointStyle: 'crossRot' },
  { borderDash: [], pointStyle: 'circle' },
  { borderDash: [4, 8], pointStyle: 'rectRot' },
];

/** One look per series, by column key, told apart by colour, by dashes and by the shape of its points. */
export function lineStyles(keys: readonly string[]) {
  const free = OTHER_STROKES[Symbol.iterator]();
  return seriesColours(keys).map((colour) => lineStyle(colour, strokeOf(colour) ?? free.next().value));
}

export function lineStyle(colour: string, stroke: Stroke = PRODUCTION_STROKE) {
  return {
    ...stroke,
    borderColor: colour,
    backgroundColor: colour,
    pointBackgroundColor: colour,
    pointBorderColor: colour,
    // Of some shapes there is nothing but the edge.
    pointBorderWidth: ['star', 'crossRot'].includes(stroke.pointStyle) ? 2 : 1,
  };
}

/** In CSS pixels, of a line of so many steps. */
export function lineWidth(steps: number): number {
  return steps > MANY ? THIN_WIDTH : LINE_WIDTH;
}

/** How a line of such an environment looks in any chart. */
export function strokeOf(colour: string): Stroke | undefined {
  if (colour === ENVIRONMENT_COLOURS.test) return TEST_STROKE;
  return colour === ENVIRONMENT_COLOURS.production ? PRODUCTION_STROKE : undefined;
}

/**
 * The radius of each point of a line, the `place`th of `count`: of few steps all, of many some, and always one that
 * stands alone between gaps, where there is no line to see.
 */
export function radii(values: readonly (number | null)[], place: number, count: number): number | number[] {
  if (values.length <= EACH) return RADIUS;
  const stride = Math.ceil(values.length / SOME);
  const first = Math.floor((stride * (2 * place + 1)) / (2 * count));
  return values.map((_, at) => (at % stride === first || isAlone(values, at) ? RADIUS : 0));
}

export function isAlone(values: readonly unknown[], at: number): boolean {
  const missing = (index: number) => (values[index] ?? null) === null;
  return !missing(at) && missing(at - 1) && missing(at + 1);
}
