import type { KnownBlock, TableBlock } from '@slack/types';
import { plural } from '../kpi/format.js';
import type { Column, Result, Row } from '../kpi/result.js';
import { cardsOf } from './cards.js';
import { cellText, freshness } from './cells.js';
import { isOut } from './table.js';

/** Slack's limits, in one place; where its documents disagree, the lower one. */
export const LIMITS = {
  blocks: 50,
  message: 12_000,
  header: 150,
  section: 3000,
  fields: 10,
  field: 2000,
  contextElements: 10,
  tableRows: 100,
  tableColumns: 20,
  tableText: 10_000,
} as const;

export interface Message {
  /** For notifications and screen readers. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** A result as a message: headline, cards, table, what was left out, and where the numbers come from. */
export function toBlocks(result: Result): Message {
  const { table, notices } = result.layout === 'cards' ? { table: null, notices: [] } : tableBlock(result);
  const notes = [...notices, ...result.notes].map(escaped);
  const footer = [`\`${escaped(result.question)}\``, ...freshness(result).map(escaped)];
  const blocks: KnownBlock[] = [
    { type: 'header', text: { type: 'plain_text', text: cut(result.title, LIMITS.header), emoji: false } },
    { type: 'section', text: { type: 'mrkdwn', text: cut(`*${escaped(result.headline)}*`, LIMITS.section) } },
    ...(result.layout === 'cards' ? cardBlocks(result) : []),
    ...(table ? [table] : []),
    ...(notes.length > 0 ? [context(notes)] : []),
    context(footer),
  ];
  return { text: cut(`${result.title}: ${result.headline}`, LIMITS.section), blocks };
}

function cardBlocks(result: Result): readonly KnownBlock[] {
  const fields = cardsOf(result).map(({ title, lines }) => ({
    type: 'mrkdwn' as const,
    text: cut(
      `*${escaped(title)}*\n${lines.map(({ label, text }) => `${label} ${escaped(text)}`).join('\n')}`,
      LIMITS.field,
    ),
  }));
  return fields.length > 0 ? [{ type: 'section', fields: fields.slice(0, LIMITS.fields) }] : [];
}

/** As many rows as Slack takes, with a notice of what was left out. */
function tableBlock(result: Result): { table: TableBlock | null; notices: readonly string[] } {
  if (result.rows.length === 0) return { table: null, notices: [] };
  const wanted = result.columns.filter(({ key }) => key !== 'unit');
  const columns = wanted.slice(0, LIMITS.tableColumns);
  const line = (row: Row, name: string | null) =>
    columns.map((column, index) => {
      if (name !== null && column.role === 'dimension') return index === 0 ? name : ' ';
      const mark = name === null && index === 0 && isOut(row) ? '≠ ' : '';
      return `${mark}${cellText(column, row, result.currency)}` || ' ';
    });
  const closing = [
    ...(result.others ? [line(result.others.row, `others (${result.others.count})`)] : []),
    ...(result.totals ? [line(result.totals, 'total')] : []),
  ];
  const rows = [columns.map(({ label }) => label)];
  let room = LIMITS.tableText - lengthOf([...rows, ...closing]);
  for (const row of result.rows) {
    const cells = line(row, null).map((text) => cut(text, LIMITS.field));
    room -= lengthOf([cells]);
    if (room < 0 || rows.length + closing.length >= LIMITS.tableRows) break;
    rows.push(cells);
  }
  const left = result.rows.length - (rows.length - 1);
  const notices = [
    ...(left > 0
      ? [`${plural(left, 'row')} of ${result.rows.length} left out for Slack’s limits: ask for “top 20” or “as csv”.`]
      : []),
    ...(wanted.length > columns.length
      ? [
          `Columns left out: ${wanted
            .slice(columns.length)
            .map(({ label }) => label)
            .join(', ')}.`,
        ]
      : []),
  ];
  return {
    table: {
      type: 'table',
      column_settings: columns.map((column) => ({
        align: isNumber(column) ? 'right' : 'left',
        is_wrapped: !isNumber(column),
      })),
      rows: [...rows, ...closing].map((cells) => cells.map((text) => ({ type: 'raw_text', text }))),
    },
    notices,
  };
}

const isNumber = ({ unit }: Column): boolean => unit !== 'text' && unit !== 'date';

const lengthOf = (rows: readonly (readonly string[])[]): number =>
  rows.reduce((sum, cells) => sum + cells.reduce((length, text) => length + text.length, 0), 0);

function context(texts: readonly string[]): KnownBlock {
  const elements = texts
    .slice(0, LIMITS.contextElements)
    .map((text) => ({ type: 'mrkdwn' as const, text: cut(text, LIMITS.field) }));
  return { type: 'context', elements };
}

/** A product called `<!channel>` must not ring. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
