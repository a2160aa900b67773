import type { Digest } from '../digest/digest.js';
import { noteWords } from './answer-words.js';
import {
  cardLine,
  digestFooter,
  digestHeadline,
  freshnessWords,
  quietFooter,
  sectionWords,
  warningWords,
} from './digest-words.js';
import { LIMITS } from './limits.js';
import { type Marks, marksUnder, NO_MARKS } from './marks.js';
import type { Message } from './message.js';
import { stacked, words } from './mrkdwn.js';

/** Characters of a digest that is all text. */
const TEXT = 3500;
const WARNINGS = 600;
const CARDS = 500;
const NOTES = 300;
const FOOTER = 800;
const LEAST_PART = 40;

/** A digest without blocks: title, warnings, headline, cards, the parts as far as there is room, and the footer. */
export function digestMessage(digest: Digest, marks: Marks = NO_MARKS): Message {
  const quiet = digest.mood === 'quiet';
  const title = quiet ? '' : `*${words(digest.title, LIMITS.header).trim() || 'Digest'}*`;
  const fresh = quiet ? '' : freshnessWords(digest);
  const head = [title, warningWords(digest, WARNINGS), digestHeadline(digest), marksUnder(marks), fresh]
    .filter(Boolean)
    .join('\n');
  const cards = quiet ? '' : stacked(digest.cards.map(cardLine), CARDS);
  const closing = quiet
    ? [quietFooter(digest, marks)]
    : [noteWords(digest, NOTES), digestFooter(digest, [], marks, FOOTER)];
  const parts = quiet ? [] : digest.sections;
  let room = TEXT - [head, cards, ...closing].join('\n\n').length - 2 * parts.length;
  const said = parts.flatMap((part, index) => {
    const each = Math.floor(room / (parts.length - index));
    if (each < LEAST_PART) return [];
    const text = sectionWords(part, each);
    room -= text.length;
    return text.length <= each ? [text] : [];
  });
  return { text: [head, cards, ...said, ...closing].filter(Boolean).join('\n\n'), blocks: [] };
}
