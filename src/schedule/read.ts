import { dayNamed, pluralDay } from './day-names.js';
import type { Schedule, Weekday } from './index.js';
import { DAY_NAMES } from './text.js';
import { isClockTime, readTime } from './time-of-day.js';

/**
 * `used`: how many of the words say it. `word`: index of the one at fault; their number where one is missing. `instead`:
 * what could stand in its place.
 */
export type ReadSchedule =
  | { readonly ok: true; readonly schedule: Schedule; readonly used: number }
  | { readonly ok: false; readonly word: number; readonly message: string; readonly instead: readonly string[] };

export const SCHEDULE_EXAMPLES: readonly string[] = [
  'daily 08:00',
  'weekdays 07:30',
  'weekly mon 09:00',
  'monthly 1 08:00',
  'monthly last 17:00',
];

type Days =
  | { readonly every: 'day' | 'weekday' }
  | { readonly every: 'week'; readonly day: Weekday }
  | { readonly every: 'month'; readonly day: number | 'last' };

/** On which days, and where the words go on. */
interface ReadDays {
  readonly ok: true;
  readonly days: Days;
  readonly next: number;
}
type Mistake = Extract<ReadSchedule, { readonly ok: false }>;

const PLAIN: Readonly<Record<string, Days>> = {
  daily: { every: 'day' },
  everyday: { every: 'day' },
  weekdays: { every: 'weekday' },
  'mon-fri': { every: 'weekday' },
  workdays: { every: 'weekday' },
};

const EVERY = ['every', 'each'];
const UNITS: Readonly<Record<string, Days>> = {
  day: { every: 'day' },
  morning: { every: 'day' },
  evening: { every: 'day' },
  weekday: { every: 'weekday' },
  workday: { every: 'weekday' },
};

/** Whether a schedule can begin with this word. */
export function startsSchedule(word: string): boolean {
  const first = word.toLowerCase();
  return Object.hasOwn(PLAIN, first) || ['weekly', 'monthly', ...EVERY].includes(first) || pluralDay(first) !== null;
}

/**
 * Reads the schedule with which the words begin: `daily 08:00`, `weekdays 07:30`, `weekly mon 09:00`, `monthly 1 08:00`,
 * `monthly last 08:00`, and as people say it: `every monday at 8am`, `on Mondays at 9`, `at 08:00 every day`. Words after
 * it are left to the caller.
 */
export function readSchedule(words: readonly string[]): ReadSchedule {
  const lower = words.map((word) => word.toLowerCase());
  const turned = timeFirst(words, lower);
  if (turned) return turned;
  const from = lower[0] === 'on' && (pluralDay(lower[1] ?? '') !== null || lower[1] === 'weekdays') ? 1 : 0;
  const read = dayAlone(lower) ?? readDays(words.slice(from), lower.slice(from));
  if (!read.ok) return read;
  const time = readTime(words, lower, from + read.next);
  if (!time.ok) return { ...time, instead: [time.instead] };
  return { ok: true, schedule: { ...read.days, at: time.at }, used: time.next };
}

/** `at 8 every day`, `08:00 daily`; null where it is not all there. */
function timeFirst(words: readonly string[], lower: readonly string[]): ReadSchedule | null {
  if (lower[0] !== 'at' && !isClockTime(lower[0])) return null;
  const time = readTime(words, lower, 0);
  const read = time.ok ? readDays(words.slice(time.next), lower.slice(time.next)) : null;
  if (!time.ok || !read?.ok) return null;
  return { ok: true, schedule: { ...read.days, at: time.at }, used: time.next + read.next };
}

/** `mon 09:00`, `on monday at 9`: the name of a day is one only where it is plain that a time of day follows. */
function dayAlone(lower: readonly string[]): ReadDays | null {
  const at = lower[0] === 'on' ? 1 : 0;
  const day = dayNamed(lower[at] ?? '');
  const isTimed = lower[at + 1] === 'at' || isClockTime(lower[at + 1]);
  return day !== null && isTimed ? { ok: true, days: { every: 'week', day }, next: at + 1 } : null;
}

function readDays(words: readonly string[], lower: readonly string[]): ReadDays | Mistake {
  const [first = '', second = ''] = lower;
  const plain = Object.hasOwn(PLAIN, first) ? PLAIN[first] : undefined;
  if (plain) return { ok: true, days: plain, next: 1 };
  const plural = pluralDay(first);
  if (plural !== null) return { ok: true, days: { every: 'week', day: plural }, next: 1 };
  if (first === 'weekly') return dayOfWeek(words, lower, 1);
  if (first === 'monthly') return dayOfMonth(words, lower, 1);
  if (!EVERY.includes(first))
    return mistake(words, 0, `${quoted(words, 0)}no schedule: ${SCHEDULE_EXAMPLES.join(', ')}.`, SCHEDULE_EXAMPLES);
  const unit = Object.hasOwn(UNITS, second) ? UNITS[second] : undefined;
  if (unit) return { ok: true, days: unit, next: 2 };
  if (second === 'week') return dayOfWeek(words, lower, 2);
  if (second === 'month') return dayOfMonth(words, lower, 2);
  const day = dayNamed(second);
  if (day !== null) return { ok: true, days: { every: 'week', day }, next: 2 };
  return mistake(words, 1, `After “${words[0]}” comes day, weekday, a day of the week, or month.`, [
    'day',
    'day 08:00',
  ]);
}

function dayOfWeek(words: readonly string[], lower: readonly string[], from: number): ReadDays | Mistake {
  const at = lower[from] === 'on' ? from + 1 : from;
  const day = dayNamed(lower[at] ?? '');
  if (day !== null) return { ok: true, days: { every: 'week', day }, next: at + 1 };
  const message = `After “${words[at - 1]}” comes a day: ${Object.values(DAY_NAMES).join(', ')}.`;
  return mistake(words, at, message, instead('mon', words[at]));
}

function dayOfMonth(words: readonly string[], lower: readonly string[], from: number): ReadDays | Mistake {
  let at = from;
  while (['on', 'the'].includes(lower[at] ?? '')) at++;
  const text = lower[at] ?? '';
  if (text === 'last') {
    const next = lower[at + 1] === 'day' ? at + 2 : at + 1;
    return { ok: true, days: { every: 'month', day: 'last' }, next };
  }
  const day = Number(/^(\d{1,2})(st|nd|rd|th)?$/.exec(text)?.[1] ?? 0);
  if (day >= 1 && day <= 31) return { ok: true, days: { every: 'month', day }, next: at + 1 };
  const message = `After “${words[at - 1]}” comes a day of the month: 1 to 31, or last.`;
  return mistake(words, at, message, instead('1', words[at]));
}

/** A day before the time that was said, else in place of the word at fault, with or without a time. */
const instead = (day: string, said: string | undefined): readonly string[] =>
  isClockTime(said) ? [`${day} ${said}`] : [day, `${day} 08:00`];

const mistake = (words: readonly string[], word: number, message: string, instead: readonly string[]): Mistake => ({
  ok: false,
  word: Math.min(word, words.length),
  message,
  instead,
});

const quoted = (words: readonly string[], at: number): string =>
  words[at] === undefined ? 'This is ' : `“${words[at]}” is `;
