import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/intent/canonical.js';
import type { Intent } from '../../src/intent/intent.js';
import { parse } from '../../src/intent/parse.js';
import { Vocabulary } from '../../src/intent/vocabulary.js';
import { anyQuestions } from './any.js';
import { understood } from './asked.js';
import { DIMENSION_TERMS, KPI_TERMS, MEASURE_TERMS, WORDS } from './words.js';

const again = (intent: Intent, words: Vocabulary) => parse(canonical(intent, words).replace('/stock ', ''), words);

describe('canonical text', () => {
  it('is the same intent when it is parsed again, whatever the values are called: 10,000 of them', () => {
    fc.assert(
      fc.property(anyQuestions, ({ candidates, intents }) => {
        const words = new Vocabulary(KPI_TERMS, DIMENSION_TERMS, candidates, MEASURE_TERMS);
        for (const intent of intents) expect(again(intent, words)).toEqual({ ok: true, intent });
      }),
      { numRuns: 500 },
    );
  });

  it('brings back any value, however it is written', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }), (raw) => {
        // Cleansing folds blanks and leaves no empty text.
        const value = raw.replace(/[\s\p{Cc}\ufeff]+/gu, ' ').trim();
        fc.pre(value !== '');
        const candidates = [{ dimension: 'product', value, selects: '1' }];
        const words = new Vocabulary(KPI_TERMS, DIMENSION_TERMS, candidates, MEASURE_TERMS);
        const intent: Intent = { kpi: 'variance', filters: [{ dimension: 'product', value }] };
        expect(again(intent, words)).toEqual({ ok: true, intent });
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['top 5 as csv variance of electronics in prod', '/stock variance category:Electronics top 5 in production as csv'],
    ['by month top 3 by fill rate north', '/stock availability warehouse:North by month top 3 by fill rate'],
    ['kpi:cost', '/stock kpi:cost'],
    ['total over the last 30 days vs a week ago', '/stock total last 30 days vs last week'],
    ['fy21 vs fy20 total', '/stock total FY2021 vs FY2020'],
    ['31 days variance above 5 percent', '/stock variance over 5% 31 days'],
    ['compare availability over 90%', '/stock compare availability over 90%'],
    ['in march total', '/stock total in march'],
    ['variance over time by week', '/stock trend variance by week'],
    ['trend measure:items', '/stock trend measure:items'],
    ['total total by category', '/stock total by category'],
  ])('%s → %s', (text, question) => {
    expect(canonical(understood(text), WORDS)).toBe(question);
    expect(understood(question.replace('/stock ', ''))).toEqual(understood(text));
  });

  it('sets parts apart of which the words together are a value', () => {
    const words = new Vocabulary(
      KPI_TERMS,
      DIMENSION_TERMS,
      [{ dimension: 'product', value: 'Total top 10', selects: '1' }],
      MEASURE_TERMS,
    );
    const intent: Intent = { kpi: 'total', filters: [], limit: { end: 'top', count: 10 } };
    expect(canonical(intent, words)).toBe('/stock total; top 10');
    expect(again(intent, words)).toEqual({ ok: true, intent });
    expect(understood('total top 10', words).filters).toHaveLength(1);
  });
});
