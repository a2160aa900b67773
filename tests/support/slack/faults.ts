import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { METHODS } from './methods.js';
import type { Fault } from './types.js';

/** What is called besides the methods. */
const PLACES = ['response_url', 'upload'];

/** Faults that a test has ordered; each strikes as often as it says, the oldest first. */
export class Faults {
  readonly #ordered: { target: string; fault: Fault; left: number }[] = [];

  /** Throws where nothing has that name, since the fault would never strike. */
  order(target: string, fault: Fault, times: number): void {
    if (!Object.hasOwn(METHODS, target) && !PLACES.includes(target)) throw new Error(`Slack has no ${target}`);
    this.#ordered.push({ target, fault, left: times });
  }

  take(target: string): Fault | undefined {
    const found = this.#ordered.find((ordered) => ordered.target === target && ordered.left > 0);
    if (found) found.left -= 1;
    return found?.fault;
  }
}

/** Lets a fault strike before anything is done; yields what it did, or null where the call is to go on. */
export async function strike(fault: Fault, response: ServerResponse): Promise<string | null> {
  if (fault.delayMs !== undefined) await sleep(fault.delayMs, undefined, { ref: false });
  if (fault.hang) return 'hang';
  if (fault.drop) {
    response.socket?.destroy();
    return 'drop';
  }
  const { retryAfter, status = retryAfter === undefined ? 200 : 429 } = fault;
  const error = fault.error ?? (status === 429 ? 'ratelimited' : undefined);
  if (status === 200 && error === undefined) return null;
  if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ok: false, error: error ?? 'internal_error' }));
  return status === 200 ? (error ?? null) : `http ${status}`;
}
