/** `next try in 40 s`, `next try at 08:36 UTC`; null when nothing is waited for. */
export function nextTryWords(nextTry: Date | null, now: Date): string | null {
  if (nextTry === null || nextTry <= now) return null;
  const wait = nextTry.getTime() - now.getTime();
  return wait < 60_000 ? `next try in ${Math.ceil(wait / 1000)} s` : `next try at ${clock(nextTry, now)}`;
}

/** Milliseconds; what is of the future, because the clock was set back, has no age. */
export const ageOf = (moment: Date, now: Date): number => Math.max(0, now.getTime() - moment.getTime());

/** `08:36 UTC`, with the date where that is another day than now. */
export function clock(moment: Date, now: Date): string {
  const [text, today] = [moment, now].map((one) => one.toISOString().slice(0, 16).replace('T', ' '));
  return `${text?.slice(0, 10) === today?.slice(0, 10) ? text?.slice(11) : text} UTC`;
}
