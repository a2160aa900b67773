import stringWidth from 'string-width';
import { cellText } from '../kpi/cells.js';
import type { Result, Row } from '../kpi/result.js';

/** A card: its name and up to three lines, the same in every chat. */
export interface Card {
  readonly title: string;
  readonly lines: readonly { readonly label: string; readonly text: string }[];
}

/** Cards out of a result with layout `cards`: one row each, with both environments and their difference. */
export function cardsOf(result: Result): readonly Card[] {
  const text = (row: Row, key: string) => {
    const column = result.columns.find((candidate) => candidate.key === key);
    return column ? cellText(column, row, result.currency) : '';
  };
  return result.rows.map((row) => {
    const joint = row.variance === null && row.production === row.test;
    if (joint) return { title: String(row.metric), lines: [{ label: 'Both', text: text(row, 'production') }] };
    const share = row.variance_pct === null || row.unit === 'percent' ? '' : ` (${text(row, 'variance_pct')})`;
    return {
      title: String(row.metric),
      lines: [
        { label: 'Production', text: text(row, 'production') },
        { label: 'Test', text: text(row, 'test') },
        ...(row.variance === null ? [] : [{ label: 'Difference', text: `${text(row, 'variance')}${share}` }]),
      ],
    };
  });
}

/** Cards as boxes of text, as many beside each other as the width takes. */
export function textCards(result: Result, width: number): readonly string[] {
  const boxes = cardsOf(result).map(box);
  const lines: string[] = [];
  let row: (readonly string[])[] = [];
  const flush = () => {
    const height = Math.max(0, ...row.map((one) => one.length));
    for (let line = 0; line < height; line++) {
      lines.push(row.map((one) => one[line] ?? ' '.repeat(stringWidth(one[0] ?? ''))).join(' '));
    }
    row = [];
  };
  for (const one of boxes) {
    const used = [...row, one].reduce((sum, [first = '']) => sum + stringWidth(first) + 1, -1);
    if (row.length > 0 && used > width) flush();
    row.push(one);
  }
  flush();
  return lines;
}

function box({ title, lines }: Card): readonly string[] {
  const labels = Math.max(...lines.map(({ label }) => label.length));
  const values = Math.max(...lines.map(({ text }) => stringWidth(text)));
  const inner = Math.max(labels + 2 + values, stringWidth(title) + 2);
  const body = lines.map(
    ({ label, text }) => `│ ${label}${' '.repeat(inner - label.length - stringWidth(text))}${text} │`,
  );
  while (body.length < 3) body.push(`│ ${' '.repeat(inner)} │`);
  return [`┌ ${title} ${'─'.repeat(inner - stringWidth(title))}┐`, ...body, `└${'─'.repeat(inner + 2)}┘`];
}
