import type { Result } from '../kpi/result.js';
import { cardWords, footerWords, headlineWords, noteWords } from './answer-words.js';
import { hasTable } from './columns.js';
import { LIMITS } from './limits.js';
import type { Message } from './message.js';
import { monospaced } from './monospaced.js';
import { stacked, words } from './mrkdwn.js';

/** Characters of an answer that is all text. */
const TEXT = 3500;
const NOTES = 500;
const FOOTER = 900;
/** For what the table leaves out, which is known only when it is laid out. */
const NOTICES = 350;
const LEAST_TABLE = 150;

/** An answer without blocks: title, headline, cards, the first rows, notes, and where the numbers come from. */
export function textMessage(result: Result, askedBy?: string): Message {
  const { cards, notices } = cardWords(result);
  const tabled = hasTable(result);
  const isCards = result.layout === 'cards';
  const figures = cards.map(({ label, lines }) =>
    isCards ? [`*${label}*`, ...lines].join('\n') : `${label}: ${lines.join(', ')}`,
  );
  const head = [
    `*${words(result.title, LIMITS.header).trim() || 'Answer'}*`,
    headlineWords(result),
    isCards ? stacked(figures, 1200) : figures.join(' · '),
  ].filter((part) => part !== '');
  const notes = noteWords(result, NOTES);
  const fixed = [...head, notes, footerWords(result, notices, askedBy, FOOTER)].join('\n\n').length + 6;
  const room = TEXT - NOTICES - fixed;
  const table = tabled && room >= LEAST_TABLE ? monospaced(result, room) : { text: '', notices: [] };
  const footer = footerWords(result, [...notices, ...table.notices], askedBy, FOOTER);
  const parts = [head.join('\n'), table.text, notes, footer];
  return { text: parts.filter((part) => part !== '').join('\n\n'), blocks: [] };
}
