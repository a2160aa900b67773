import { type Clock, wait } from './clock.js';

/** Slack takes about one message a second in a place; milliseconds. */
const BETWEEN = 1000;

/** How fast is posted: once a second in a place, and so many times a second in all. */
export interface Pace {
  /** Resolves when one more may be posted there. In one place only one waits at a time. */
  turn(place: string): Promise<void>;
  /** Nothing more is posted there for so many milliseconds. */
  rest(place: string, milliseconds: number): void;
  /** Places in which nothing may be posted yet. */
  resting(): readonly string[];
  /** Milliseconds until the first of them may be posted in; null where there is none. */
  soonest(): number | null;
}

export function createPace(clock: Clock, perSecond: number): Pace {
  const free = new Map<string, number>();
  let next = Number.NEGATIVE_INFINITY;

  function sweep(): void {
    const now = clock.monotonic();
    for (const [place, at] of free) if (at <= now) free.delete(place);
  }
  function rest(place: string, milliseconds: number): void {
    free.set(place, Math.max(free.get(place) ?? 0, clock.monotonic() + milliseconds));
  }
  return {
    rest,
    async turn(place) {
      await wait(clock, (free.get(place) ?? 0) - clock.monotonic());
      const now = clock.monotonic();
      const at = Math.max(now, next);
      next = at + 1000 / perSecond;
      await wait(clock, at - now);
      rest(place, BETWEEN);
    },
    resting() {
      sweep();
      return [...free.keys()];
    },
    soonest() {
      sweep();
      return free.size === 0 ? null : Math.min(...free.values()) - clock.monotonic();
    },
  };
}
