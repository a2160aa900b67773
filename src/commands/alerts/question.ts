import { canonical } from '../../intent/canonical.js';
import type { Intent, Mistake } from '../../intent/intent.js';
import type { Rights } from '../../kpi/rights.js';
import { UNITS_OF_TIME } from '../../periods/index.js';
import type { Desk, Knowledge } from '../desk.js';
import { queryOf } from '../query.js';
import { checkedFor, rightsFor } from '../subscriptions/question.js';
import { suggestedQueries } from '../suggestions.js';

export type AlertChecked =
  | { readonly ok: true; readonly question: string }
  | { readonly ok: false; readonly mistake: Mistake };

/** A question that can be watched: about now, with a threshold, over all its rows. Places in a mistake are those in the text. */
export async function watchable(channel: string | null, text: string, desk: Desk): Promise<AlertChecked> {
  const found = await checkedFor(channel, text, desk);
  const rights = rightsFor(channel, desk);
  if (!found.ok) return found;
  const { question, intent, knowledge } = found;
  if (intent === null) return refused(NO_FIGURES, text, [EXAMPLE]);
  const reason = reasonAgainst(intent);
  if (reason !== null) return refused(reason, text, withThreshold(watched(intent), knowledge, rights));
  if (intent.thresholds === undefined) {
    const message = 'An alert needs a threshold: “over 5%”, “under 10”, or a measure and its limit.';
    const { mistake } = refused(message, text, withThreshold(intent, knowledge, rights));
    return { ok: false, mistake: { ...mistake, code: 'incomplete' } };
  }
  return { ok: true, question };
}

const isUnitOfTime = (name: string): boolean => UNITS_OF_TIME.some((unit) => unit === name);

const EXAMPLE = '/stock variance over 5%';
const NO_FIGURES = 'An alert is about figures with a threshold, such as “variance over 5%”.';

/** Why it cannot be watched; null where it can. */
function reasonAgainst({ kpi, period, versus, limit, by = [] }: Intent): string | null {
  if (period) return 'An alert is about now, and takes no period.';
  if (versus) return 'An alert is about now, and is not set against another time.';
  if (limit) return 'An alert looks at every row: top and bottom say nothing here.';
  if (kpi === 'trend' || by.some(isUnitOfTime)) return 'An alert is about now, and has no steps of time.';
  return by.length > 1 ? 'An alert has rows of one kind: one “by”.' : null;
}

/** The same about now, over all rows of one kind. */
function watched({ period: _, versus: __, limit: ___, rank: ____, kpi, of, by = [], ...rest }: Intent): Intent {
  const [dimension] = by.filter((one) => !isUnitOfTime(one));
  const about = kpi === 'trend' ? { kpi: 'variance' } : { kpi, ...(of === undefined ? {} : { of }) };
  return { ...rest, ...about, ...(dimension === undefined ? {} : { by: [dimension] }) };
}

/** With a limit where it has none: per cent of what has a percentage, else a number. */
function withThreshold(intent: Intent, { words, facts, ...knowledge }: Knowledge, rights: Rights): readonly string[] {
  const limits = [
    // What is best when it is full falls.
    intent.kpi === 'availability'
      ? ({ is: 'under', value: '95', percent: true } as const)
      : ({ is: 'over', value: '5', percent: true } as const),
    { is: 'over', value: '100', percent: false } as const,
  ];
  const wanted = intent.thresholds ? [intent] : limits.map((limit) => ({ ...intent, thresholds: [limit] }));
  const suggested = suggestedQueries(wanted.map(queryOf), { words, facts, ...knowledge }, rights);
  // One that is refused gives way to another question, which may have lost the threshold.
  return suggested.filter((question) => wanted.some((one) => canonical(one, words) === question));
}

function refused(
  message: string,
  text: string,
  suggestions: readonly string[],
): { readonly ok: false; readonly mistake: Mistake } {
  const start = Math.max(0, text.search(/\S/));
  const mistake = { code: 'refused', message, start, end: text.trimEnd().length, suggestions } as const;
  return { ok: false, mistake };
}
