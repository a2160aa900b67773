/** Uniform numbers in [0, 1). */
export type Random = () => number;

/**
 * The same numbers for a seed on every machine, since integer arithmetic is all it takes (mulberry32).
 * Each purpose draws from a sequence of its own, so that a change to one leaves the others as they were.
 */
export function randomFor(purpose: string, seed: number): Random {
  let state = seed | 0;
  for (const letter of purpose) state = Math.imul(state ^ letter.charCodeAt(0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A whole number from least to most, both included. */
export function integer(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** A copy in random order. */
export function shuffled<T>(items: Iterable<T>, random: Random): T[] {
  return [...items]
    .map((item) => ({ item, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
