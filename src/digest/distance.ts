import { formatCell } from '../kpi/format.js';
import { minus, units } from './amounts.js';
import type { GroupFigures } from './figures.js';

export const UNCHANGED = 'unchanged';

/** How much farther from zero a figure is than before: `worse by 4.9 pp`; `unchanged` where it reads the same. */
export function trendOf(now: GroupFigures, then: GroupFigures): string {
  if (now.openPercent === null || then.openPercent === null) return unitsTrend(now.open, then.open);
  if (percent(now.openPercent) === percent(then.openPercent)) return UNCHANGED;
  const farther = Math.abs(now.openPercent) - Math.abs(then.openPercent);
  const size = formatCell(Math.abs(farther), 'points');
  return trend(farther, /[1-9]/.test(size) ? size : 'less than 0.1 pp');
}

/** The same of units: `better by 12 units`. */
export function unitsTrend(now: string, then: string): string {
  if (Number(minus(now, then)) === 0) return UNCHANGED;
  const farther = minus(now.replace('-', ''), then.replace('-', ''));
  return trend(Number(farther), units(farther.replace('-', '')));
}

function trend(farther: number, size: string): string {
  if (farther === 0) return 'as far, the other way';
  return `${farther > 0 ? 'worse' : 'better'} by ${size}`;
}

const percent = (value: number): string => formatCell(value, 'percent');
