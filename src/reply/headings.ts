import stringWidth from 'string-width';
import type { Column, Result } from '../kpi/result.js';
import { printable } from './cells.js';
import { acrossOf, isOverTime } from './expendable.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * What heads each column, as lines: its label, and steps of time across as their year over the rest, the year only
 * where it begins.
 */
export function headings(result: Result, columns: readonly Column[]): readonly (readonly string[])[] {
  const steps = isOverTime(result) ? new Set(acrossOf(result, columns)) : new Set<Column>();
  let year = '';
  return columns.map((column) => {
    const label = printable(column.label);
    const step = steps.has(column) ? stepOf(label) : null;
    if (step === null) return [label];
    const begins = step.year !== year;
    year = step.year;
    return [begins ? year : '', step.within];
  });
}

/** `2026-10-31` is 10-31 of 2026, `Q1 FY2027` Q1 of FY2027; a whole year is not within one. */
function stepOf(label: string): { readonly year: string; readonly within: string } | null {
  const [, quarter, fiscal] = /^(Q\d) (\S+)$/.exec(label) ?? [];
  if (quarter && fiscal) return { year: fiscal, within: quarter };
  const [, year, within] = /^(\d{4})-(\S+)$/.exec(label) ?? [];
  if (!year || !within) return null;
  return { year, within: /^\d\d$/.test(within) ? (MONTHS[Number(within) - 1] ?? within) : within };
}

/**
 * A heading of one line over as many as keep it no wider than what stands under it, or than its longest word; over no
 * more than so many lines, where it has the words.
 */
export function wrapped(heading: readonly string[], least: number, most: number): readonly string[] {
  const [label = ''] = heading;
  if (heading.length > 1) return heading;
  // A sign does not stand alone.
  const words = label.split(/ (?!%)/);
  const longest = Math.max(least, ...words.map((word) => stringWidth(word)));
  const whole = Math.max(longest, stringWidth(label));
  for (let width = longest; width < whole; width++) {
    const lines = filled(words, width);
    if (lines.length <= most) return lines;
  }
  return heading;
}

function filled(words: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const line = lines.at(-1);
    if (line !== undefined && stringWidth(`${line} ${word}`) <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
