import { addDays, addMonths, earlierOf, laterOf } from './days.js';
import type { Business, Span, Step, TimeUnit } from './period.js';
import { addUnits, periodAt, startOf } from './units.js';
import { nameOf } from './words.js';

/** The calendar units that a span touches, in order and clipped to it: no gap and no overlap. */
export function stepsOf(span: Span, unit: TimeUnit, business: Business): readonly Step[] {
  const tomorrow = addDays(business.today, 1);
  const steps: Step[] = [];
  let from = startOf(span.from, unit, business);
  while (from < span.to) {
    const to = addUnits(from, 1, unit);
    steps.push({
      from: laterOf(from, span.from),
      to: earlierOf(to, span.to),
      label: nameOf(periodAt(from, unit, business)),
      partial: from < span.from || to > span.to || to > tomorrow,
    });
    from = to;
  }
  return steps;
}

/** The unit that makes a readable trend of a span: some dozens of steps. */
export function unitFor({ from, to }: Span): TimeUnit {
  if (to <= addDays(from, 45)) return 'day';
  if (to <= addDays(from, 26 * 7)) return 'week';
  if (to <= addMonths(from, 3 * 12)) return 'month';
  return to <= addMonths(from, 8 * 12) ? 'quarter' : 'year';
}
