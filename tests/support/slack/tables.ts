import { LIMITS } from './limits.js';
import {
  all,
  type Check,
  flag,
  integer,
  isFields,
  list,
  listOf,
  number,
  oneOf,
  record,
  tagged,
  text,
} from './rules.js';
import { blockId, lengthOf } from './texts.js';

const style = record({}, { bold: flag, italic: flag, strike: flag, code: flag, underline: flag });
const long = text(LIMITS.section);
const id = text(LIMITS.id);

function inline(
  type: string,
  required: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>> = {},
) {
  return record({ type: oneOf(type), ...required }, { style, ...optional });
}

const richElement = tagged({
  text: inline('text', { text: long }),
  link: inline('link', { url: long }, { text: long, unsafe: flag }),
  emoji: inline('emoji', { name: id }, { unicode: id }),
  user: inline('user', { user_id: id }),
  usergroup: inline('usergroup', { usergroup_id: id }),
  channel: inline('channel', { channel_id: id }),
  broadcast: inline('broadcast', { range: oneOf('here', 'channel', 'everyone') }),
  date: inline('date', { timestamp: number, format: id }, { url: long, fallback: long }),
});

const elements = list(richElement, 1, 1000);
const richSection = record({ type: oneOf('rich_text_section'), elements });
const border = oneOf(0, 1);

const richPart = tagged({
  rich_text_section: richSection,
  rich_text_list: record(
    { type: oneOf('rich_text_list'), style: oneOf('bullet', 'ordered'), elements: list(richSection, 1, 1000) },
    { indent: integer(0, 8), border },
  ),
  rich_text_quote: record({ type: oneOf('rich_text_quote'), elements }, { border }),
  rich_text_preformatted: record({ type: oneOf('rich_text_preformatted'), elements }, { border }),
});

export const richText = record({ type: oneOf('rich_text'), elements: list(richPart, 1, 1000) }, { block_id: blockId });

const cellText = text(LIMITS.tableText);
const cell = tagged({
  raw_text: record({ type: oneOf('raw_text'), text: cellText }),
  raw_number: record({ type: oneOf('raw_number'), value: number, text: cellText }),
  rich_text: richText,
});
const cells = list(cell, 1, LIMITS.tableColumns);

const evenRows: Check = (value, path, look) => {
  if (!Array.isArray(value)) return;
  const lengths = new Set(value.map((row) => (Array.isArray(row) ? row.length : 0)));
  if (lengths.size > 1) look.problem(path, 'rows must have the same number of cells');
};

const inMessagesOnly: Check = (_value, path, look) => {
  if (look.surface !== 'message') look.problem(path, 'tables are for messages only');
};

export const table = all(
  inMessagesOnly,
  record(
    { type: oneOf('table'), rows: all(list(cells, 1, LIMITS.tableRows), evenRows) },
    {
      block_id: blockId,
      column_settings: list(
        record({}, { align: oneOf('left', 'center', 'right'), is_wrapped: flag }),
        0,
        LIMITS.tableColumns,
      ),
    },
  ),
);

export const dataTable = all(
  inMessagesOnly,
  record(
    {
      type: oneOf('data_table'),
      caption: text(LIMITS.field),
      rows: all(list(cells, 1, LIMITS.dataTableRows), evenRows),
    },
    {
      block_id: blockId,
      page_size: integer(1, 100),
      row_header_column_index: integer(0, LIMITS.tableColumns - 1),
    },
  ),
);

/** One table a message, and so many characters in the cells of all. */
export const tablesOfMessage: Check = (blocks, path, look) => {
  const tables = listOf(blocks).filter(({ type }) => type === 'table' || type === 'data_table');
  if (tables.length > 1) look.problem(path, 'only one table is allowed');
  const length = tables.reduce((sum, block) => sum + (isFields(block) ? lengthOf(block.rows) : 0), 0);
  if (length > LIMITS.tableText) look.problem(path, `tables must have less than ${LIMITS.tableText + 1} characters`);
};
