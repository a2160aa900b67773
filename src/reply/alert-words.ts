import type { AlertMessage } from '../alerts/alert.js';
import { freshness } from './cells.js';
import { HEADLINE, NOTE } from './limits.js';
import { type Marks, marksAtEnd } from './marks.js';
import { code, stacked, words } from './mrkdwn.js';

/** The parts of an alert as markup, each within its own length. */

const LABEL = 100;
const FIGURE = 60;
const SINCE = 80;
const QUESTION = 300;

/** What a notification shows. */
export const alertHeadline = ({ headline, title }: AlertMessage): string =>
  words(headline, HEADLINE).trim() || words(title, HEADLINE).trim() || 'Alert';

/** A line for each row, and how many more there are: `*Kettle*  +1.0 % → *+7.2 %*, since 09:12`. */
export const eventWords = ({ events, more }: AlertMessage, length: number): string =>
  stacked(events.map(eventLine), length, more);

function eventLine({ kind, label, before, now, since }: AlertMessage['events'][number]): string {
  const name = `*${words(label, LABEL) || ' '}*`;
  const [was, is, from] = [words(before, FIGURE), words(now, FIGURE), words(since, SINCE)];
  switch (kind) {
    case 'already':
      return `${name}  *${is}*, already beyond when this alert was set`;
    case 'crossed':
      return `${name}  ${was === '' ? 'now' : `${was} →`} *${is}*, ${from}`;
    case 'reminder':
      return `${name}  still *${is}*, ${was === '' ? '' : `was ${was}, `}${from}`;
    case 'recovered':
      return `${name}  within again: *${is}*, at worst ${was}, beyond ${from}`;
  }
}

export const thresholdWords = ({ threshold }: AlertMessage): string => `Threshold: ${words(threshold, NOTE)}`;

/** The question, where the numbers come from, what is left out, and whose it is. */
export function alertFooter(alert: AlertMessage, notices: readonly string[], marks: Marks, length: number): string {
  const end = marksAtEnd(marks);
  const head = `Alert #${alert.id} · ${code(alert.question, QUESTION)}`;
  const closing = [...notices.map((notice) => words(notice, NOTE)), ...(end === '' ? [] : [end])];
  const fresh = stacked(
    freshness(alert).map((line) => words(line, NOTE)),
    length - [head, ...closing].join('\n').length - 1,
  );
  return [head, ...(fresh === '' ? [] : [fresh]), ...closing].join('\n');
}
