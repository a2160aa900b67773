import { localTime } from '../schedule/index.js';
import type { Delivery } from '../state/index.js';
import type { Memory } from './memory.js';
import { clause } from './words.js';

/** Milliseconds after which a delivery says that it is late. */
const LATE = 5 * 60_000;

/** `Due at 08:00, delivered at 09:12 Europe/Berlin: Slack could not be reached.`; null where it is in time. */
export function lateWords(
  { due }: Pick<Delivery, 'due'>,
  { now, timeZone, reason }: { readonly now: Date; readonly timeZone: string; readonly reason: string | null },
): string | null {
  if (now.getTime() - due.getTime() <= LATE) return null;
  const [then, here] = [localTime(due, timeZone), localTime(now, timeZone)];
  const [from, to] = then.day === here.day ? ['at', 'at'] : [`on ${then.day} at`, `on ${here.day} at`];
  const why = reason === null ? '' : `: ${clause(reason)}`;
  return `Due ${from} ${then.time}, delivered ${to} ${here.time} ${timeZone}${why}.`;
}

/** Why it is late, as far as that is known. */
export function whyLate({ hold, activeSince }: Memory, { due, error }: Delivery): string | null {
  if (error !== null) return error;
  if (hold !== null && hold.at >= due) return hold.says;
  return activeSince !== null && activeSince > due ? 'Tally was not running' : null;
}
