const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
/** The place of the middle one. */
const MIDDLE = 3;
const GAP = '·';
/** What the blocks reach over at least, of the largest value: less than that is no movement to look at. */
const LEAST_RANGE = 0.02;

/**
 * A line of block characters, one for each value: from the lowest of them to the highest, around the middle where they
 * hardly differ, and level where they are all the same. A missing value is a gap.
 */
export function sparkline(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const least = LEAST_RANGE * Math.max(...known.map(Math.abs));
  const steps = BLOCKS.length - 1;
  const place = (value: number) =>
    high - low < least ? MIDDLE + ((value - (low + high) / 2) / least) * steps : ((value - low) / (high - low)) * steps;
  const block = (value: number) => BLOCKS[high === low ? MIDDLE : Math.round(place(value))] ?? '';
  return values.map((value) => (value === null ? GAP : block(value))).join('');
}
