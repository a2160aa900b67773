import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { App } from '../../src/app.js';
import { chartConfig } from '../../src/charts/config.js';
import { answer } from '../../src/commands/index.js';
import type { Reply } from '../../src/commands/reply.js';
import { stock } from '../../src/commands/stock.js';
import { cellText, unitOf } from '../../src/kpi/cells.js';
import { DIMENSION_NAMES } from '../../src/kpi/dimensions.js';
import { jsonNumber } from '../../src/kpi/format.js';
import { KPIS } from '../../src/kpi/index.js';
import type { Result } from '../../src/kpi/result.js';
import { common, type Restriction } from '../../src/kpi/rights.js';
import { toBlocks } from '../../src/reply/blocks.js';
import { toCsv } from '../../src/reply/csv.js';
import { toJson } from '../../src/reply/json.js';
import { resultText } from '../../src/reply/text.js';
import { mistakeOf, openCompany, resultOf } from '../support/app.js';
import { asWith } from '../support/rights.js';
import { company } from './access-company.js';

const NO_COST = { closedKpis: ['cost'] };
const only = (dimension: Restriction['dimension'], ...values: string[]): Restriction => ({
  dimension,
  values,
  except: false,
});
const not = (dimension: Restriction['dimension'], ...values: string[]): Restriction => ({
  ...only(dimension, ...values),
  except: true,
});

const GROUPINGS = ['', ...DIMENSION_NAMES.map((name) => ` by ${name}`)];
/** Every KPI by every dimension. */
const EVERYTHING = KPIS.flatMap(({ name }) => GROUPINGS.map((by) => `/stock ${name}${by}`));

/** Values that some of the rights here close. */
const HIDDEN = ['SOUTH', 'Food', 'Bread', 'Fresh', 'Eatable', 'White', 'Brown', 'F-1', 'F-2', 'U-1'];

async function replies(app: App, questions: readonly string[]): Promise<readonly Reply[]> {
  const all: Reply[] = [];
  for (const question of questions) all.push(await answer(question, app.desk));
  return all;
}

/** All that a reader could get to see of a result. */
const renderings = (result: Result): readonly string[] => [
  JSON.stringify(result),
  JSON.stringify(toJson(result)),
  toCsv(result),
  JSON.stringify(toBlocks(result)),
  resultText(result, { width: 200, colour: false, rows: 100 }),
  JSON.stringify(chartConfig(result)),
];

describe('cost closed', () => {
  const names = ['cost', 'costs', 'unit cost', 'cost deviation', 'deviation', 'kpi:cost', 'COST'];

  it('is refused politely under each of its names, and what is suggested is open', async () => {
    const app = asWith(await openCompany(company()), NO_COST);
    for (const name of names) {
      const mistake = await mistakeOf(app, `/stock ${name} food by sku`);
      expect(mistake).toMatchObject({
        code: 'refused',
        message: 'cost is not open to you here. Whoever runs Tally can open it.',
        suggestions: [
          '/stock total category:Food by sku',
          '/stock variance category:Food by sku',
          '/stock availability category:Food by sku',
        ],
      });
      for (const question of mistake.suggestions) await resultOf(app, question);
    }
    expect((await mistakeOf(app, '/stock help cost')).message).toBe(
      'cost is not open to you here. Whoever runs Tally can open it.',
    );
  });

  it('comes out of no answer, in no rendering', async () => {
    const app = await openCompany(company());
    const results = (all: readonly Reply[]) => all.flatMap((one) => (one.kind === 'result' ? [one.result] : []));
    const costs = new Set(results(await replies(app, EVERYTHING)).flatMap(costsOf));
    for (const some of ['7919', '7,919.0000', '104729', '64695876.0000000000']) expect(costs).toContain(some);
    expect(costs.size).toBeGreaterThan(100);
    const limited = await replies(asWith(app, NO_COST), [...EVERYTHING, '/stock status']);
    const shown = [...limited.map((one) => JSON.stringify(one)), ...results(limited).flatMap(renderings)];
    for (const text of shown) {
      for (const cost of costs) expect(text.includes(cost), `${cost} in ${text}`).toBe(false);
      expect(text).not.toMatch(/Stock value|[Uu]nit cost|List price|Deviation|Value variance|"money"|"price"|\$\d/);
    }
    expect(results(limited).length).toBeGreaterThan(30);
  });

  it('is said where figures are left out, and nowhere else', async () => {
    const app = asWith(await openCompany(company()), NO_COST);
    const note = 'Figures of cost are left out: not open to you here.';
    for (const kpi of ['compare', 'overview']) expect((await resultOf(app, `/stock ${kpi}`)).notes).toContain(note);
    for (const kpi of ['total', 'variance']) expect((await resultOf(app, `/stock ${kpi}`)).notes).not.toContain(note);
    const help = await answer('/stock help compare', app.desk);
    expect(help).toMatchObject({ help: { text: expect.arrayContaining([note]) } });
  });

  it('is in no help, completion, form or suggestion', async () => {
    const app = asWith(await openCompany(company()), NO_COST);
    const help = await answer('/stock help', app.desk);
    if (help.kind !== 'help') throw new Error('No help');
    expect(help.help.entries.map(({ term }) => term)).not.toContain('cost');
    expect(help.help.examples.join(' ')).not.toContain('cost');
    expect((await stock.completions(app.desk)).kpiNames).not.toContain('cost');
    expect((await stock.form('total', app.desk))?.kpis.map(({ value }) => value)).not.toContain('cost');
    for (const question of [
      '/stock costt',
      '/stock help costt',
      '/stock help nonsense',
      '/stock kpi:nonsense',
      '/stock 7',
    ]) {
      expect(JSON.stringify(await mistakeOf(app, question)).replaceAll('costt', '')).not.toContain('cost');
    }
    expect((await mistakeOf(app, '/stock cost nrth')).suggestions).toEqual([]);
  });

  it('cannot be composed in a form', async () => {
    const app = asWith(await openCompany(company()), NO_COST);
    const form = await stock.form('total', app.desk);
    if (!form) throw new Error('No form');
    expect(await stock.compose({ ...form.fields, kpi: 'cost' }, app.desk)).toMatchObject({ ok: false, field: 'kpi' });
  });

  it('is not hinted at by examples of rows that are wrong', async () => {
    const base = company();
    const files = { ...base.files, 'test.csv': `${base.files['test.csv']}\n2026-03-09,F-1,NORTH,1,1,7919x` };
    const app = await openCompany({ ...base, files });
    const all = await resultOf(app, '/stock quality');
    const limited = await resultOf(asWith(app, NO_COST), '/stock quality');
    expect(JSON.stringify(all)).toContain('7919x');
    expect(JSON.stringify(limited)).not.toMatch(/7919|U-[12]/);
    expect(limited.rows.map(({ rows }) => rows)).toEqual(all.rows.map(({ rows }) => rows));
    expect(limited.columns.map(({ key }) => key)).not.toContain('example');
    expect(limited.notes).toEqual(['Examples are left out: not open to you here.']);
    expect((await resultOf(app, '/stock total')).notes.join(' ')).toContain('(as U-1)');
    expect((await resultOf(asWith(app, NO_COST), '/stock total')).notes.join(' ')).not.toContain('U-1');
  });
});

/** Every figure of an answer that is made from costs or prices, as each rendering writes it; no quantity is as big. */
function costsOf(result: Result): readonly string[] {
  const rows = [
    ...result.rows,
    ...(result.totals ? [result.totals] : []),
    ...(result.others ? [result.others.row] : []),
  ];
  return rows.flatMap((row) =>
    result.columns.flatMap((column) => {
      const cell = row[column.key] ?? null;
      const unit = unitOf(column, row);
      if (cell === null || (unit !== 'money' && unit !== 'price') || Math.abs(Number(cell)) < 1000) return [];
      return [String(cell), String(jsonNumber(cell, unit)), cellText(column, row, '').replace(/^[+-]/, '')];
    }),
  );
}

describe('the whole subject closed', () => {
  const CLOSED = { closedSubjects: ['stock'] };

  it.each(['', 'total', 'status', 'quality as csv', 'help', 'help cost', 'bread', '"'])(
    '/stock %s is refused',
    async (text) => {
      const app = await openCompany(company());
      const ensure = vi.spyOn(app.model.refresher, 'ensure');
      expect(await mistakeOf(asWith(app, CLOSED), `/stock ${text}`)).toMatchObject({
        code: 'refused',
        message: '/stock is not open to you here. Whoever runs Tally can open it.',
        suggestions: [],
      });
      expect(ensure).not.toHaveBeenCalled();
    },
  );

  it('gives no word, form or choice', async () => {
    const { desk } = asWith(await openCompany(company()), CLOSED);
    expect(await stock.completions(desk)).toMatchObject({ kpiNames: [], dimensionNames: [], candidates: [] });
    expect(await stock.form('total', desk)).toBeNull();
    expect(await stock.suggest('b', desk)).toEqual([]);
    expect(await stock.understands('total', desk)).toBe(false);
    expect(await answer('bread', desk)).toMatchObject({ mistake: { suggestions: ['/stock help'] } });
  });
});

/** Rights, and the company that has the rows that they leave and no others. */
const NARROWED: readonly [name: string, restrictions: readonly Restriction[], Parameters<typeof company>[0]][] = [
  ['warehouse NORTH', [only('warehouse', 'north')], { stock: ([, , warehouse]) => warehouse === 'NORTH' }],
  ['all but warehouse SOUTH', [not('warehouse', 'South')], { stock: ([, , warehouse]) => warehouse !== 'SOUTH' }],
  [
    'category Toys',
    [only('category', 'toys')],
    { product: ([, , category]) => category === 'Toys', stock: ([, sku]) => sku.startsWith('T') },
  ],
  [
    'all but category Food',
    [not('category', 'Food')],
    { product: ([, , category]) => category !== 'Food', stock: ([, sku]) => !sku.startsWith('F') },
  ],
  [
    'Toys in NORTH',
    [only('category', 'Toys'), only('warehouse', 'NORTH', 'SOUTH'), not('warehouse', 'SOUTH')],
    { product: ([, , category]) => category === 'Toys', stock: ([, sku, at]) => sku.startsWith('T') && at === 'NORTH' },
  ],
  [
    'skus T-1 and U-1',
    [only('sku', 't-1', 'U-1')],
    { product: ([sku]) => sku === 'T-1', stock: ([, sku]) => sku === 'T-1' || sku === 'U-1' },
  ],
];

/** What must be equal: all but the counts of rows that are wrong, which are of the whole company. */
function comparable(reply: Reply): unknown {
  if (reply.kind !== 'result') return reply;
  return { ...reply, result: { ...reply.result, notes: reply.result.notes.filter((note) => note.includes('tie')) } };
}

describe.each(NARROWED)('restricted to %s', (_, restrictions, keeps) => {
  const questions = [
    ...EVERYTHING,
    ...KPIS.flatMap(({ name }) =>
      [
        'robot',
        'north',
        'robot by warehouse',
        'north by sku',
        'food',
        'by sku top 1',
        'by warehouse bottom 1 in test',
      ].map((rest) => `/stock ${name} ${rest}`),
    ),
    ...HIDDEN.map((value) => `/stock ${value}`),
  ];

  it('every answer is that of a company which holds only those rows', { timeout: 60_000 }, async () => {
    const limited = asWith(await openCompany(company()), { restrictions });
    const whole = await openCompany(company(keeps));
    const [ours, theirs] = [await replies(limited, questions), await replies(whole, questions)];
    for (const [index, question] of questions.entries())
      expect(comparable(ours[index] as Reply), question).toEqual(comparable(theirs[index] as Reply));
    expect(ours.filter(({ kind }) => kind === 'result').length).toBeGreaterThan(30);
  });
});

describe('what is left out', () => {
  const notes = async (...restrictions: Restriction[]) => {
    const app = asWith(await openCompany(company()), { restrictions });
    const result = await resultOf(app, '/stock total');
    return result.notes.filter((note) => !note.includes('product master'));
  };

  it('is said: what one may see by name, what one may not without', async () => {
    expect(await notes(only('warehouse', 'north'))).toEqual(['Only warehouse NORTH, as far as your rights go.']);
    expect(await notes(only('warehouse', 'NORTH', 'SOUTH'), only('category', 'Toys'))).toEqual([
      'Only warehouse NORTH or SOUTH and category Toys, as far as your rights go.',
    ]);
    expect(await notes(not('category', 'Food'), not('warehouse', 'SOUTH'))).toEqual([
      'Some rows are left out: not open to you here.',
    ]);
    expect(await notes(only('warehouse', 'MOON'))).toEqual(['No warehouse is open to you here.']);
  });

  it('names nothing that only the asker or only the channel may see', async () => {
    const rights = (...restrictions: Restriction[]) => ({ closedSubjects: [], closedKpis: [], restrictions });
    const both = common(rights(only('sku', 'F-1', 'T-1')), rights(only('sku', 'T-1', 'T-2'), not('category', 'Food')));
    expect(await notes(...both.restrictions)).toEqual([
      'Only sku T-1, as far as your rights go.',
      'Some rows are left out: not open to you here.',
    ]);
  });

  it('leaves the other side whole: a warehouse’s people see all products, a category’s all warehouses', async () => {
    const app = await openCompany(company());
    await resultOf(app, '/stock total');
    const words = async (...restrictions: Restriction[]) => stock.completions(asWith(app, { restrictions }).desk);
    expect((await words(only('warehouse', 'NORTH'))).valuesOf('sku')).toEqual(['F-1', 'F-2', 'T-1', 'T-2', 'U-2']);
    expect((await words(only('sku', 'F-2'))).valuesOf('warehouse')).toEqual(['NORTH', 'SOUTH']);
    expect((await words(only('sku', 'F-2'))).valuesOf('segment')).toEqual(['Fresh']);
  });

  it('an empty list leaves nothing, or everything but nothing', async () => {
    const app = await openCompany(company());
    const { totals } = await resultOf(asWith(app, { restrictions: [only('sku')] }), '/stock total by sku');
    expect(totals).toMatchObject({ both: '0.0000' });
    const all = await resultOf(asWith(app, { restrictions: [not('sku')] }), '/stock total by sku');
    expect(all.rows).toEqual((await resultOf(app, '/stock total by sku')).rows);
  });

  it('a value is found however its letters are composed', async () => {
    const base = company();
    const files = { ...base.files, 'product.csv': (base.files['product.csv'] ?? '').replaceAll('Food', 'Cafe\u0301') };
    const app = asWith(await openCompany({ ...base, files }), { restrictions: [not('category', 'CAF\u00c9')] });
    expect((await resultOf(app, '/stock total by category')).rows.map(({ category }) => category)).toEqual([
      'Toys',
      null,
    ]);
  });
});

describe('arbitrary questions', () => {
  const restrictions = [only('warehouse', 'NORTH'), not('category', 'Food')];
  const words = fc.constantFrom(
    ...HIDDEN,
    ...'SOUHT sout Foot Breads f-3 Whit Browns category:Food warehouse:south sku:F-1 product:bread "bread, white" segment:fresh'.split(
      ' ',
    ),
    ...'NORTH toys Robot Kite T-1 U-2 total variance compare cost availability by top 3 sku warehouse category in test as csv help quality status kpi: u-'.split(
      ' ',
    ),
  );
  const texts = fc.oneof(
    { weight: 5, arbitrary: fc.array(words, { maxLength: 6 }).map((list) => list.join(' ')) },
    { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
  );

  it('bring no value to light that is closed and not in the question itself', { timeout: 120_000 }, async () => {
    const app = asWith(await openCompany(company()), { restrictions, ...NO_COST });
    await resultOf(app, '/stock total');
    const { candidates } = await stock.completions(app.desk);
    expect(candidates.map(({ value }) => value)).toEqual(expect.arrayContaining(['NORTH', 'Toys', 'T-1', 'U-2']));
    expect(JSON.stringify(candidates)).not.toMatch(new RegExp(HIDDEN.join('|'), 'i'));
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const reply = await answer(`stock ${text}`, app.desk);
        const shown = [
          JSON.stringify(reply),
          ...(reply.kind === 'result' ? renderings(reply.result) : []),
          JSON.stringify(await stock.suggest(text, app.desk)),
          JSON.stringify(await stock.form(text, app.desk)),
        ].join('\n');
        const asked = text.toLowerCase();
        for (const value of HIDDEN.filter((one) => !asked.includes(one.toLowerCase())))
          expect(shown.toLowerCase().includes(value.toLowerCase()), `${value} in ${shown}`).toBe(false);
      }),
      { numRuns: 600, seed: 11 },
    );
  });

  it('read as though what is closed did not exist', { timeout: 120_000 }, async () => {
    const limited = asWith(await openCompany(company()), { restrictions });
    const whole = await openCompany(
      company({
        product: ([, , category]) => category !== 'Food',
        stock: ([, sku, warehouse]) => warehouse === 'NORTH' && !sku.startsWith('F'),
      }),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        fc.pre(!/^\s*(status|quality)/i.test(text));
        const [ours, theirs] = [await answer(`stock ${text}`, limited.desk), await answer(`stock ${text}`, whole.desk)];
        expect(comparable(ours)).toEqual(comparable(theirs));
      }),
      { numRuns: 400, seed: 12 },
    );
  });
});

describe('what is known', () => {
  it('is read once for each set of rights, and anew when the model has changed', async () => {
    const app = await openCompany(company());
    const read = vi.spyOn(app.model, 'dimensionValues');
    const ask = (restrictions: readonly Restriction[]) =>
      resultOf(asWith(app, { restrictions, closedKpis: ['cost'] }), '/stock total');
    await Promise.all([ask([]), ask([]), ask([])]);
    await ask([]);
    expect(read).toHaveBeenCalledTimes(1);
    await ask([only('warehouse', 'NORTH')]);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('is answered for more sets of rights than are remembered', async () => {
    const app = await openCompany(company());
    const asked = Array.from({ length: 120 }, async (_, index) =>
      resultOf(asWith(app, { restrictions: [only('warehouse', 'NORTH', String(index))] }), '/stock total north'),
    );
    for (const { totals } of await Promise.all(asked)) expect(totals).toMatchObject({ both: '18.0000' });
  });
});
