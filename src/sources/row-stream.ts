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
    private readonly onTimeout: (limit: 'stall' | 'total') => Error,
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

  async *[Symbol.asyncIterator](): AsyncGenerator<readonly TextRow[]> {
    const deadline = Date.now() + this.limits.total;
    try {
      for (;;) {
        this.signal.throwIfAborted();
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
          this.controls.resume();
        }
        await this.silence(deadline);
      }
    } finally {
      if (!this.ended) {
        this.cancelled = true;
        this.controls.cancel();
      }
    }
  }

  /** Waits for the driver, or throws when it has been silent for too long. */
  private silence(deadline: number): Promise<void> {
    const left = deadline - Date.now();
    const limit = left < this.limits.stall ? 'total' : 'stall';
    return new Promise((resolve, reject) => {
      const settle = (done: () => void) => () => {
        clearTimeout(timer);
        this.signal.removeEventListener('abort', abort);
        this.wake = null;
        done();
      };
      const abort = settle(() => reject(this.signal.reason));
      const timer = setTimeout(
        settle(() => reject(this.onTimeout(limit))),
        Math.max(0, Math.min(left, this.limits.stall)),
      );
      this.signal.addEventListener('abort', abort, { once: true });
      this.wake = settle(resolve);
    });
  }
}
