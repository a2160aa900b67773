import type { Result } from '../kpi/result.js';
import { cardsOf } from './cards.js';
import { freshness } from './cells.js';
import { glance } from './glance.js';
import { HEADLINE, LIMITS, NOTE } from './limits.js';
import { code, stacked, words } from './mrkdwn.js';

/** The parts of an answer as markup, each within its own length, so that together they fit a message. */

const MOST_CARDS = 8;
const QUESTION = 600;
const NOTES = 1500;
const FOOTER = 2000;

/** Title and headline in one line: what a notification shows. */
export const summary = ({ title, headline }: Result): string =>
  words([title, headline].filter((part) => part.trim() !== '').join(': '), HEADLINE) || 'Answer';

export const headlineWords = ({ headline }: Result): string => words(headline, HEADLINE).trim();

export interface Card {
  readonly label: string;
  /** One for a figure, up to three where both environments and their difference are told. */
  readonly lines: readonly string[];
}

/** At most eight cards: of a result that is all cards its rows, of a table its totals. */
export function cardWords(result: Result): { readonly cards: readonly Card[]; readonly notices: readonly string[] } {
  if (result.layout === 'table') {
    const figures = glance(result);
    return {
      cards: figures.map(({ label, text }) => ({ label: words(label, 60), lines: [words(text, 60)] })),
      notices: [],
    };
  }
  const all = cardsOf(result);
  const cards = all.slice(0, MOST_CARDS).map(({ title, lines }) => ({
    label: words(title, 60) || ' ',
    lines: lines.map(({ label, text }) => words(`${label} ${text}`, 80)),
  }));
  const left = all.length - cards.length;
  return {
    cards,
    notices: left > 0 ? [`Cards show the first ${cards.length} of ${all.length} figures; “as csv” has all.`] : [],
  };
}

/** What the reader must know, a line each; empty without notes. */
export function noteWords({ notes }: Result, length = NOTES): string {
  const bullet = notes.length > 1 ? '• ' : '';
  return stacked(
    notes.map((note) => `${bullet}${words(note, NOTE)}`),
    length,
  );
}

/** The question, when each source was asked and through which date it goes, what is left out, and who asked. */
export function footerWords(
  result: Result,
  notices: readonly string[],
  askedBy: string | undefined,
  length = FOOTER,
): string {
  const lines = [
    code(result.question, QUESTION),
    ...notices.map((notice) => words(notice, NOTE)),
    ...(askedBy !== undefined && /^[UW][A-Z0-9]+$/.test(askedBy) ? [`Asked by <@${askedBy}>`] : []),
  ];
  const fixed = lines.join('\n').length + 1;
  const fresh = stacked(
    freshness(result).map((line) => words(line, NOTE)),
    Math.min(length - fixed, LIMITS.contextText),
  );
  return [lines[0], ...(fresh === '' ? [] : [fresh]), ...lines.slice(1)].join('\n');
}
