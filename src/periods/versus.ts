import { addDays, daysBetween, earlierOf } from './days.js';
import type { Business, Period, Span, Versus } from './period.js';
import { resolve } from './resolve.js';
import { running, shiftedBack } from './shift.js';

/** Two spans of days beside each other. `cut`: at least one is shorter than what was asked, so that both are alike. */
export interface Compared {
  /** Null: now. */
  readonly main: Span | null;
  readonly other: Span;
  readonly cut: boolean;
}

/**
 * The days of a question and of what it is set against, like with like: an unfinished period is set against the same
 * elapsed days. A question without a period is about now (state), or about the running unit (flow). Throws a
 * `PeriodError` as `resolve` does.
 */
export function compare(main: Period | null, versus: Versus, business: Business, kind: 'state' | 'flow'): Compared {
  if (main === null && kind === 'state') return besideNow(versus, business);
  const subject = main ?? running(versus, business);
  const other =
    versus.kind === 'earlier' ? shiftedBack(subject, versus.unit, business) : resolve(versus.period, business);
  return likeWithLike(resolve(subject, business), other, business.today);
}

function besideNow(versus: Versus, business: Business): Compared {
  if (versus.kind === 'earlier')
    return { ...compare(running(versus, business), versus, business, 'state'), main: null };
  const asked = resolve(versus.period, business);
  const other = throughToday(asked, business.today);
  return { main: null, other, cut: other.to < asked.to };
}

function likeWithLike(main: Span, other: Span, today: string): Compared {
  const [mainThrough, otherThrough] = [throughToday(main, today), throughToday(other, today)];
  const shown = isUnfinished(main, today)
    ? { main: mainThrough, other: asLongAs(mainThrough, otherThrough) }
    : isUnfinished(other, today)
      ? { main: asLongAs(otherThrough, main), other: otherThrough }
      : { main, other };
  return { ...shown, cut: shown.main.to < main.to || shown.other.to < other.to };
}

/** One that has begun and of which today or later days are a part. */
const isUnfinished = ({ from, to }: Span, today: string): boolean => from <= today && today < to;

const throughToday = (span: Span, today: string): Span =>
  isUnfinished(span, today) ? { ...span, to: addDays(today, 1) } : span;

/** As many days of `span` from its start as `model` has, or all that it has. */
const asLongAs = (model: Span, { from, to }: Span): Span => ({
  from,
  to: earlierOf(to, addDays(from, daysBetween(model.from, model.to))),
});
