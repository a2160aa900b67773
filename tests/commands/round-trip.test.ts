import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, openApp } from '../../src/app.js';
import { type Knowledge, knowledgeOf } from '../../src/commands/desk.js';
import { answer } from '../../src/commands/index.js';
import { queryOf } from '../../src/commands/query.js';
import { canonical } from '../../src/intent/canonical.js';
import type { Intent, Mistake } from '../../src/intent/intent.js';
import { parse } from '../../src/intent/parse.js';
import { plan } from '../../src/kpi/plan.js';
import { ALL_RIGHTS } from '../../src/kpi/rights.js';
import { plainTables, writeCompany } from '../support/app.js';
import { type Meaning, questions, type Spoken } from './spoken/index.js';

const RUNS = 10_000;
/** Of those that make sense, one in so many is answered: each answer costs some 20 ms. */
const EVERY = 5;
/** The same questions each time, but for whoever asks for others. */
const SEED = Number(process.env.PROPERTY_SEED ?? 11);

const PRODUCTS = `product_id,name,category,segment,division,variant,unit_price
F-1,White Bread,Food,Fresh,Café,Large,2.50
F-2,White Bread,Food,Fresh,Café,Small,1.50
T-20,Top Hat,Office Toys,Play,Durable,,40`;

/** On some days of two years each sku lies in some of the warehouses, in other amounts on either side. */
function stock(side: number): string {
  const days = ['2024-11-30', '2025-06-30', '2025-12-31', '2026-01-31', '2026-03-02', '2026-03-08', '2026-03-09'];
  const rows = days.flatMap((day, d) =>
    ['F-1', 'F-2', 'T-20'].flatMap((sku, s) =>
      ['NORTH', 'South 2'].flatMap((warehouse, w) => {
        if ((d + s * 2 + w + side) % 5 === 0) return [];
        const [quantity, demand] = [(d * 7 + s * 11 + w * 3 + side * 5) % 23, (d * 5 + s * 3 + w) % 9];
        return [`${day},${sku},${warehouse},${quantity},${demand},${1 + s + side}.50`];
      }),
    ),
  );
  return ['date,product_id,warehouse,quantity,demand,unit_cost', ...rows].join('\n');
}

let folder: string;
let app: App;
let knowledge: Knowledge;
let asked: readonly Spoken[];

beforeAll(async () => {
  const files = { 'product.csv': PRODUCTS, 'test.csv': stock(0), 'production.csv': stock(1) };
  folder = mkdtempSync(join(tmpdir(), 'tally-round-trip-'));
  const config = writeCompany(folder, { files, tables: plainTables() });
  app = await openApp({ config, environment: {}, now: () => new Date('2026-03-10T12:00:00Z') });
  await answer('/stock', app.desk);
  knowledge = await knowledgeOf(app.desk);
  asked = fc.sample(questions(knowledge.words.candidates), { numRuns: RUNS, seed: SEED });
});

afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const inFull = (intent: Intent): string => canonical(intent, knowledge.words);
const again = (question: string) => parse(question.replace(/^\/stock ?/, ''), knowledge.words);

describe(`${RUNS} questions as people write them`, () => {
  it('are the same when they are written in full and read again', () => {
    let understood = 0;
    for (const { text } of asked) {
      const parsed = parse(text, knowledge.words);
      if (!parsed.ok) continue;
      understood++;
      const question = inFull(parsed.intent);
      const read = again(question);
      expect([text, read]).toEqual([text, parsed]);
      expect(read.ok && inFull(read.intent)).toBe(question);
    }
    expect(understood).toBeGreaterThan(0.9 * RUNS);
  });

  it('say what they were meant to say, where their parts stand apart', () => {
    for (const { text, says, apart } of asked) {
      const parsed = parse(text, knowledge.words);
      if (apart && parsed.ok) expect([text, saidOf(parsed.intent, says)]).toEqual([text, says]);
    }
  });

  it('are mistakes, with a place and questions that are understood, where they are not understood', () => {
    for (const { text } of asked) {
      const parsed = parse(text, knowledge.words);
      if (!parsed.ok) expectHelpful(text, parsed.mistake);
    }
  });

  it('are refused with questions that are answered', async () => {
    const refused = asked.filter(({ text }) => parse(text, knowledge.words).ok && !makesSense(text));
    expect(refused.length).toBeGreaterThan(0.1 * RUNS);
    let suggested = 0;
    for (const { text } of refused.filter((_, index) => index % EVERY === 0)) {
      const reply = await answer(`/stock ${text}`, app.desk);
      if (reply.kind !== 'mistake') throw new Error(`${text} was not refused`);
      const { suggestions } = reply.mistake;
      suggested += suggestions.length > 0 ? 1 : 0;
      for (const question of suggestions)
        expect([text, question, makesSense(question)]).toEqual([text, question, true]);
    }
    expect(suggested).toBeGreaterThan(100);
  });

  it(`have the same answer in full: every ${EVERY}th of those that make sense`, { timeout: 180_000 }, async () => {
    const sensible = asked.filter(({ text }) => makesSense(text));
    expect(sensible.length).toBeGreaterThan(0.3 * RUNS);
    let told = 0;
    for (const { text } of sensible.filter((_, index) => index % EVERY === 0)) {
      const reply = await answer(`/stock ${text}`, app.desk);
      if (reply.kind !== 'result') throw new Error(`${text}: ${JSON.stringify(reply)}`);
      told += reply.result.rows.length > 0 ? 1 : 0;
      expect([text, await answer(reply.result.question, app.desk)]).toEqual([text, reply]);
    }
    expect(told).toBeGreaterThan(400);
  });
});

describe('a question', () => {
  it.each([
    ['variance of "White Bread"?', '/stock variance product:"White Bread"'],
    ['total by segment, sku F-1', '/stock total sku:F-1 by segment'],
    ['cover in 2026; days of cover over 5', '/stock cover days of cover over 5 2026'],
    ['trend of in stock; this week', '/stock trend measure:in_stock this week'],
  ])('%s → %s', (text, question) => {
    const parsed = parse(text, knowledge.words);
    expect(parsed.ok && inFull(parsed.intent)).toBe(question);
    expect(again(question)).toEqual(parsed);
  });
});

/** What an intent says of the same as this. */
function saidOf({ thresholds = [], ...intent }: Intent, says: Partial<Meaning>): Partial<Meaning> {
  const limits = thresholds.map(({ measure: _, ...limit }) => JSON.stringify(limit));
  const all: Partial<Meaning> = {
    ...intent,
    by: intent.by ?? [],
    thresholds: [...new Set(limits)].map((limit) => JSON.parse(limit)),
  } as Partial<Meaning>;
  return Object.fromEntries(Object.entries(all).filter(([key]) => key in says));
}

function expectHelpful(text: string, { message, start, end, suggestions }: Mistake): void {
  expect([text, message]).toEqual([text, expect.stringMatching(/\S.*[.?]$/)]);
  expect(start).toBeGreaterThanOrEqual(0);
  expect(end).toBeGreaterThanOrEqual(start);
  expect(end).toBeLessThanOrEqual(text.length);
  for (const question of suggestions) expect([question, again(question).ok]).toEqual([question, true]);
}

function makesSense(text: string): boolean {
  const parsed = again(text);
  return parsed.ok && !('refusal' in plan(queryOf(parsed.intent), knowledge.facts, ALL_RIGHTS));
}
