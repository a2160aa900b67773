import type { TextRow } from './source.js';

export interface StreamControls {
  pause(): void;
  resume(): void;
  /** Ends the read on the server; called at most once. */
  cancel(): void;
}

export interface StreamLimits {
  /** Longest silence of the driver while rows are wanted, in milliseconds. */
  readonly stall: number;
  /** Longest time for the whole read, in milliseconds. */
  readonly total: number;
}

/** Why a read ended before its last row: one of the limits, or somebody called it off. */
export type Interruption = 'stall' | 'total' | 'cancelled';

const BATCH = 4096;
/** Batches that may wait for the reader before the driver is told to pause. */
const WAITING = 4;

/**
 * Turns a driver's row events into batches that are pulled. The driver is paused while the reader is
 * behind, so memory does not grow with the table; silence is only counted while rows are wanted.
 */
export class RowStream implements AsyncIterable<readonly TextRow[]> {
  private readonly ready: TextRow[][] = [];
  private filling: TextRow[] = [];
  private ended = false;
  private failure: Error | null = null;
  private paused = false;
  private cancelled = false;
  private wake: (() => void) | null = null;

  constructor(
    private readonly controls: StreamControls,
    private readonly limits: StreamLimits,
    private readonly errorFor: (interruption: Interruption) => Error,
    private readonly signal: AbortSignal,
  ) {}

  push(row: TextRow): void {
    if (this.cancelled) return;
    this.filling.push(row);
    if (this.filling.length < BATCH) return;
    this.ready.push(this.filling);
    this.filling = [];
    if (this.ready.length >= WAITING && !this.paused) {
      this.paused = true;
      this.controls.pause();
    }
    this.wake?.();
  }

  end(): void {
    this.ended = true;
    this.wake?.();
  }

  fail(error: Error): void {
    this.failure ??= error;
    this.wake?.();
  }

  /** Ends the read at once, whatever its reader is doing; the reader gets the error when it next asks. */
  stop(): void {
    this.fail(this.errorFor('cancelled'));
    this.cancel();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<readonly TextRow[]> {
    const deadline = Date.now() + this.limits.total;
    const abort = () => this.stop();
    this.signal.addEventListener('abort', abort, { once: true });
    if (this.signal.aborted) abort();
    try {
      for (;;) {
        if (this.failure) throw this.failure;
        const batch = this.ready.shift();
        if (batch) {
          yield batch;
          continue;
        }
        if (this.ended) {
          if (this.filling.length > 0) yield this.filling;
          return;
        }
        if (this.paused) {
          this.paused = false;
          // What the driver has kept back it may hand over here and now, its end included.
          this.controls.resume();
          continue;
        }
        await this.silence(deadline);
      }
    } finally {
      this.signal.removeEventListener('abort', abort);
      this.cancel();
    }
  }

  private cancel(): void {
    if (this.ended || this.cancelled) return;
    this.cancelled = true;
    this.controls.cancel();
  }

  /** Waits for the driver, or throws when it has been silent for too long. */
  private silence(deadline: number): Promise<void> {
    const left = deadline - Date.now();
    const limit = left < this.limits.stall ? 'total' : 'stall';
    return new Promise((resolve, reject) => {
      const settle = (done: () => void) => () => {
        clearTimeout(timer);
        this.wake = null;
        done();
      };
      const timer = setTimeout(
        settle(() => reject(this.errorFor(limit))),
        Math.max(0, Math.min(left, this.limits.stall)),
      );
      this.wake = settle(resolve);
    });
  }
}
