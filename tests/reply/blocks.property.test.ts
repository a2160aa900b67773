import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cellText } from '../../src/kpi/cells.js';
import {
  type Cell,
  type ChartHint,
  type Column,
  type Result,
  type Row,
  UNITS,
  type Unit,
} from '../../src/kpi/result.js';
import { type Picture, simplerBlocks } from '../../src/reply/blocks.js';
import { printable } from '../../src/reply/cells.js';
import { toCsv } from '../../src/reply/csv.js';
import { cellsOf, problemsOf } from './messages.js';

const PIECES = [
  ...[
    '<!channel>',
    '<@U0BOB>',
    '&amp;',
    '& < >',
    '`',
    '```',
    '*b*',
    '_i_',
    '~',
    '\n',
    '\r\n',
    '\t',
    '\u0000',
    '\u001b[31m',
  ],
  ...[
    '\u202e',
    '\u2066',
    '\u200f',
    '\u2028',
    '\ud83d',
    '🙂',
    '漢字',
    'ß',
    '"',
    ',',
    '=1+1',
    'x'.repeat(3000),
    'Lamp',
    ' ',
  ],
];
const hostile = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
const text = fc.oneof({ weight: 3, arbitrary: fc.constantFrom('Lamp', 'Desk', 'A-1') }, hostile);
const number: fc.Arbitrary<Cell> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 900 }) },
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.bigInt(-(10n ** 27n), 10n ** 27n).map((digits) => `${digits}.2500`),
);

/** Of an environment’s figures, of a comparison, and of a pivot. */
const KEYS = ['test', 'production', 'test_before', 'test_change', 'test_change_pct', 'all', 'production_day'];

const units = Object.keys(UNITS) as Unit[];
const isText = (unit: Unit) => unit === 'text' || unit === 'date';

const columns = fc
  .tuple(
    fc.array(fc.record({ label: text, unit: fc.constantFrom<Unit>('text', 'text', 'date') }), { maxLength: 3 }),
    fc.array(
      fc.record({ label: text, unit: fc.constantFrom(...units), signed: fc.boolean(), optional: fc.boolean() }),
      { maxLength: 30 },
    ),
  )
  .map(([dimensions, measures]): readonly Column[] => [
    ...dimensions.map((one, at) => ({
      ...one,
      key: `d${at}`,
      label: `${at} ${one.label}`,
      role: 'dimension' as const,
    })),
    ...measures.map((one, at) => ({
      ...one,
      key: at < KEYS.length ? (KEYS[at] ?? '') : `m${at}`,
      label: `${dimensions.length + at} ${one.label}`,
      role: 'measure' as const,
    })),
  ]);

function rowOf(columns: readonly Column[]): fc.Arbitrary<Row> {
  const cells = columns.map(({ key, unit }) => [key, isText(unit) ? fc.option(text) : number] as const);
  return fc.record({
    ...Object.fromEntries(cells),
    metric: text,
    unit: fc.constantFrom('percent', 'money', 'units'),
    status: fc.constantFrom('match', 'differs'),
  });
}

/** Few different rows, many times: names of 3,000 characters are slow to make. */
function resultOf(columns: readonly Column[]): fc.Arbitrary<Result> {
  const row = rowOf(columns);
  const numbers = columns.filter(({ unit }) => !isText(unit)).map(({ key }) => key);
  const series = fc.subarray(numbers, { maxLength: Math.min(numbers.length, 8) });
  const category = fc.constantFrom('d0', 'd0', 'd1', 'nowhere');
  return fc
    .record({
      question: text,
      kpi: fc.constant('any'),
      title: fc.oneof(fc.constant(''), text),
      headline: fc.oneof(fc.constant(''), text),
      layout: fc.constantFrom<Result['layout'][]>('table', 'table', 'cards'),
      kinds: fc.array(row, { maxLength: 6 }),
      times: fc.integer({ min: 1, max: 84 }),
      others: fc.option(fc.record({ count: fc.nat(), row })),
      totals: fc.option(row),
      asOf: fc.array(
        fc.record({ source: text, environment: fc.constant(null), at: fc.constant('2026-03-10T08:00:00Z') }),
        {
          maxLength: 12,
        },
      ),
      notes: fc.array(text, { maxLength: 12 }),
      kind: fc.constantFrom('grouped', 'shares', 'lines', 'grid', null),
      overTime: fc.boolean(),
      versus: fc.option(fc.record({ words: text, from: text, through: text })),
      sparklines: fc.array(
        fc.record({
          metric: text,
          unit: fc.constant<Unit>('units'),
          days: fc.constant(['2026-03-10', '2026-03-11']),
          series: fc.array(
            fc.record({
              key: fc.constantFrom('test', 'production', 'both'),
              values: fc.array(fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })), { maxLength: 40 }),
            }),
            { maxLength: 3 },
          ),
        }),
        { maxLength: 3 },
      ),
      category,
      series,
      currency: fc.constantFrom('$', '€', '', '<!here>'),
    })
    .map(({ kinds, times, kind, category, series, overTime, versus, ...rest }) => ({
      ...rest,
      ...(versus === null ? {} : { versus }),
      columns,
      rows: Array.from({ length: kinds.length * times }, (_, at) => kinds[at % kinds.length] ?? {}),
      dataThrough: [],
      chart: chartOf(kind, category, series, overTime),
    }));
}

function chartOf(
  kind: 'grouped' | 'shares' | 'lines' | 'grid' | null,
  category: string,
  series: readonly string[],
  overTime: boolean,
): ChartHint | null {
  switch (kind) {
    case null:
      return null;
    case 'grouped':
      return { kind, category, series, difference: [] };
    case 'grid':
      return { kind, category, series, overTime, measure: 'Any' };
    default:
      return { kind, category, series };
  }
}

const picture: fc.Arbitrary<Picture> = fc.oneof(
  fc.constant<Picture>({ kind: 'native' }),
  fc.constant<Picture>({ kind: 'none' }),
  text.map((alt): Picture => ({ kind: 'file', id: 'F1', alt })),
);

/** RFC 4180, without what keeps a spreadsheet from running a text. */
function readCsv(csv: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare = '', end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push((quoted?.replaceAll('""', '"') ?? bare).replace(/^'(?=\s*[=+\-@]|[\t\r])/, ''));
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

/** Each cell of the table says what the same cell of the CSV says, or begins to. */
function expectSameAsCsv(result: Result, table: readonly (readonly string[])[]): void {
  const [head = [], ...body] = table;
  const csv = readCsv(toCsv(result)).slice(1, 1 + result.rows.length);
  const closing = (result.others ? 1 : 0) + (result.totals ? 1 : 0);
  const rows = body.slice(0, body.length - closing);
  // Of steps of time the latest are shown.
  const skipped = result.columns[0]?.unit === 'date' ? result.rows.length - rows.length : 0;
  for (const [index, cells] of rows.entries()) {
    const place = skipped + index;
    for (const [at, cell] of cells.entries()) {
      const number = Number.parseInt(head[at] ?? '', 10);
      const column = result.columns[number];
      if (!column) throw new Error(`no column ${head[at]}`);
      const raw = csv[place]?.[number] ?? '';
      const own = { ...result.rows[place], [column.key]: raw === '' ? null : raw };
      const said = printable(cellText(column, own, result.currency)).trim() || ' ';
      const shown = at === 0 ? cell.replace(/^≠/, '').trim() || ' ' : cell;
      if (shown.endsWith('…') && shown !== said) expect(said.startsWith(shown.slice(0, -1).trimEnd())).toBe(true);
      else expect(shown).toBe(said);
    }
  }
}

it('any result is a message within all limits, at every step, with the rows of its CSV', { timeout: 120_000 }, () => {
  const any = columns.chain((list) => fc.tuple(resultOf(list), picture, fc.boolean()));
  fc.assert(
    fc.property(any, ([result, picture, button]) => {
      const steps = [
        ...simplerBlocks(result, {
          picture,
          askedBy: 'U0ASKED',
          actions: button
            ? [
                {
                  type: 'actions',
                  elements: [{ type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'Go' } }],
                },
              ]
            : [],
        }),
      ];
      expect(steps.map((step) => problemsOf(step))).toEqual(steps.map(() => []));
      expect(steps.length).toBeGreaterThanOrEqual(2);
      expect(steps.at(-1)?.blocks).toEqual([]);
      for (const step of steps) expectSameAsCsv(result, cellsOf(step));
    }),
    { numRuns: 200, seed: 5 },
  );
});
