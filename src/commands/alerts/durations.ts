import { durationText } from '../../alerts/clock.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS: Readonly<Record<string, number>> = {
  ...named(MINUTE, 'm', 'min', 'mins', 'minute', 'minutes'),
  ...named(HOUR, 'h', 'hr', 'hrs', 'hour', 'hours'),
  ...named(DAY, 'd', 'day', 'days'),
};

function named(milliseconds: number, ...names: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(names.map((name) => [name, milliseconds]));
}

/** Between which times something may be, milliseconds, both included. */
export interface Between {
  readonly least: number;
  readonly most: number;
}

export const HOLD: Between = { least: MINUTE, most: 7 * DAY };
export const REMIND: Between = { least: 10 * MINUTE, most: 30 * DAY };
export const MUTE: Between = { least: MINUTE, most: 90 * DAY };

/** With which the words begin: `30 min`, `2h`, `1 day`; null where that is no time. `used`: how many of them it is. */
export function readDuration(
  words: readonly string[],
): { readonly milliseconds: number; readonly used: number } | null {
  const [first = '', second = ''] = words.map((word) => word.toLowerCase());
  const [, digits = '', joined = ''] = /^(\d{1,5})([a-z]*)$/.exec(first) ?? [];
  const name = joined === '' ? second : joined;
  const unit = Object.hasOwn(UNITS, name) ? UNITS[name] : undefined;
  if (digits === '' || unit === undefined) return null;
  return { milliseconds: Number(digits) * unit, used: joined === '' ? 2 : 1 };
}

export const betweenText = ({ least, most }: Between): string => `${durationText(least)} to ${durationText(most)}`;
