import type { Environment } from '../kpi/result.js';
import type { DigestSection, SectionName } from './digest.js';
import type { Against } from './figures.js';
import type { Surroundings } from './listing.js';
import type { Tolerance } from './tolerances.js';

/** What is known beside the figures when a digest is composed. */
export interface Circumstances extends Surroundings {
  /** ISO 8601 instant. */
  readonly at: string;
  /** IANA name of the business time zone, and today’s date there. */
  readonly timeZone: string;
  readonly today: string;
  /** What the asker’s rights leave of the rows, as `warehouse NORTH only`; null where they see all. */
  readonly narrowing: string | null;
  readonly notes: readonly string[];
  /** Environments whose rows are there; with fewer than two nothing can be compared. */
  readonly known: ReadonlySet<Environment>;
  /** Environments whose figures are too old to be today’s, with when they were true: `Sat 21 Nov, 08:00`. */
  readonly stale: ReadonlyMap<Environment, string>;
  /** Ids of all items that have rows. */
  readonly stocked: ReadonlySet<string>;
  readonly tolerances: readonly Tolerance[];
  /** The question behind each part. */
  readonly questions: Readonly<Partial<Record<SectionName, DigestSection['question']>>>;
}

/** Earlier figures of the same scope; null where nothing is known of them. */
export interface Earlier {
  readonly previous: Against | null;
  readonly weekAgo: Against | null;
}

const MOST_LINES = 10;

/** A part with its first lines; null where it has nothing to say. */
export function section(
  name: SectionName,
  { title, lines, result }: Pick<DigestSection, 'title' | 'lines' | 'result'>,
  { questions }: Pick<Circumstances, 'questions'>,
): DigestSection | null {
  if (lines.length === 0) return null;
  return {
    name,
    title,
    lines: lines.slice(0, MOST_LINES),
    more: Math.max(0, lines.length - MOST_LINES),
    result,
    question: questions[name] ?? null,
  };
}
