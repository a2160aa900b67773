import type { Clock } from '../../src/delivery/clock.js';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

interface Timer {
  readonly at: number;
  readonly run: () => void;
  set: NodeJS.Timeout;
}

/** Milliseconds that pass by it in one: most of what is waited for are seconds between two posts to a channel. */
const FAST = 5;

/** Goes on as any clock does, if faster, and leaps ahead when it is told to: what was to run meanwhile runs at once. */
export class LeapingClock {
  #ahead = 0;
  readonly #began = performance.now();
  readonly #timers = new Set<Timer>();

  constructor(
    private readonly start: Date,
    private readonly rate = FAST,
  ) {}

  get now(): Date {
    return new Date(this.start.getTime() + this.#elapsed());
  }

  leap(milliseconds: number): void {
    this.#ahead += milliseconds;
    const waiting = [...this.#timers].sort((one, other) => one.at - other.at);
    for (const timer of waiting) clearTimeout(timer.set);
    for (const timer of waiting) this.#arm(timer);
  }

  /** The same clock as one process sees it, which runs nothing any more once that is gone. */
  of(isAlive: () => boolean): Clock {
    return {
      now: () => this.now,
      monotonic: () => this.#elapsed(),
      after: (milliseconds, run) => {
        const timer = { at: this.#elapsed() + milliseconds, run: () => isAlive() && run(), set: setTimeout(() => {}) };
        this.#timers.add(timer);
        this.#arm(timer);
        return () => {
          clearTimeout(timer.set);
          this.#timers.delete(timer);
        };
      },
    };
  }

  #elapsed(): number {
    return (performance.now() - this.#began) * this.rate + this.#ahead;
  }

  #arm(timer: Timer): void {
    const run = () => {
      this.#timers.delete(timer);
      timer.run();
    };
    timer.set = setTimeout(run, Math.max(0, timer.at - this.#elapsed()) / this.rate).unref();
  }
}
