import fc from 'fast-check';
import { type Intent, RENDERINGS, type Threshold } from '../../src/intent/intent.js';
import { type Candidate, fold } from '../../src/intent/vocabulary.js';
import { type NamedPeriod, type Period, UNITS_OF_TIME, type Versus } from '../../src/periods/index.js';
import { DIMENSION_TERMS, KPI_TERMS, MEASURE_TERMS } from './words.js';

/** Any vocabularies and intents that a question can make of them, for properties. */

/** What the grammar, numbers and dates look like, alone and run together. */
const LOOKALIKES =
  `total|variance|trend|cost|by sku|by category by month|top|top 10|bottom 3 by value|over|over 5%|variance over
  |variance over 5|total top 10|total by sku|in|in test|in march|test|production|prod|as csv|vs|vs yesterday|vs last week|last
  |last week|last 30 days|30 days|10 30|10 variance|sku top|month over|test 2026|csv|this month|since march|from october|from 2026-10
  to 2026-11|today|yesterday|march|may|oct|march 2026|2026|7|1.5|5%|-3|1,500|2026-10-31|2026-10|2026-W42|Q3|Q3 2026|2026 as|FY21
  |Q1 FY2021|31.10.2026|10/11/2026|value|value variance|fill rate|fill|items|items match|measure:value|kpi:total|category:X|by
  |and|the|please|stock|category|environment|warehouse north|monthly|daily demand|" |""|a "b" c|it's|x; y|a, b|:|;|,|.|?|—|=1+1|<5>
  |Café|Straße|ﬁne|İstanbul|日本 東京|🙂|٣|Ⅳ|½|´|ﹰ`
    .split('|')
    .map((text) => text.replace(/\s+/g, ' ').trim())
    .filter((text) => text !== '');

const freeText = fc
  .string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
  .map((text) => text.replace(/[\s\p{Cc}\ufeff]+/gu, ' ').trim())
  .filter((text) => text !== '');
const lookalike = fc.constantFrom(...LOOKALIKES);
const text = fc.oneof(
  { weight: 5, arbitrary: lookalike },
  { weight: 3, arbitrary: fc.tuple(lookalike, lookalike).map((parts) => parts.join(' ')) },
  { weight: 2, arbitrary: freeText },
);

const candidate: fc.Arbitrary<Candidate> = fc
  .record({
    dimension: fc.constantFrom('category', 'segment', 'product', 'sku', 'warehouse'),
    value: text,
    label: fc.option(text, { nil: undefined, freq: 5 }),
  })
  .map(({ dimension, value, label }) => ({
    dimension,
    value,
    selects: `${dimension} ${value}`,
    ...(label === undefined ? {} : { label }),
  }));

const anyCandidates: fc.Arbitrary<readonly Candidate[]> = fc.uniqueArray(candidate, {
  maxLength: 12,
  selector: ({ dimension, value }) => `${dimension} ${fold(value)}`,
});

const year = fc.integer({ min: 1900, max: 2199 });
const quarter = fc.integer({ min: 1, max: 4 });
const unit = fc.constantFrom(...UNITS_OF_TIME);
const named: fc.Arbitrary<NamedPeriod> = fc.oneof(
  fc
    .date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
    .map((date) => ({ kind: 'day' as const, date: date.toISOString().slice(0, 10) })),
  fc.record({ kind: fc.constantFrom('today' as const, 'yesterday' as const) }),
  fc.record({ kind: fc.constant('week' as const), year, week: fc.integer({ min: 1, max: 52 }) }),
  fc.record(
    { kind: fc.constant('month' as const), month: fc.integer({ min: 1, max: 12 }), year },
    { requiredKeys: ['kind', 'month'] },
  ),
  fc.record({ kind: fc.constant('quarter' as const), quarter, year }, { requiredKeys: ['kind', 'quarter'] }),
  fc.record({ kind: fc.constant('year' as const), year }),
  fc.record({ kind: fc.constant('fiscal' as const), year, quarter }, { requiredKeys: ['kind', 'year'] }),
);
const count = fc.integer({ min: 1, max: 300 });
const period: fc.Arbitrary<Period> = fc.oneof(
  { weight: 3, arbitrary: named },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('last' as const, 'recent' as const), count, unit }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('this' as const), unit }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('since' as const), from: named }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('between' as const),
      from: year.filter((one) => one < 2000).map((one) => ({ kind: 'year' as const, year: one })),
      to: named.filter((one) => !('year' in one) || (one.year ?? 2000) >= 2000),
    }),
  },
);

const ends = (one: Period): boolean => one.kind !== 'between' || one.to.kind !== 'day' || one.to.date > '2000';

/** “vs yesterday” and “vs last week” are units earlier, and no periods. */
const versus: fc.Arbitrary<Versus> = fc.oneof(
  fc.record({ kind: fc.constant('earlier' as const), unit }),
  fc.record({
    kind: fc.constant('period' as const),
    period: period.filter((one) => ends(one) && one.kind !== 'yesterday' && !(one.kind === 'last' && one.count === 1)),
  }),
);

const threshold = (measures: readonly string[]): fc.Arbitrary<Threshold> =>
  fc.record(
    {
      ...(measures.length > 0 ? { measure: fc.constantFrom(...measures) } : {}),
      is: fc.constantFrom('over' as const, 'under' as const),
      value: fc.constantFrom('0', '5', '12.5', '0.001', '2026', '30'),
      percent: fc.boolean(),
    },
    { requiredKeys: ['is', 'value', 'percent'] },
  );

const grouping = fc
  .uniqueArray(fc.constantFrom(...DIMENSION_TERMS.map(({ name }) => name), ...UNITS_OF_TIME), {
    minLength: 1,
    maxLength: 2,
  })
  .filter((by) => by.filter((name) => UNITS_OF_TIME.some((one) => one === name)).length < 2);

/** Values of a model, and twenty intents about them. */
export const anyQuestions: fc.Arbitrary<{ candidates: readonly Candidate[]; intents: readonly Intent[] }> =
  anyCandidates.chain((candidates) => {
    const kpi = fc.constantFrom(...KPI_TERMS.map(({ name }) => name));
    const intent = kpi.chain((name) => anyIntent(name, candidates));
    return fc.record({
      candidates: fc.constant(candidates),
      intents: fc.array(intent, { minLength: 20, maxLength: 20 }),
    });
  });

function anyIntent(kpi: string, candidates: readonly Candidate[]): fc.Arbitrary<Intent> {
  const isTrend = kpi === 'trend';
  const measures = isTrend ? [] : MEASURE_TERMS.filter(({ kpis }) => kpis.includes(kpi)).map(({ name }) => name);
  const lead = KPI_TERMS.find(({ name }) => name === kpi)?.lead;
  const followed = isTrend ? MEASURE_TERMS.map(({ name }) => name) : measures.filter((name) => name !== lead);
  return fc
    .record(
      {
        kpi: fc.constant(kpi),
        ...(followed.length > 0 ? { of: fc.constantFrom(...followed) } : {}),
        filters: fc
          .subarray([...candidates], { maxLength: Math.min(3, candidates.length) })
          .map((list) => list.map(({ dimension, value }) => ({ dimension, value }))),
        by: grouping,
        limit: fc.record({ end: fc.constantFrom('top', 'bottom'), count: fc.integer({ min: 1, max: 1000 }) }),
        ...(measures.length > 0 ? { rank: fc.constantFrom(...measures) } : {}),
        thresholds: fc.uniqueArray(threshold(measures), {
          minLength: 1,
          maxLength: 2,
          selector: (one) => JSON.stringify(one, ['measure', 'is', 'value', 'percent']),
        }),
        environment: fc.constantFrom('test', 'production'),
        period: period.filter(ends),
        versus,
        as: fc.constantFrom(...RENDERINGS),
      },
      { requiredKeys: ['kpi', 'filters'] },
    )
    .map(({ rank, ...intent }) => ({
      ...intent,
      ...(rank === undefined || intent.limit === undefined ? {} : { rank }),
    })) as fc.Arbitrary<Intent>;
}
