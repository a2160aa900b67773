import { OutOfTime, within } from './limit.js';
import type { Log } from './log.js';
import { redactor } from './redact.js';

/** By name of the part: slack, model, sources, state. `says` is for any reader: no host, no secret. */
export type Checks = Readonly<Record<string, { readonly ok: boolean; readonly says: string }>>;

/** A URL, an IPv4 address, or a name with a dot and a port: `says` should have none, and this is the last gate. */
const ADDRESS = /[a-z][\w+.-]*:\/\/\S+|\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b|\b[\w-]+(?:\.[\w-]+)+:\d+\b/gi;

const hide = redactor([]);

/**
 * Asks whether all parts are ready, for at most `limit` milliseconds, and once however many ask at the same time. A
 * failure is itself a check that is not ok; what failed is in the log only.
 */
export function readiness(ready: () => Promise<Checks>, limit: number, log: Log): () => Promise<Checks> {
  let asking: Promise<Checks> | null = null;
  const ask = async (): Promise<Checks> => {
    try {
      return presentable(await within(limit, async () => ready()));
    } catch (error) {
      log.warn({ err: error }, 'readiness could not be told');
      const says = error instanceof OutOfTime ? error.message : 'the check failed; the log says more';
      return { readiness: { ok: false, says } };
    } finally {
      asking = null;
    }
  };
  return () => {
    asking ??= ask();
    return asking;
  };
}

function presentable(checks: Checks): Checks {
  return Object.fromEntries(
    Object.entries(checks).map(([name, { ok, says }]) => [
      name,
      { ok: ok === true, says: hide(says).replaceAll(ADDRESS, '…') },
    ]),
  );
}
