/** Time, as deliveries see it. */
export interface Clock {
  /** What the clock on the wall says: it may be set, in both directions. */
  now(): Date;
  /** Milliseconds that only ever go on, for durations. */
  monotonic(): number;
  /** Runs something after so many milliseconds, unless it is called off by what this yields. */
  after(milliseconds: number, run: () => void): () => void;
}

export const systemClock = (now: () => Date): Clock => ({
  now,
  monotonic: () => performance.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds).unref();
    return () => clearTimeout(timer);
  },
});

export const wait = (clock: Clock, milliseconds: number): Promise<void> =>
  milliseconds <= 0 ? Promise.resolve() : new Promise((resolve) => void clock.after(milliseconds, resolve));

export const later = (moment: Date, milliseconds: number): Date => new Date(moment.getTime() + milliseconds);
