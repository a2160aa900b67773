import { formatCell } from '../kpi/format.js';
import type { CostFigures, GroupFigures } from './figures.js';

const TOLERATED = ['variance', 'cost', 'availability'] as const;
export type Tolerated = (typeof TOLERATED)[number];

/**
 * How far is too far. With one limit, what is beyond it is out of tolerance; with both, what is beyond both: `absolute` is
 * then a floor against noise, below which no percentage alarms.
 */
export interface Tolerance {
  readonly kpi: Tolerated;
  /** Empty: all that no other entry names. */
  readonly categories: readonly string[];
  /** Per cent; of availability, points. */
  readonly percent?: number | undefined;
  /** Units; of costs, money per unit. */
  readonly absolute?: number | undefined;
}

/** What holds where no entry does. */
export const DEFAULT_TOLERANCES: readonly Tolerance[] = TOLERATED.map((kpi) => ({ kpi, categories: [], percent: 5 }));

/** The one that names the category, else the one for all, else the default; of several the first. */
export function toleranceFor(kpi: Tolerated, category: string | null, all: readonly Tolerance[]): Tolerance {
  const own = all.filter((one) => one.kpi === kpi);
  const found =
    own.find(({ categories }) => category !== null && categories.some((name) => folded(name) === folded(category))) ??
    own.find(({ categories }) => categories.length === 0) ??
    DEFAULT_TOLERANCES.find((one) => one.kpi === kpi);
  if (!found) throw new Error(`No tolerance of ${kpi}`);
  return found;
}

const folded = (text: string): string => text.trim().toUpperCase();

/** What is accepted is left out. A percentage of nothing exceeds any. */
export const isVarianceOut = ({ open, openPercent }: GroupFigures, tolerance: Tolerance): boolean =>
  isBeyond(openPercent, Number(open), tolerance);

export const isCostOut = (
  { deviation, percent }: Pick<CostFigures, 'deviation' | 'percent'>,
  tolerance: Tolerance,
): boolean => isBeyond(percent, deviation, tolerance);

/** Production’s is lower than Test’s by more than so many points. */
export function isAvailabilityOut({ availability }: GroupFigures, { percent }: Tolerance): boolean {
  if (availability === null || percent === undefined) return false;
  const { test, production } = availability;
  // The difference of two quotients may be off by its last digit.
  return test !== null && production !== null && test - production > percent + 1e-9;
}

function isBeyond(share: number | null, amount: number, { percent, absolute }: Tolerance): boolean {
  if (amount === 0 || (percent === undefined && absolute === undefined)) return false;
  const isFar = percent === undefined || share === null || Math.abs(share) > percent;
  return isFar && (absolute === undefined || Math.abs(amount) > absolute);
}

/** `±5 %`, `±5 % and 10 units`. */
export function varianceLimit({ percent, absolute }: Tolerance): string {
  const parts = [
    ...(percent === undefined ? [] : [`${percent} %`]),
    ...(absolute === undefined ? [] : [`${formatCell(absolute, 'units')} units`]),
  ];
  return `±${parts.join(' and ')}`;
}
