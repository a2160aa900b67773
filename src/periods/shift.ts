import { addDays, daysBetween } from './days.js';
import type { Business, Period, Span, TimeUnit, Versus } from './period.js';
import { resolve, wholeUnit } from './resolve.js';
import { addUnits, mondayOfWeek, weekOf, weeksIn } from './units.js';

/**
 * The days of a period one unit earlier. Months, quarters and years stay whole ones, and weeks stay ISO weeks: a year
 * before the same week number, a month before four weeks, a quarter before thirteen. All others keep their number of
 * days.
 */
export function shiftedBack(period: Period, unit: TimeUnit, business: Business): Span {
  const { from, to } = period.kind === 'this' ? wholeUnit(period.unit, business) : resolve(period, business);
  const grain = grainOf(period);
  if (grain === 'months') return { from: addUnits(from, -1, unit), to: addUnits(to, -1, unit) };
  const start = grain === 'weeks' ? weeksBack(from, unit) : addUnits(from, -1, unit);
  return { from: start, to: addDays(start, daysBetween(from, to)) };
}

/** The period up to today that a flow without one is about when it is set against this. */
export function running(versus: Versus, business: Business): Period {
  if (versus.kind === 'earlier') return { kind: 'this', unit: versus.unit };
  const { period } = versus;
  switch (period.kind) {
    case 'day':
    case 'today':
    case 'yesterday':
      return { kind: 'today' };
    case 'week':
    case 'month':
    case 'quarter':
    case 'year':
      return { kind: 'this', unit: period.kind };
    case 'fiscal':
      return { kind: 'this', unit: period.quarter === undefined ? 'fiscal year' : 'fiscal quarter' };
    default: {
      const { from, to } = resolve(period, business);
      return { kind: 'recent', count: daysBetween(from, to), unit: 'day' };
    }
  }
}

type Grain = 'days' | 'weeks' | 'months';

/** What a period is made of, whatever the days are on which it happens to begin and end. */
function grainOf(period: Period): Grain {
  switch (period.kind) {
    case 'week':
      return 'weeks';
    case 'month':
    case 'quarter':
    case 'year':
    case 'fiscal':
      return 'months';
    case 'last':
    case 'this':
      return grainOfUnit(period.unit);
    case 'between': {
      const grain = grainOf(period.from);
      return grainOf(period.to) === grain ? grain : 'days';
    }
    default:
      return 'days';
  }
}

function grainOfUnit(unit: TimeUnit): Grain {
  if (unit === 'day') return 'days';
  return unit === 'week' ? 'weeks' : 'months';
}

function weeksBack(monday: string, unit: TimeUnit): string {
  switch (unit) {
    case 'year':
    case 'fiscal year': {
      const { year, week } = weekOf(monday);
      return mondayOfWeek(year - 1, Math.min(week, weeksIn(year - 1)));
    }
    case 'quarter':
    case 'fiscal quarter':
      return addDays(monday, -91);
    case 'month':
      return addDays(monday, -28);
    default:
      return addUnits(monday, -1, unit);
  }
}
