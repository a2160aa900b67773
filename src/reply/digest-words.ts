import { changeText } from '../digest/change-text.js';
import type { Change, Digest, DigestCard, DigestSection } from '../digest/digest.js';
import { HEADLINE, LIMITS, NOTE } from './limits.js';
import { type Marks, marksAtEnd } from './marks.js';
import { code, stacked, words } from './mrkdwn.js';

/** The parts of a digest as markup, each within its own length. */

const MOST_CARDS = LIMITS.fields;
const LABEL = 60;
const FIGURE = 80;
const LINE = 200;
const TITLE = 120;
const QUESTION = 200;
const WARNINGS = 1000;
const WEEK_AGO = 700;
const NOTICES = 700;

/** Lines that are read at a glance; the ten that moved most are wanted whole. */
const MOST_LINES = 5;
const MOST_MOVERS = 10;

/** What a notification shows. */
export const digestHeadline = ({ headline, title }: Digest): string =>
  words(headline, HEADLINE).trim() || words(title, HEADLINE).trim() || 'Digest';

/** What makes the figures doubtful and is not said by the headline already, a line each. */
export function warningWords({ warnings, headline }: Digest, length = WARNINGS): string {
  const left = warnings.filter((warning) => !headline.includes(warning));
  return stacked(
    left.map((warning) => `⚠ ${words(warning, NOTE)}`),
    length,
  );
}

/** A field for each card: label, figure, and how it has changed. */
export const cardFields = ({ cards }: Digest): readonly string[] =>
  cards
    .slice(0, MOST_CARDS)
    .map(({ label, text, changes: [latest] }) =>
      [`*${words(label, LABEL) || ' '}*`, words(text, FIGURE), ...(latest ? [changeWords(latest)] : [])].join('\n'),
    );

/** The same in a line: `Variance: +1,204 (▲ 12 vs yesterday)`. */
export const cardLine = ({ label, text, changes: [latest] }: DigestCard): string =>
  `${words(label, LABEL)}: ${words(text, FIGURE)}${latest ? ` (${changeWords(latest)})` : ''}`;

const changeWords = (change: Change): string => words(`${changeText(change)} vs ${change.against}`, FIGURE);

/** Earlier comparisons, each in a line: `vs a week ago: Test ▲ 12 · Production ▼ 3`. */
export function earlierWords({ cards }: Digest): string {
  const earlier = cards.slice(0, MOST_CARDS).flatMap(({ label, changes: [, ...rest] }) =>
    rest.map((change) => ({
      against: change.against,
      said: `${words(label, LABEL)} ${words(changeText(change), FIGURE)}`,
    })),
  );
  const dates = [...new Set(earlier.map(({ against }) => against))];
  const lines = dates.map((date) => {
    const said = earlier.filter(({ against }) => against === date).map((one) => one.said);
    return `vs ${words(date, LABEL)}: ${said.join(' · ')}`;
  });
  return stacked(lines, WEEK_AGO);
}

/** Title and lines of a part, as many as fit into `length` characters; the others are counted. */
export function sectionWords(part: DigestSection, length: number): string {
  const { name, lines, more } = part;
  const title = titleWords(part);
  const shown = lines.slice(0, name === 'movers' ? MOST_MOVERS : MOST_LINES);
  const listed = stacked(
    shown.map((line) => `• ${words(line, LINE)}`),
    length - title.length - 1,
    lines.length - shown.length + more,
  );
  return [title, listed].filter(Boolean).join('\n');
}

export const titleWords = ({ title }: DigestSection): string => `*${words(title, TITLE) || ' '}*`;

/** Of a quiet day all that stands under its headline: what it is of and when it was read, in a line, and whose it is. */
export const quietFooter = ({ title, freshness }: Digest, marks: Marks): string =>
  [words([title, freshness].filter(Boolean).join(' · '), NOTE), marksAtEnd(marks)].filter(Boolean).join('\n');

/** Of which day the figures are, and when they were read. */
export const freshnessWords = ({ freshness }: Digest): string => words(freshness, NOTE);

/** The question, what it was set against, what is left out, and whose it is. */
export function digestFooter(digest: Digest, notices: readonly string[], marks: Marks, length: number): string {
  const head = [code(digest.question, QUESTION), ...comparedWith(digest).map((line) => words(line, NOTE))];
  const end = marksAtEnd(marks);
  const left = stacked(
    notices.map((notice) => words(notice, NOTE)),
    Math.min(NOTICES, length - [...head, end].join('\n').length - 1),
  );
  return [...head, left, end].filter(Boolean).join('\n');
}

/** What the changes are against: `Compared with the digest of Sat 21 Nov, 08:00 UTC.`; none where nothing is. */
export function comparedWith({ previous, weekAgo }: Digest): readonly string[] {
  const dates = [previous, weekAgo].filter((date) => date !== null);
  return dates.length === 0 ? [] : [`Compared with ${dates.join(' and ')}.`];
}

/** What a table leaves out, without the way to the rest that an answer has and a digest has not. */
export const digestNotices = (notices: readonly string[]): readonly string[] =>
  notices.map((notice) => notice.replace('; “as csv” has all', ''));
