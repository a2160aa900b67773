import { dataVisualization } from './charts.js';
import { accessory, action, contextElement, image, input } from './elements.js';
import { LIMITS } from './limits.js';
import {
  all,
  type Check,
  type Context,
  flag,
  isFields,
  list,
  listOf,
  oneOf,
  record,
  tagged,
  text,
  unique,
} from './rules.js';
import { dataTable, richText, table, tablesOfMessage } from './tables.js';
import { anyText, blockId, plain } from './texts.js';
import type { Surface } from './types.js';

const block_id = blockId;

const textOrFields: Check = (value, path, look) => {
  if (isFields(value) && value.text === undefined && value.fields === undefined)
    look.problem(path, 'must have text or fields');
};

const section = all(
  record(
    { type: oneOf('section') },
    {
      block_id,
      text: anyText(LIMITS.section),
      fields: list(anyText(LIMITS.field), 1, LIMITS.fields),
      accessory,
      expand: flag,
    },
  ),
  textOrFields,
);

const actions = record(
  { type: oneOf('actions'), elements: all(list(action, 1, LIMITS.actions), unique('action_id')) },
  { block_id },
);

const inputBlock: Check = (value, path, look) => {
  if (look.surface !== 'modal') look.problem(path, 'unsupported type: input');
  record(
    { type: oneOf('input'), label: plain(LIMITS.label), element: input },
    { block_id, hint: plain(LIMITS.label), optional: flag, dispatch_action: flag },
  )(value, path, look);
};

const block = tagged({
  header: record({ type: oneOf('header'), text: plain(LIMITS.header) }, { block_id }),
  section,
  context: record({ type: oneOf('context'), elements: list(contextElement, 1, LIMITS.contextElements) }, { block_id }),
  divider: record({ type: oneOf('divider') }, { block_id }),
  image: image({ block_id, title: plain(LIMITS.alt) }),
  markdown: record({ type: oneOf('markdown'), text: text(LIMITS.message) }, { block_id }),
  actions,
  input: inputBlock,
  rich_text: richText,
  table,
  data_table: dataTable,
  data_visualization: dataVisualization,
});

const chartsOfMessage: Check = (blocks, path, look) => {
  const charts = listOf(blocks).filter(({ type }) => type === 'data_visualization');
  if (charts.length > LIMITS.charts) look.problem(path, `only ${LIMITS.charts} charts are allowed`);
};

function blocksOf(surface: Surface): Check {
  const most = surface === 'message' ? LIMITS.messageBlocks : LIMITS.viewBlocks;
  return all(list(block, 0, most), unique('block_id'), tablesOfMessage, chartsOfMessage);
}

/** What Slack has against these blocks, each as `problem [json-pointer:/blocks/0/…]`; empty where it takes them. */
export function validateBlocks(
  blocks: unknown,
  surface: Surface,
  context: Context,
  path = '/blocks',
): readonly string[] {
  const problems: string[] = [];
  const problem = (at: string, what: string) => problems.push(`${what} [json-pointer:${at}]`);
  blocksOf(surface)(blocks, path, { ...context, surface, problem });
  return problems;
}
