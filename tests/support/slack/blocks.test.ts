import { describe, expect, it } from 'vitest';
import { validateBlocks } from './blocks.js';
import type { Context } from './rules.js';
import { lengthOf, ringsOf } from './texts.js';
import type { Fields, Surface } from './types.js';
import { validateView } from './view.js';

const CONTEXT: Context = {
  nativeCharts: true,
  ephemeral: false,
  file: (id) => (id === 'F1' ? 'ready' : id === 'F2' ? 'processing' : 'unknown'),
};

const x = (length: number): string => 'x'.repeat(length);
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const plain = (length: number) => ({ type: 'plain_text', text: x(length) });
const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: x(length) });
const option = (name: string | number) => ({ text: { type: 'plain_text', text: `option ${name}` }, value: `${name}` });

const header = (length: number) => ({ type: 'header', text: plain(length) });
const section = (rest: Fields) => ({ type: 'section', text: mrkdwn(1), ...rest });
const actions = (...elements: Fields[]) => ({ type: 'actions', elements });
const button = (rest: Fields = {}) => ({ type: 'button', text: plain(1), ...rest });
const select = (rest: Fields = {}) => ({ type: 'static_select', options: [option(1)], ...rest });
const external = (rest: Fields = {}) => ({ type: 'external_select', ...rest });
const image = (rest: Fields) => ({ type: 'image', alt_text: 'a chart', ...rest });
const input = (element: Fields, rest: Fields = {}) => ({ type: 'input', label: plain(1), element, ...rest });
const cell = (length: number) => ({ type: 'raw_text', text: x(length) });
const table = (rows: Fields[][], rest: Fields = {}) => ({ type: 'table', rows, ...rest });
const grid = (rows: number, columns: number) => many(rows, () => many(columns, () => cell(1)));

const points = (labels: readonly string[]) => labels.map((label) => ({ label, value: 1 }));
const chart = (over: Fields) => ({ type: 'data_visualization', title: 'Stock', chart: over });
const bars = (names: readonly string[], categories: readonly string[], rest: Fields = {}) =>
  chart({
    type: 'bar',
    series: names.map((name) => ({ name, data: points(categories) })),
    axis_config: { categories, ...rest },
  });
const pie = (...segments: Fields[]) => chart({ type: 'pie', segments });

const problems = (blocks: unknown, surface: Surface = 'message', context: Partial<Context> = {}) =>
  validateBlocks(blocks, surface, { ...CONTEXT, ...context });

/** What is at a limit, what is one over, and the surface. */
const LIMIT_CASES: Readonly<Record<string, readonly [good: Fields[], bad: Fields[], surface?: Surface]>> = {
  'blocks of a message': [many(50, () => header(1)), many(51, () => header(1))],
  'blocks of a modal': [many(100, () => header(1)), many(101, () => header(1)), 'modal'],
  'blocks of a home': [many(100, () => header(1)), many(101, () => header(1)), 'home'],
  block_id: [[section({ block_id: x(255) })], [section({ block_id: x(256) })]],
  header: [[header(150)], [header(151)]],
  'section text': [[section({ text: mrkdwn(3000) })], [section({ text: mrkdwn(3001) })]],
  fields: [[section({ fields: many(10, () => mrkdwn(1)) })], [section({ fields: many(11, () => mrkdwn(1)) })]],
  field: [[section({ fields: [mrkdwn(2000)] })], [section({ fields: [mrkdwn(2001)] })]],
  context: [
    [{ type: 'context', elements: many(10, () => mrkdwn(1)) }],
    [{ type: 'context', elements: many(11, () => mrkdwn(1)) }],
  ],
  'context text': [[{ type: 'context', elements: [mrkdwn(2000)] }], [{ type: 'context', elements: [mrkdwn(2001)] }]],
  actions: [[actions(...many(25, () => button()))], [actions(...many(26, () => button()))]],
  'button text': [[actions(button({ text: plain(75) }))], [actions(button({ text: plain(76) }))]],
  'button value': [[actions(button({ value: x(2000) }))], [actions(button({ value: x(2001) }))]],
  action_id: [[actions(button({ action_id: x(255) }))], [actions(button({ action_id: x(256) }))]],
  options: [[actions(select({ options: many(100, option) }))], [actions(select({ options: many(101, option) }))]],
  'option text': [
    [actions(select({ options: [{ text: plain(75), value: 'v' }] }))],
    [actions(select({ options: [{ text: plain(76), value: 'v' }] }))],
  ],
  'option value': [
    [actions(select({ options: [{ text: plain(1), value: x(75) }] }))],
    [actions(select({ options: [{ text: plain(1), value: x(76) }] }))],
  ],
  placeholder: [[actions(select({ placeholder: plain(150) }))], [actions(select({ placeholder: plain(151) }))]],
  'overflow, at most': [
    [actions({ type: 'overflow', options: many(5, option) })],
    [actions({ type: 'overflow', options: many(6, option) })],
  ],
  'overflow, at least': [
    [actions({ type: 'overflow', options: many(2, option) })],
    [actions({ type: 'overflow', options: many(1, option) })],
  ],
  'alt text': [
    [image({ alt_text: x(2000), slack_file: { id: 'F1' } })],
    [image({ alt_text: x(2001), slack_file: { id: 'F1' } })],
  ],
  label: [
    [input({ type: 'plain_text_input' }, { label: plain(2000) })],
    [input({ type: 'plain_text_input' }, { label: plain(2001) })],
    'modal',
  ],
  max_length: [
    [input({ type: 'plain_text_input', max_length: 3000 })],
    [input({ type: 'plain_text_input', max_length: 3001 })],
    'modal',
  ],
  tables: [[table(grid(1, 1))], [table(grid(1, 1)), table(grid(1, 1))]],
  'table rows': [[table(grid(100, 1))], [table(grid(101, 1))]],
  'table columns': [[table(grid(1, 20))], [table(grid(1, 21))]],
  'table text': [[table([[cell(5000), cell(5000)]])], [table([[cell(5000), cell(5001)]])]],
  'column settings': [
    [table(grid(1, 1), { column_settings: many(20, () => ({ align: 'right' })) })],
    [table(grid(1, 1), { column_settings: many(21, () => ({ align: 'right' })) })],
  ],
  'data table rows': [
    [{ type: 'data_table', caption: 'Stock', rows: grid(101, 1) }],
    [{ type: 'data_table', caption: 'Stock', rows: grid(102, 1) }],
  ],
  charts: [many(2, () => bars(['a'], ['1'])), many(3, () => bars(['a'], ['1']))],
  'chart title': [[{ ...bars(['a'], ['1']), title: x(50) }], [{ ...bars(['a'], ['1']), title: x(51) }]],
  series: [[bars(many(6, String), ['1'])], [bars(many(7, String), ['1'])]],
  'series name': [[bars([x(20)], ['1'])], [bars([x(21)], ['1'])]],
  points: [[bars(['a'], many(20, String))], [bars(['a'], many(21, String))]],
  'point label': [[bars(['a'], [x(20)])], [bars(['a'], [x(21)])]],
  'axis label': [[bars(['a'], ['1'], { y_label: x(50) })], [bars(['a'], ['1'], { y_label: x(51) })]],
  segments: [[pie(...points(many(6, String)))], [pie(...points(many(7, String)))]],
};

describe('limits of blocks', () => {
  it.each(Object.entries(LIMIT_CASES))('%s', (_name, [good, bad, surface]) => {
    expect(problems(good, surface)).toEqual([]);
    expect(problems(bad, surface)).not.toEqual([]);
  });
});

const REFUSED: Readonly<Record<string, readonly [blocks: unknown, problem: string, surface?: Surface]>> = {
  'blocks that are no list': [{}, 'must be an array [json-pointer:/blocks]'],
  'a type that Slack does not know': [[{ type: 'chart' }], 'unsupported type: chart [json-pointer:/blocks/0]'],
  'a key that Slack does not know': [
    [{ type: 'divider', text: 'x' }],
    'unexpected field [json-pointer:/blocks/0/text]',
  ],
  'an unknown key of a text': [
    [section({ text: { ...mrkdwn(1), emoji: true } })],
    'unexpected field [json-pointer:/blocks/0/text/emoji]',
  ],
  'an unknown key of an element': [
    [actions(button({ color: 'red' }))],
    'unexpected field [json-pointer:/blocks/0/elements/0/color]',
  ],
  'markup in a header': [
    [{ type: 'header', text: mrkdwn(1) }],
    'must be one of: plain_text [json-pointer:/blocks/0/text/type]',
  ],
  'an empty text': [
    [section({ text: mrkdwn(0) })],
    'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
  ],
  'a section without anything': [[{ type: 'section' }], 'must have text or fields [json-pointer:/blocks/0]'],
  'no elements': [[actions()], 'must have at least 1 items [json-pointer:/blocks/0/elements]'],
  'a missing part': [[{ type: 'header' }], 'missing required field: text [json-pointer:/blocks/0]'],
  'the same block_id twice': [
    [section({ block_id: 'a' }), section({ block_id: 'a' })],
    'block_id must be unique: a [json-pointer:/blocks]',
  ],
  'the same action_id twice': [
    [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
    'action_id must be unique: a [json-pointer:/blocks/0/elements]',
  ],
  'a style of our own': [
    [actions(button({ style: 'default' }))],
    'must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]',
  ],
  'options and groups': [
    [actions(select({ option_groups: [{ label: plain(1), options: [option(1)] }] }))],
    'must have exactly one of: options, option_groups [json-pointer:/blocks/0/elements/0]',
  ],
  'an initial option that is not on offer': [
    [actions(select({ initial_option: option(2) }))],
    'initial option must be one of the options [json-pointer:/blocks/0/elements/0]',
  ],
  'a negative query length': [
    [actions(external({ min_query_length: -1 }))],
    'must be an integer from 0 to 100 [json-pointer:/blocks/0/elements/0/min_query_length]',
  ],
  'an input in a message': [[input({ type: 'plain_text_input' })], 'unsupported type: input [json-pointer:/blocks/0]'],
  'an input in a home': [
    [input({ type: 'plain_text_input' })],
    'unsupported type: input [json-pointer:/blocks/0]',
    'home',
  ],
  'a button as an input': [[input(button())], 'unsupported type: button [json-pointer:/blocks/0/element]', 'modal'],
  'an image of nothing': [[image({})], 'must have exactly one of: image_url, slack_file [json-pointer:/blocks/0]'],
  'an image of two things': [
    [image({ image_url: 'https://a.example/b.png', slack_file: { id: 'F1' } })],
    'must have exactly one of: image_url, slack_file [json-pointer:/blocks/0]',
  ],
  'an image without words': [
    [{ type: 'image', slack_file: { id: 'F1' } }],
    'missing required field: alt_text [json-pointer:/blocks/0]',
  ],
  'an image that is not public': [
    [image({ image_url: 'http://127.0.0.1/chart.png' })],
    'must be a public URL [json-pointer:/blocks/0/image_url]',
  ],
  'a file that is not ready': [
    [image({ slack_file: { id: 'F2' } })],
    'invalid slack file: processing [json-pointer:/blocks/0/slack_file]',
  ],
  'a file that is not there': [
    [image({ slack_file: { id: 'F3' } })],
    'invalid slack file: unknown [json-pointer:/blocks/0/slack_file]',
  ],
  'an empty cell': [[table([[cell(0)]])], 'must be more than 0 characters [json-pointer:/blocks/0/rows/0/0/text]'],
  'uneven rows': [
    [table([[cell(1)], [cell(1), cell(1)]])],
    'rows must have the same number of cells [json-pointer:/blocks/0/rows]',
  ],
  'a number that is none': [
    [table([[{ type: 'raw_number', value: '1', text: '1' }]])],
    'must be a finite number [json-pointer:/blocks/0/rows/0/0/value]',
  ],
  'a table in a modal': [[table(grid(1, 1))], 'tables are for messages only [json-pointer:/blocks/0]', 'modal'],
  'a chart in a modal': [
    [bars(['a'], ['1'])],
    'unsupported type: data_visualization [json-pointer:/blocks/0]',
    'modal',
  ],
  'two series of one name': [[bars(['a', 'a'], ['1'])], 'name must be unique: a [json-pointer:/blocks/0/chart/series]'],
  'a category without a point': [
    [
      chart({
        type: 'line',
        series: [{ name: 'a', data: points(['1']) }],
        axis_config: { categories: ['1', '2'] },
      }),
    ],
    'must have exactly one data point per category [json-pointer:/blocks/0/chart/series/0]',
  ],
  'a pie with nothing of something': [
    [pie({ label: 'a', value: 0 })],
    'must be more than 0 [json-pointer:/blocks/0/chart/segments/0/value]',
  ],
};

describe('blocks that Slack refuses', () => {
  it.each(Object.entries(REFUSED))('%s', (_name, [blocks, problem, surface]) => {
    expect(problems(blocks, surface)).toEqual([problem]);
  });

  it('refuses native charts where the workspace has none', () => {
    expect(problems([bars(['a'], ['1'])])).toEqual([]);
    expect(problems([bars(['a'], ['1'])], 'message', { nativeCharts: false })).toEqual([
      'unsupported type: data_visualization [json-pointer:/blocks/0]',
    ]);
  });

  it('refuses files in a message for one person', () => {
    const blocks = [image({ slack_file: { id: 'F1' } })];
    expect(problems(blocks)).toEqual([]);
    expect(problems(blocks, 'message', { ephemeral: true })).toHaveLength(1);
  });
});

describe('blocks that Slack takes', () => {
  it.each<[string, Fields[], Surface?]>([
    ['an accessory', [section({ accessory: { type: 'overflow', options: [option(1), option(2)] } })]],
    [
      'a group of options',
      [actions(select({ options: undefined, option_groups: [{ label: plain(1), options: [option(1)] }] }))],
    ],
    ['external options', [actions(external({ min_query_length: 0, placeholder: plain(1) }))]],
    ['a confirmation', [actions(button({ confirm: { text: plain(1), confirm: plain(1), style: 'danger' } }))]],
    [
      'rich text in a table',
      [table([[{ type: 'rich_text', elements: [richSection({ type: 'text', text: 'a', style: { bold: true } })] }]])],
    ],
    ['a blank cell', [table([[{ type: 'raw_text', text: ' ' }]])]],
    ['a native chart in a home', [bars(['a'], ['1'])], 'home'],
    ['a pie', [pie({ label: 'a', value: 0.5 })]],
    [
      'every input',
      [
        input({ type: 'number_input', is_decimal_allowed: true, min_value: '0.5' }),
        input({
          type: 'multi_static_select',
          options: [option(1)],
          initial_options: [option(1)],
          max_selected_items: 1,
        }),
        input({ type: 'multi_external_select', initial_options: [option(1)] }),
        input({ type: 'radio_buttons', options: [{ text: mrkdwn(1), value: 'a' }] }),
        input({ type: 'checkboxes', options: [option(1)] }, { optional: true }),
        input({ type: 'conversations_select', default_to_current_conversation: true, response_url_enabled: true }),
        input({ type: 'timepicker', initial_time: '08:00' }, { hint: plain(1) }),
      ],
      'modal',
    ],
  ])('%s', (_name, blocks, surface) => {
    expect(problems(blocks, surface)).toEqual([]);
  });
});

function richSection(...elements: Fields[]): Fields {
  return { type: 'rich_text_section', elements };
}

describe('views', () => {
  const modal = (rest: Fields) => ({ type: 'modal', title: plain(1), blocks: [], ...rest });
  const check = (view: Fields) => validateView(view, 'modal', CONTEXT);

  it.each<[string, Fields, Fields]>([
    ['title', { title: plain(24) }, { title: plain(25) }],
    ['submit', { submit: plain(24) }, { submit: plain(25) }],
    ['close', { close: plain(24) }, { close: plain(25) }],
    ['private_metadata', { private_metadata: x(3000) }, { private_metadata: x(3001) }],
    ['callback_id', { callback_id: x(255) }, { callback_id: x(256) }],
  ])('limit %s', (_name, good, bad) => {
    expect(check(modal(good))).toEqual([]);
    expect(check(modal(bad))).toHaveLength(1);
  });

  it('needs a way to send what is filled in', () => {
    const blocks = [input({ type: 'plain_text_input' })];
    expect(check(modal({ blocks, submit: plain(1) }))).toEqual([]);
    expect(check(modal({ blocks }))).toEqual(['a view with an input needs `submit` [json-pointer:/view]']);
  });

  it('points into the view', () => {
    expect(check(modal({ blocks: [header(151)] }))).toEqual([
      'must be less than 151 characters [json-pointer:/view/blocks/0/text/text]',
    ]);
  });

  it('knows no title of a home', () => {
    expect(validateView({ type: 'home', blocks: [] }, 'home', CONTEXT)).toEqual([]);
    expect(validateView({ type: 'home', title: plain(1), blocks: [] }, 'home', CONTEXT)).toHaveLength(1);
  });
});

describe('texts', () => {
  it('counts all that can be read, and nothing else', () => {
    const blocks = [header(10), section({ block_id: x(50), accessory: button({ value: x(50) }) }), table([[cell(7)]])];
    expect(lengthOf(blocks)).toBe(10 + 1 + 1 + 7);
  });

  it('finds what rings, in markup only', () => {
    const ringing = section({ text: { type: 'mrkdwn', text: 'a <!channel> b <@U0ANN> c <!here|here>' } });
    const silent = [
      section({ text: { type: 'plain_text', text: '<!channel>' } }),
      section({ text: { type: 'mrkdwn', text: '&lt;!channel&gt; <#C0GENERAL>' } }),
      table([[{ type: 'raw_text', text: '<!everyone>' }]]),
    ];
    expect(ringsOf('for <!everyone>', [ringing])).toEqual(['<!everyone>', '<!channel>', '<@U0ANN>', '<!here|here>']);
    expect(ringsOf('for everyone', silent)).toEqual([]);
    const rich = { type: 'rich_text', elements: [richSection({ type: 'broadcast', range: 'here' })] };
    expect(ringsOf('', [rich])).toEqual(['<broadcast:here>']);
  });
});
