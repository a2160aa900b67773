import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/intent/canonical.js';
import { type Intent, RENDERINGS } from '../../src/intent/intent.js';
import { parse } from '../../src/intent/parse.js';
import { Vocabulary } from '../../src/intent/vocabulary.js';
import { DIMENSIONS } from '../../src/kpi/dimensions.js';
import { KPIS } from '../../src/kpi/index.js';
import { WORDS } from './words.js';

const intents: fc.Arbitrary<Intent> = fc.record(
  {
    kpi: fc.constantFrom(...WORDS.kpiNames),
    filters: fc
      .uniqueArray(fc.constantFrom(...WORDS.candidates), { maxLength: 4 })
      .map((list) => list.map(({ dimension, value }) => ({ dimension, value }))),
    by: fc.constantFrom(...WORDS.dimensionNames),
    limit: fc.record({ end: fc.constantFrom('top', 'bottom'), count: fc.integer({ min: 1, max: 1000 }) }),
    environment: fc.constantFrom('test', 'production'),
    as: fc.constantFrom(...RENDERINGS),
  },
  { requiredKeys: ['kpi', 'filters'] },
);

describe('canonical text', () => {
  it('is the same intent when it is parsed again', () => {
    fc.assert(
      fc.property(intents, (intent) => {
        const text = canonical(intent, WORDS).replace('/stock ', '');
        expect(parse(text, WORDS)).toEqual({ ok: true, intent });
      }),
      { numRuns: 2000 },
    );
  });

  it('brings back any value, however it is written', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }), (raw) => {
        // Cleansing folds blanks and leaves no empty text.
        const value = raw.replace(/[\s\p{Cc}\ufeff]+/gu, ' ').trim();
        fc.pre(value !== '');
        const words = new Vocabulary(KPIS, Object.values(DIMENSIONS), [{ dimension: 'product', value, selects: '1' }]);
        const intent: Intent = { kpi: 'variance', filters: [{ dimension: 'product', value }] };
        expect(parse(canonical(intent, words).replace('/stock ', ''), words)).toEqual({ ok: true, intent });
      }),
      { numRuns: 3000 },
    );
  });
});
