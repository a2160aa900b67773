import stringWidth from 'string-width';
import type { Result } from '../kpi/result.js';
import { type Card, type CardLine, cardsOf, sparklineDays } from './cards.js';

const ON_DAY = 'on the day';
const ON_WEEK = 'on the week';
const GAP = 2;

/**
 * Cards as text: one below the other in a frame, with a line for each figure, its changes and its last days; where
 * that is too wide each in a box of its own, as many beside each other as the width takes.
 */
export function textCards(result: Result, width: number): readonly string[] {
  const cards = cardsOf(result);
  const days = `${sparklineDays(result)} days`;
  const framed = frame(cards, ['', '', ON_DAY, ON_WEEK, days]);
  if (stringWidth(framed[0] ?? '') <= width) return framed;
  return sideBySide(boxesOf(cards, days), width);
}

/** What stands in the columns of the frame, under its heads. */
const cellsOf = ({ label, text, changes, sparkline }: CardLine): readonly string[] => [
  label,
  text,
  changes?.day ?? '',
  changes?.week ?? '',
  sparkline ?? '',
];

function frame(cards: readonly Card[], heads: readonly string[]): readonly string[] {
  const lines = cards.flatMap((card) => card.lines.map(cellsOf));
  const widest = heads.map((_, at) => Math.max(0, ...lines.map((cells) => stringWidth(cells[at] ?? ''))));
  const columns = heads.flatMap((head, at) =>
    (widest[at] ?? 0) > 0 ? [{ at, head, width: Math.max(head.length, widest[at] ?? 0) }] : [],
  );
  const ends = columns.map((_, place) => widthOf(columns.slice(0, place + 1).map(({ width }) => width)));
  const spread = (line: CardLine): string => {
    const cells = cellsOf(line);
    const padded = columns.map(({ at, width }) => pad(cells[at] ?? '', width, at > 0)).join(' '.repeat(GAP));
    return line.share === undefined ? padded : `${padded.trimEnd()} (${line.share})`;
  };
  const drawn = cards.map((card) => ({ title: card.title, lines: card.lines.map(spread) }));
  const inner = Math.max(
    ...ends,
    ...drawn.flatMap((card) => [stringWidth(card.title), ...card.lines.map((line) => stringWidth(line))]),
  );
  const headed = columns.map(({ head }, place) => ({ head, end: ends[place] ?? 0 })).filter(({ head }) => head !== '');
  return [
    ...drawn.flatMap(({ title, lines }, at) => [
      at === 0 ? `┌${rule(title, inner, headed)}┐` : `├${rule(title, inner)}┤`,
      ...lines.map((line) => `│ ${pad(line, inner)} │`),
    ]),
    ...(drawn.length > 0 ? [`└${'─'.repeat(inner + 2)}┘`] : []),
  ];
}

/** A rule that begins with a title; heads of columns end where those do. */
function rule(title: string, inner: number, heads: readonly { head: string; end: number }[] = []): string {
  let line = ` ${title} `;
  for (const { head, end } of heads) {
    const blank = end - head.length - stringWidth(line);
    if (blank >= 0) line += `${'─'.repeat(blank)} ${head} `;
  }
  return line + '─'.repeat(inner + 2 - stringWidth(line));
}

function boxesOf(cards: readonly Card[], days: string): readonly (readonly string[])[] {
  const all = cards.map(({ title, lines }) => ({ title, pairs: lines.flatMap((line) => pairsOf(line, days)) }));
  const widest = all.map(({ title, pairs }) => {
    const labels = Math.max(0, ...pairs.map(({ label }) => label.length));
    const texts = Math.max(0, ...pairs.map(({ text }) => stringWidth(text)));
    return Math.max(labels + GAP + texts, stringWidth(title) + GAP);
  });
  const inner = Math.max(0, ...widest);
  return all.map(({ title, pairs }) => [
    `┌${rule(title, inner)}┐`,
    ...pairs.map(({ label, text }) => `│ ${label}${pad(text, inner - label.length, true)} │`),
    `└${'─'.repeat(inner + 2)}┘`,
  ]);
}

interface Pair {
  readonly label: string;
  readonly text: string;
}

function pairsOf({ label, text, share, changes, sparkline }: CardLine, days: string): readonly Pair[] {
  return [
    { label, text },
    ...(share === undefined ? [] : [{ label: '  in %', text: share }]),
    ...(changes
      ? [
          { label: `  ${ON_DAY}`, text: changes.day },
          { label: `  ${ON_WEEK}`, text: changes.week },
        ]
      : []),
    ...(sparkline === undefined ? [] : [{ label: `  ${days}`, text: sparkline }]),
  ];
}

function sideBySide(boxes: readonly (readonly string[])[], width: number): readonly string[] {
  const rows: (readonly string[])[][] = [];
  for (const one of boxes) {
    const row = rows.at(-1);
    if (
      row &&
      widthOf(
        [...row, one].map(([first = '']) => stringWidth(first)),
        1,
      ) <= width
    )
      row.push(one);
    else rows.push([one]);
  }
  return rows.flatMap((row) => {
    const height = Math.max(...row.map(({ length }) => length));
    return Array.from({ length: height }, (_, at) =>
      row
        .map((one) => one[at] ?? ' '.repeat(stringWidth(one[0] ?? '')))
        .join(' ')
        .trimEnd(),
    );
  });
}

const widthOf = (widths: readonly number[], gap = GAP): number =>
  widths.reduce((sum, width) => sum + width, 0) + gap * (widths.length - 1);

function pad(text: string, width: number, right = false): string {
  const padding = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return right ? padding + text : text + padding;
}
