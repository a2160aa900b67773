import { dayNamed } from './day-names.js';
import { isClockTime, readTime } from './time-of-day.js';

/** Words that say when, and no schedule. `used`: how many they are; `instead`: schedules that could be meant. */
interface AlmostSchedule {
  readonly used: number;
  readonly message: string;
  readonly instead: readonly string[];
}

interface Time {
  readonly used: number;
  readonly at: string;
}

const USUAL = '08:00';
const ONCE = ['tomorrow', 'tonight'];
/** Letters of the shortest name in full: what is shorter may be a word of a question. */
const SHORTEST_DAY = 6;

/** With which the words begin: `8am`, `at 8`, `tomorrow at 9`, `hourly`, `monday`; null where they do not. */
export function almostSchedule(words: readonly string[]): AlmostSchedule | null {
  const [first = ''] = words.map((word) => word.toLowerCase());
  if (first === 'hourly') {
    const message = `“${words[0]}” is too often: something is posted once a day at most, as daily 08:00. An alert tells at once what is beyond its threshold.`;
    return { used: 1, message, instead: [`daily ${USUAL}`] };
  }
  if (ONCE.includes(first)) return once(words);
  const time = dayNamed(first) === null ? null : timeFrom(words, 1);
  if (time !== null) return dayWithTime(words, time);
  if (first.length >= SHORTEST_DAY && dayNamed(first) !== null) return dayOnly(words);
  return timeOnly(words);
}

function once(words: readonly string[]): AlmostSchedule {
  const { used, at } = timeFrom(words, 1) ?? { used: 1, at: USUAL };
  const instead = daysAt(at);
  return {
    used,
    message: `“${said(words, used)}” is one day, and this is again and again: ${list(instead)}.`,
    instead,
  };
}

function dayWithTime(words: readonly string[], { used, at }: Time): AlmostSchedule {
  const instead = [`weekly ${nameIn(words)} ${at}`];
  return { used, message: `“${said(words, used)}” is not how it is said: ${list(instead)}.`, instead };
}

function dayOnly(words: readonly string[]): AlmostSchedule {
  const instead = [`weekly ${nameIn(words)} ${USUAL}`];
  return { used: 1, message: `“${said(words, 1)}” says no time of day: ${list(instead)}.`, instead };
}

function timeOnly(words: readonly string[]): AlmostSchedule | null {
  const isTime = /^\d/.test(words[0] ?? '') && isClockTime(words[0]);
  const time = isTime || words[0]?.toLowerCase() === 'at' ? timeFrom(words, 0) : null;
  if (time === null) return null;
  const instead = daysAt(time.at);
  return { used: time.used, message: `“${said(words, time.used)}” says no days: ${list(instead)}.`, instead };
}

/** The time of day that the words go on with. */
function timeFrom(words: readonly string[], from: number): Time | null {
  const time = readTime(
    words,
    words.map((word) => word.toLowerCase()),
    from,
  );
  return time.ok ? { used: time.next, at: time.at } : null;
}

const nameIn = ([day = '']: readonly string[]): string => day.toLowerCase().slice(0, 3);
const daysAt = (at: string): readonly string[] => [`daily ${at}`, `weekdays ${at}`, `weekly mon ${at}`];
const said = (words: readonly string[], used: number): string => words.slice(0, used).join(' ');
const list = (schedules: readonly string[]): string => schedules.join(', ');
