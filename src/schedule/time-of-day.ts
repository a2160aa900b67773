type ReadTime =
  | { readonly ok: true; readonly at: string; readonly next: number }
  | { readonly ok: false; readonly word: number; readonly message: string; readonly instead: string };

const EXAMPLES = '08:00, 7:30, 8am, noon';

/** `08:00`, `8`, `8.30`, `8am`, `8:30 p.m.`, `noon`, with or without an `at` before it. Yields HH:MM. */
export function readTime(words: readonly string[], lower: readonly string[], from: number): ReadTime {
  const at = lower[from] === 'at' ? from + 1 : from;
  const text = lower[at];
  if (text === undefined)
    return {
      ok: false,
      word: words.length,
      message: `After “${words[at - 1]}” comes a time of day: ${EXAMPLES}.`,
      instead: '08:00',
    };
  const half = lower[at + 1]?.replaceAll('.', '');
  const apart = (half === 'am' || half === 'pm') && /\d$/.test(text);
  const time = timeOf(apart ? text + half : text);
  if (time === null) {
    const message = `“${words[at]}” is not a time of day: ${EXAMPLES}.`;
    return { ok: false, word: at, message, instead: insteadOf(text) };
  }
  return { ok: true, at: time, next: apart ? at + 2 : at + 1 };
}

/** A word that is no time at all stays after one. */
function insteadOf(text: string): string {
  if (text === '24:00') return '00:00';
  return /^\d/.test(text) ? '08:00' : `08:00 ${text}`;
}

/** Whether it can be nothing but a time of day, as a number alone can. */
export const isClockTime = (text = ''): boolean => !/^\d*$/.test(text) && timeOf(text.toLowerCase()) !== null;

const NAMED: Readonly<Record<string, string>> = { noon: '12:00', midnight: '00:00' };

function timeOf(text: string): string | null {
  if (Object.hasOwn(NAMED, text)) return NAMED[text] ?? null;
  const found = /^(\d{1,2})(?:[:.](\d{2}))?(am|pm)?$/.exec(text);
  if (!found) return null;
  const [, hours, minutes = '00', half] = found;
  const hour = half === undefined ? Number(hours) : hourOf(Number(hours), half);
  if (hour === null || hour > 23 || Number(minutes) > 59) return null;
  return `${String(hour).padStart(2, '0')}:${minutes}`;
}

/** Of twelve hours twice: 12am is midnight. */
function hourOf(hours: number, half: string): number | null {
  if (hours < 1 || hours > 12) return null;
  return (hours % 12) + (half === 'pm' ? 12 : 0);
}
