import { plural } from '../kpi/format.js';
import { figureText } from './figure-text.js';
import type { Subject } from './told.js';
import type { LookedRow } from './transitions.js';

/** Most rows that are named. */
const MOST_NAMED = 3;

/** `2 rows are beyond now: Kettle +7.2 %; Lamp -6.0 %`. */
export function beyondNow(rows: readonly LookedRow[], subject: Subject): string {
  const beyond = rows.filter((row) => row.beyond);
  if (beyond.length === 0) return 'Nothing is beyond it now';
  const named = beyond
    .slice(0, MOST_NAMED)
    .map(({ label, figure, base }) => `${label} ${figureText(figure, base, subject)}`);
  const more = beyond.length > MOST_NAMED ? ` and ${beyond.length - MOST_NAMED} more` : '';
  return `${plural(beyond.length, 'row is', 'rows are')} beyond now: ${named.join('; ')}${more}`;
}
