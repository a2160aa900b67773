import { styleText } from 'node:util';
import stringWidth from 'string-width';
import { changeText } from '../digest/change-text.js';
import type { Change, Digest, DigestCard, DigestSection } from '../digest/digest.js';
import { shownTable } from '../digest/shown-table.js';
import { formatCell } from '../kpi/format.js';
import type { Result } from '../kpi/result.js';
import { printable } from './cells.js';
import { hasTable } from './columns.js';
import { comparedWith } from './digest-words.js';
import { folded } from './folded.js';
import { layTable, type Paper } from './table.js';

const INDENT = '  ';
const GAP = 3;

/** A whole digest for a terminal; of a quiet day its headline, and where the numbers come from. */
export function digestText(digest: Digest, paper: Paper): string {
  const { title, headline, warnings, notes, question } = digest;
  if (digest.mood === 'quiet') return quietText(digest, paper);
  const doubts = warnings.filter((warning) => !headline.includes(warning));
  const parts = [
    [
      ...folded(title, paper.width).map((line) => styled('bold', line, paper)),
      ...marked(doubts, paper),
      ...folded(headline, paper.width),
      ...indented(digest.freshness, paper),
    ],
    cardLines(digest.cards, paper),
    ...digest.sections.map((one) => sectionLines(one, paper)),
    [...marked(notes, paper), ...[...comparedWith(digest), question].flatMap((line) => indented(line, paper))],
  ];
  return parts
    .filter(({ length }) => length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function quietText({ headline, title, freshness }: Digest, paper: Paper): string {
  const where = [title, freshness].filter(Boolean).join(' · ');
  return [...folded(headline, paper.width), ...indented(where, paper)].join('\n');
}

const indented = (text: string, { width }: Paper): readonly string[] =>
  text === '' ? [] : folded(text, width - INDENT.length).map((line) => `${INDENT}${line}`);

const marked = (lines: readonly string[], { width }: Paper): readonly string[] =>
  lines.flatMap((line) => folded(line, width - 2).map((part, at) => `${at === 0 ? '!' : ' '} ${part}`));

/**
 * A line for each card, under each date its change since then; where that is too wide, under the latest date only, the
 * others a line each; where that is too wide as well, a line for each change.
 */
function cardLines(cards: readonly DigestCard[], paper: Paper): readonly string[] {
  const [latest, ...earlier] = datesOf(cards);
  const whole = cardTable(cards, latest === undefined ? [] : [latest, ...earlier], paper);
  if (whole !== null) return whole;
  const shorter = latest === undefined ? null : cardTable(cards, [latest], paper);
  if (shorter === null) return cards.flatMap((card) => cardParagraph(card, paper));
  return [...shorter, ...earlier.flatMap((date) => earlierLines(cards, date, paper))];
}

const datesOf = (cards: readonly DigestCard[]): readonly string[] => [
  ...new Set(cards.flatMap(({ changes }) => changes.map(({ against }) => against))),
];

/** Null where it is too wide. */
function cardTable(cards: readonly DigestCard[], dates: readonly string[], paper: Paper): readonly string[] | null {
  const rows = cards.map((card) => ({ card, changes: dates.map((date) => changeSince(card, date)) }));
  const cellsOf = ({ card, changes }: (typeof rows)[number]) => [card.label, card.text, ...changes.map(textOf)];
  const heads = ['', '', ...dates.map((date) => `vs ${printable(date)}`)];
  const widths = heads.map((head, at) =>
    Math.max(stringWidth(head), ...rows.map((row) => stringWidth(printable(cellsOf(row)[at] ?? '')))),
  );
  if (INDENT.length + widths.reduce((sum, width) => sum + width + GAP, -GAP) > paper.width) return null;
  const line = (cells: readonly string[], changes: readonly (Change | undefined)[]) => {
    const padded = cells.map((cell, at) => {
      const padding = ' '.repeat((widths[at] ?? 0) - stringWidth(printable(cell)));
      return at === 1 ? padding + printable(cell) : paint(printable(cell), changes[at - 2], paper) + padding;
    });
    return `${INDENT}${padded.join(' '.repeat(GAP))}`.trimEnd();
  };
  return [
    ...(dates.length > 0 && cards.length > 0 ? [line(heads, [])] : []),
    ...rows.map((row) => line(cellsOf(row), row.changes)),
  ];
}

function earlierLines(cards: readonly DigestCard[], date: string, paper: Paper): readonly string[] {
  const said = cards.flatMap((card) => {
    const change = changeSince(card, date);
    return change ? [`${card.label} ${changeText(change)}`] : [];
  });
  return indented(`vs ${date}: ${said.join(' · ')}`, paper);
}

const cardParagraph = ({ label, text, changes }: DigestCard, paper: Paper): readonly string[] => [
  ...folded(`${label}: ${text}`, paper.width - INDENT.length).map((line) => `${INDENT}${line}`),
  ...changes.map(
    (change) => `${INDENT}${INDENT}${paint(printable(`${changeText(change)} vs ${change.against}`), change, paper)}`,
  ),
];

const changeSince = ({ changes }: DigestCard, date: string): Change | undefined =>
  changes.find(({ against }) => against === date);

const textOf = (change: Change | undefined): string => (change ? changeText(change) : '');

/** Title and lines of a part; of the categories the table. */
function sectionLines(part: DigestSection, paper: Paper): readonly string[] {
  const inner = { ...paper, width: paper.width - INDENT.length };
  return [
    ...folded(part.title, paper.width).map((line) => styled('bold', line, paper)),
    ...bodyLines(part, inner).map((line) => `${INDENT}${line}`),
  ];
}

function bodyLines({ name, lines, more, result }: DigestSection, paper: Paper): readonly string[] {
  if (name === 'categories' && result !== null && hasTable(result)) {
    return tableLines(shownTable(result), paper);
  }
  const beyond = more > 0 ? [`and ${formatCell(more, 'count')} more`] : [];
  return [...lines.flatMap((line) => folded(line, paper.width)), ...beyond];
}

/** Columns that have no room are told elsewhere; of rows that is said. */
function tableLines(result: Result, paper: Paper): readonly string[] {
  const { lines } = layTable(result, paper);
  const left = result.rows.length - paper.rows;
  return [...lines, ...(left > 0 ? [`and ${formatCell(left, 'count')} more`] : [])];
}

function paint(text: string, change: Change | undefined, paper: Paper): string {
  if (!change || change.better === null || change.direction === 'same') return text;
  return styled(change.better ? 'green' : 'red', text, paper);
}

function styled(format: 'bold' | 'green' | 'red', text: string, { colour }: Paper): string {
  return colour ? styleText(format, text, { validateStream: false }) : text;
}
