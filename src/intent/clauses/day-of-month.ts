import type { NamedPeriod } from '../../periods/index.js';
import type { Reader } from '../reader.js';
import { day } from '../shapes.js';
import type { Place } from '../stop.js';
import { yearAt } from './year.js';

/** `1 nov 2026`, `november 1st, 2026`, `1st of november 2026`. Without a year it is a mistake: which one is meant is not known. */
export function dayOfMonthAt(reader: Reader): NamedPeriod | null {
  const from = reader.at;
  const found = reader.try(() => numberFirst(reader) ?? monthFirst(reader));
  if (!found) return null;
  const year = yearAt(reader);
  const place = reader.since(from);
  const said = reader.mistakes.quote(place);
  const date = day(String(year ?? EXAMPLE), String(found.month), found.number);
  if (date === null) {
    throw reader.mistakes.stop('unknown', `“${said}”: days are written as ${EXAMPLE}-10-31.`, place);
  }
  if (year !== null) return { kind: 'day', date };
  const message = `“${said}” has no year: write a day as ${date}.`;
  if (isEnd(reader, from)) throw reader.mistakes.stop('refused', message, place);
  throw reader.mistakes.stop('unknown', message, place, [[{ ...withLead(reader, place), text: found.name }]]);
}

const EXAMPLE = 2026;

interface Found {
  readonly month: number;
  /** As the month is written. */
  readonly name: string;
  readonly number: string;
}

function numberFirst(reader: Reader): Found | null {
  const number = numberAt(reader);
  if (number === null) return null;
  if (reader.token?.folded === 'of') reader.at++;
  const named = monthAt(reader);
  return named && { ...named, number };
}

function monthFirst(reader: Reader): Found | null {
  const named = monthAt(reader);
  if (!named) return null;
  if (reader.token?.folded === 'the') reader.at++;
  const number = numberAt(reader);
  return number === null ? null : { ...named, number };
}

function monthAt(reader: Reader): Omit<Found, 'number'> | null {
  const from = reader.at;
  const month = reader.take((meanings) => meanings.month);
  return month === undefined ? null : { month, name: reader.mistakes.quote(reader.since(from)) };
}

function numberAt(reader: Reader): string | null {
  const { token } = reader;
  const isBare = token && !token.quoted && token.qualifier === null;
  const [, number] = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(isBare ? token.folded : '') ?? [];
  if (number === undefined || Number(number) < 1 || Number(number) > 31) return null;
  reader.at++;
  return number;
}

/** `from 1 nov to 10 nov`: months in their place would be another period. */
function isEnd({ tokens, words }: Reader, at: number): boolean {
  const { keyword } = words.meanings(tokens[at - 1]?.folded ?? '');
  return keyword === 'from' || keyword === 'between' || keyword === 'to' || keyword === 'and';
}

/** With “on”, “as of” and “the” before it, which go with days. */
function withLead({ tokens, words }: Reader, { at, length = 1 }: Place): Place {
  const text = (index: number) => (index >= 0 ? (tokens[index]?.folded ?? '') : '');
  let from = at;
  while (text(from - 1) === 'the') from--;
  if (words.meanings(`${text(from - 2)} ${text(from - 1)}`).keyword === 'on') from -= 2;
  else if (words.meanings(text(from - 1)).keyword === 'on') from -= 1;
  return { at: from, length: length + at - from };
}
