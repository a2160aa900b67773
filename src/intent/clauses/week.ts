import type { NamedPeriod } from '../../periods/index.js';
import type { Reader } from '../reader.js';
import { yearAt } from './year.js';

/** `week 45 2026`, `W45 2026`. Without a year it is a mistake. */
export function weekAt(reader: Reader): NamedPeriod | null {
  const from = reader.at;
  const week = reader.try(() => shortAt(reader) ?? longAt(reader));
  if (week === null) return null;
  const year = yearAt(reader);
  if (year !== null) return { kind: 'week', year, week };
  const place = reader.since(from);
  const example = `2026-W${String(week).padStart(2, '0')}`;
  const message = `“${reader.mistakes.quote(place)}” has no year: ${example} names a week.`;
  throw reader.mistakes.stop('refused', message, place);
}

/** `W45`, `kw45`, unless something is called so. */
function shortAt(reader: Reader): number | null {
  const { token } = reader;
  const isBare = token && !token.quoted && token.qualifier === null;
  const [, number] = /^(?:w|wk|kw|cw)(\d{1,2})$/.exec(isBare ? token.folded : '') ?? [];
  if (!isWeek(number) || reader.name()) return null;
  reader.at++;
  return Number(number);
}

function longAt(reader: Reader): number | null {
  if (!['week', 'wk', 'kw', 'cw'].includes(reader.token?.folded ?? '') || reader.name()) return null;
  reader.at++;
  const { token } = reader;
  if (!isWeek(token?.text) || token?.parted) return null;
  reader.at++;
  return reader.look(({ unit }) => unit) ? null : Number(token?.text);
}

const isWeek = (number: string | undefined): boolean =>
  number !== undefined && /^\d{1,2}$/.test(number) && Number(number) >= 1 && Number(number) <= 53;
