import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../src/delivery/clock.js';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

const NEVER = new Promise<never>(() => {});

/** Time that passes when a test says so, and everything that waits for it. */
export class World {
  /** Milliseconds since the world began. */
  elapsed = 0;
  /** Turns of the event loop without any work after which nothing more happens by itself. */
  stillness = 4;
  private timers: Timer[] = [];
  private busy = 0;

  constructor(private readonly start: Date) {}

  /** What a clock says that is right. */
  get now(): Date {
    return new Date(this.start.getTime() + this.elapsed);
  }

  after(milliseconds: number, run: () => void): () => void {
    const timer = { at: this.elapsed + Math.max(milliseconds, 0), run };
    this.timers.push(timer);
    return () => this.forget(timer);
  }

  private forget(timer: Timer): void {
    this.timers = this.timers.filter((one) => one !== timer);
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => void this.after(milliseconds, resolve));
  }

  /** Work that is done in no time of this world. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.busy++;
    try {
      return await work();
    } finally {
      this.busy--;
    }
  }

  /** Lets time pass, and everything happen that happens in it. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.elapsed + milliseconds;
    for (;;) {
      await this.settle();
      const next = this.timers.reduce<Timer | null>((first, one) => (first && first.at <= one.at ? first : one), null);
      if (next === null || next.at > end) break;
      this.elapsed = Math.max(this.elapsed, next.at);
      this.forget(next);
      next.run();
    }
    this.elapsed = end;
  }

  private async settle(): Promise<void> {
    for (let quiet = 0; quiet < this.stillness; quiet = this.busy === 0 ? quiet + 1 : 0) await setImmediate();
  }
}

/** A process of this world, with a clock that can be set, which can be killed at any moment. */
export class Process {
  private alive = true;
  /** Milliseconds by which its clock is ahead. */
  ahead = 0;
  /** Calls after which it dies, in the middle of one; null: it does not. */
  fuse: number | null = null;
  /** Told the name of each call before it is made. */
  before: (name: string) => void = () => {};
  private napping: { after: number; readonly milliseconds: number } | null = null;
  private awake: Promise<void> = Promise.resolve();

  constructor(private readonly world: World) {}

  readonly clock: Clock = {
    now: () => new Date(this.world.now.getTime() + this.ahead),
    monotonic: () => this.world.elapsed,
    after: (milliseconds, run) => this.world.after(milliseconds, () => void this.awake.then(() => this.alive && run())),
  };

  get isAlive(): boolean {
    return this.alive;
  }

  kill(): void {
    this.alive = false;
  }

  /** Nothing goes on in it until it wakes, by what this yields; what it has asked for is done meanwhile. */
  sleep(): () => void {
    let wake = () => {};
    this.awake = new Promise((resolve) => {
      wake = resolve;
    });
    return () => wake();
  }

  /** It falls asleep in the middle of its n-th call from now on, and wakes after so many milliseconds. */
  nap(after: number, milliseconds: number): void {
    this.napping = { after, milliseconds };
  }

  /**
   * The same object, as this process calls it: it may die before or after what the call does, and never hears of it then.
   * `timeless`: no time of the world passes during a call.
   */
  reached<T extends object>(target: T, { timeless = false } = {}): T {
    return new Proxy(target, {
      get: (_, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member === 'object' && member !== null) return this.reached(member, { timeless });
        if (typeof member !== 'function') return member;
        return (...given: unknown[]) => {
          this.before(String(name));
          const work = async () => Reflect.apply(member, target, given) as unknown;
          return this.call(timeless ? () => this.world.during(work) : work);
        };
      },
    });
  }

  private async call<T>(work: () => Promise<T>): Promise<T> {
    if (!this.alive || this.burns()) return NEVER;
    try {
      const result = await work();
      this.doze();
      await this.awake;
      return this.alive && !this.burns() ? result : NEVER;
    } catch (error) {
      if (!this.alive) return NEVER;
      throw error;
    }
  }

  private doze(): void {
    if (this.napping === null || this.napping.after-- > 0) return;
    this.world.after(this.napping.milliseconds, this.sleep());
    this.napping = null;
  }

  private burns(): boolean {
    if (this.fuse === null) return false;
    this.fuse--;
    if (this.fuse < 0) this.kill();
    return !this.alive;
  }
}
