/**
 * Alerts as words: what has happened to the rows of a question between two looks, and the message about it. Pure; the
 * figures are read by `commands/alert-look`. Tested in `tests/alerts`.
 */
import type { AsOf, DataThrough, Result } from '../kpi/result.js';

/** What happened to a row of an alert. */
export interface AlertEvent {
  /** `already`: beyond when the alert was first looked at; `reminder`: still beyond. */
  readonly kind: 'already' | 'crossed' | 'recovered' | 'reminder';
  readonly key: string;
  readonly label: string;
  /** When it was last seen within, or, of a recovery, the farthest beyond that it was. Exact text; null: unknown or empty. */
  readonly before: string | null;
  /** Exact text, in the unit of the measure. Null: empty, or, of a recovery, gone. */
  readonly now: string | null;
  /** What `now` is a percentage of nothing of: the difference itself, exact text. Null: it is none, or gone. */
  readonly base: string | null;
  /** Since when it is, or was, beyond: ISO 8601 instant. */
  readonly since: string;
  /** Whether it was beyond at the first look already: since that, or longer. */
  readonly already: boolean;
}

/** What is posted of an alert. Figures are texts for people. */
export interface AlertMessage {
  /** Number of the alert. */
  readonly id: number;
  /** The alert’s question, to go on with. */
  readonly question: string;
  readonly title: string;
  /** `Variance % of 2 products is over 5 %: Kettle +7.2 % (was +1.0 %) and 1 more`. */
  readonly headline: string;
  /** `over 5 %, for 30 min`. */
  readonly threshold: string;
  readonly events: readonly {
    readonly kind: AlertEvent['kind'];
    readonly label: string;
    /** Empty where nothing is known of it. */
    readonly before: string;
    readonly now: string;
    /** `since 09:12` on the owner’s clock, the first of them with its zone; of a recovery since when it was beyond. */
    readonly since: string;
  }[];
  /** How many there are beyond those. */
  readonly more: number;
  readonly asOf: readonly AsOf[];
  readonly dataThrough: readonly DataThrough[];
  readonly notes: readonly string[];
  /** The last 14 days of the first of them, with the threshold as a line. */
  readonly chart: Result | null;
}
