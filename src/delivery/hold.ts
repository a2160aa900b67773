import type { Works } from './job.js';

/** Milliseconds after which the same trouble is another one. */
const LULL = 15 * 60_000;

/** Keeps everything from being posted for a while; what it is for is logged once, as long as it lasts. */
export function holdBack({ memory, clock, log }: Works, milliseconds: number, says: string): void {
  const { hold } = memory;
  const now = clock.monotonic();
  const isNew = hold === null || hold.says !== says || now > hold.until + LULL;
  if (isNew) log.warn({ says }, 'deliveries are held back');
  memory.hold = { until: Math.max(now + milliseconds, hold?.until ?? 0), at: clock.now(), says };
}

export const isHeldBack = ({ memory, clock }: Pick<Works, 'memory' | 'clock'>): boolean =>
  memory.hold !== null && clock.monotonic() < memory.hold.until;
