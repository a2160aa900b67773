import { EMPTY } from '../kpi/format.js';
import type { Result } from '../kpi/result.js';
import { type CardLine, cardsOf } from './cards.js';
import { freshness, periodLine } from './cells.js';
import { glance } from './glance.js';
import { HEADLINE, LIMITS, NOTE } from './limits.js';
import { code, stacked, words } from './mrkdwn.js';

/** The parts of an answer as markup, each within its own length, so that together they fit a message. */

const MOST_CARDS = 8;
const QUESTION = 600;
const NOTES = 1500;
const FOOTER = 2000;
/** Characters, of which each is a day. */
const SPARKLINE = 40;

/** Title and headline in one line: what a notification shows. */
export const summary = ({ title, headline }: Result): string =>
  words([title, headline].filter((part) => part.trim() !== '').join(': '), HEADLINE) || 'Answer';

export const headlineWords = ({ headline }: Result): string => words(headline, HEADLINE).trim();

export interface Card {
  readonly label: string;
  /** One for a figure; where both environments and their difference are told, with their history up to six. */
  readonly lines: readonly string[];
}

/** At most eight cards: of a result that is all cards its rows, of a table its totals. */
export function cardWords(result: Result): { readonly cards: readonly Card[]; readonly notices: readonly string[] } {
  if (result.layout === 'table') {
    const figures = glance(result);
    return {
      cards: figures.map(({ label, text, change = [] }) => ({
        label: words(label, 60),
        lines: [text, change].flat().map((line) => words(line, 80)),
      })),
      notices: [],
    };
  }
  const all = cardsOf(result);
  const cards = all.slice(0, MOST_CARDS).map(({ title, lines }) => ({
    label: words(title, 60) || ' ',
    lines: lines.flatMap(lineWords),
  }));
  const left = all.length - cards.length;
  return {
    cards,
    notices: left > 0 ? [`Cards show the first ${cards.length} of ${all.length} figures; “as csv” has all.`] : [],
  };
}

/** `Production 1,204 ▁▂▃`, and below it how it has changed. */
function lineWords({ label, text, share, changes, sparkline }: CardLine): readonly string[] {
  const figure = words(`${label} ${text}${share === undefined ? '' : ` (${share})`}`, 80);
  const said = [
    ...(changes && changes.day !== EMPTY ? [`${changes.day} on the day`] : []),
    ...(changes && changes.week !== EMPTY ? [`${changes.week} on the week`] : []),
  ];
  return [
    sparkline === undefined ? figure : `${figure}  ${code(sparkline, SPARKLINE)}`,
    ...(said.length > 0 ? [words(said.join(', '), 120)] : []),
  ];
}

/** What the reader must know, a line each; empty without notes. */
export function noteWords({ notes }: Pick<Result, 'notes'>, length = NOTES): string {
  const bullet = notes.length > 1 ? '• ' : '';
  return stacked(
    notes.map((note) => `${bullet}${words(note, NOTE)}`),
    length,
  );
}

/** The question, its days, when each source was asked and through which date it goes, what is left out, and who asked. */
export function footerWords(
  result: Result,
  notices: readonly string[],
  askedBy: string | undefined,
  length = FOOTER,
): string {
  const head = [code(result.question, QUESTION), ...periodLine(result).map((line) => words(line, NOTE))];
  const closing = [
    ...notices.map((notice) => words(notice, NOTE)),
    ...(askedBy !== undefined && /^[UW][A-Z0-9]+$/.test(askedBy) ? [`Asked by <@${askedBy}>`] : []),
  ];
  const fixed = [...head, ...closing].join('\n').length + 1;
  const fresh = stacked(
    freshness(result).map((line) => words(line, NOTE)),
    Math.min(length - fixed, LIMITS.contextText),
  );
  return [...head, ...(fresh === '' ? [] : [fresh]), ...closing].join('\n');
}
