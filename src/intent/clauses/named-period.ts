import type { NamedPeriod } from '../../periods/index.js';
import { spellings } from '../mistakes.js';
import type { Reader } from '../reader.js';
import { dayOfMonthAt } from './day-of-month.js';
import { weekAt } from './week.js';
import { yearAt } from './year.js';

/** A period that stands in the calendar, or is named by a day: `2026-10-31`, `october`, `Q3 2026`, `yesterday`; or null. */
export function namedPeriodAt(reader: Reader): NamedPeriod | null {
  refuseOtherDate(reader);
  return dayOfMonthAt(reader) ?? weekAt(reader) ?? byForm(reader) ?? byName(reader);
}

function byForm(reader: Reader): NamedPeriod | null {
  const year = yearAt(reader);
  if (year !== null) {
    const quarter = reader.try(() => quarterAt(reader));
    return quarter === null ? { kind: 'year', year } : { kind: 'quarter', quarter, year };
  }
  const period = reader.shape('period')?.period;
  if (!period) return null;
  reader.at++;
  if (period.kind === 'quarter' && period.year === undefined) return ofYear(reader, period.quarter);
  if (period.kind !== 'fiscal') return period;
  const quarter = reader.try(() => quarterAt(reader));
  return quarter === null ? period : { ...period, quarter };
}

/** `Q3`, `Q3 2026`, `Q3 FY2026`. */
function ofYear(reader: Reader, quarter: number): NamedPeriod {
  const fiscal = reader.shape('period')?.period;
  if (fiscal?.kind === 'fiscal') {
    reader.at++;
    return { ...fiscal, quarter };
  }
  const year = yearAt(reader) ?? shortYearAt(reader);
  return year === null ? { kind: 'quarter', quarter } : { kind: 'quarter', quarter, year };
}

function byName(reader: Reader): NamedPeriod | null {
  const from = reader.at;
  const word = reader.look(({ period }) => period);
  if (word?.found.kind === 'today' || word?.found.kind === 'yesterday') {
    reader.at += word.length;
    return word.found;
  }
  const month = reader.take((meanings) => meanings.month);
  if (month !== undefined) {
    const year = yearAt(reader);
    return year === null ? { kind: 'month', month } : { kind: 'month', month, year };
  }
  const unit = reader.take((meanings) => meanings.unit);
  const year = unit === 'fiscal year' ? yearAt(reader) : null;
  if (year !== null) return { kind: 'fiscal', year };
  reader.at = from;
  return null;
}

/** `26` after a quarter. */
function shortYearAt(reader: Reader): number | null {
  const { token } = reader;
  if (token?.parted || !/^[2-9]\d$/.test(token?.shape ? token.text : '')) return null;
  return reader.try(() => {
    reader.at++;
    return reader.look(({ unit }) => unit) ? null : 2000 + Number(token?.text);
  });
}

function quarterAt(reader: Reader): number | null {
  const period = reader.shape('period')?.period;
  if (period?.kind !== 'quarter' || period.year !== undefined) return null;
  reader.at++;
  return period.quarter;
}

function refuseOtherDate(reader: Reader): void {
  const shape = reader.shape('other date');
  if (shape) throw writeSo(reader, shape.readings, reader.at, 1);
}

function writeSo(reader: Reader, readings: readonly string[], at: number, length: number) {
  const place = { at, length };
  const values = spellings(reader.words.find(reader.mistakes.quote(place)));
  if (readings.length > 1) return reader.mistakes.ambiguous(place, [...readings, ...values]);
  const said = reader.mistakes.quote(place);
  const example = readings[0] ?? '2026-10-31';
  const message =
    readings.length > 0 ? `“${said}” is written ${example}.` : `“${said}”: days are written as ${example}.`;
  return reader.mistakes.stop('unknown', message, place, [...readings, ...values]);
}
