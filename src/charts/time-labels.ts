import { PADDING, SMALL_SIZE } from './picture.js';
import { emWidth } from './text.js';

const GAP = 20;
/** More would be read by nobody. */
const MOST = 7;
/** Months between two labels, so that the same ones return every year. */
const MONTHS = [1, 2, 3, 6, 12];
const MONTH_BEGINS = /^\d{4}-(\d{2})(?:-01)?$/;

/**
 * The labels of steps of time along `width` CSS pixels, empty where one would crowd: every one where they are few,
 * the beginnings of months where steps are days or months, else every so many-th back from the latest.
 */
export function timeLabels(steps: readonly string[], width: number): string[] {
  const label = Math.max(...steps.map(emWidth)) * SMALL_SIZE;
  const most = Math.max(1, Math.min(MOST, Math.floor(width / (label + GAP))));
  if (steps.length <= most) return [...steps];
  const slot = width / (steps.length - 1);
  const fits = (at: number) => (steps.length - 1 - at) * slot >= label / 2 - PADDING;
  const written = monthBeginnings(steps, most).filter(fits);
  const labelled = new Set(written.length >= 3 ? written : backFromLatest(steps, most));
  return steps.map((step, at) => (labelled.has(at) ? step : ''));
}

/** Places of the steps with which a month begins, thinned evenly to at most so many; none where that cannot be. */
function monthBeginnings(steps: readonly string[], most: number): number[] {
  const begins = steps.flatMap((step, at) => {
    const month = MONTH_BEGINS.exec(step)?.[1];
    return month === undefined ? [] : [{ at, month: Number(month) - 1 }];
  });
  const every = MONTHS.map((months) => begins.filter(({ month }) => month % months === 0));
  return every.find(({ length }) => length <= most)?.map(({ at }) => at) ?? [];
}

function backFromLatest(steps: readonly string[], most: number): number[] {
  const stride = Math.ceil(steps.length / most);
  return steps.flatMap((_, at) => ((steps.length - 1 - at) % stride === 0 ? [at] : []));
}
