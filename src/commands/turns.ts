import { setImmediate } from 'node:timers/promises';

let last: Promise<void> = Promise.resolve();

/**
 * Waits for a turn; everything else of the process has one before the next is given. Many questions may wait for the
 * same rows, and when those come, the main thread would go through all of them before it looks at anything else.
 */
export function turn(): Promise<void> {
  last = last.then(() => setImmediate());
  return last;
}
