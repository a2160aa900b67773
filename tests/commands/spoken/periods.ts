import fc from 'fast-check';
import { COMMON_WORDS } from '../../../src/intent/keywords.js';
import { MONTH_NAMES, type NamedPeriod, type Period, UNIT_WORDS, type Versus } from '../../../src/periods/index.js';
import { joined, keyword, maybe, type Part, part } from './part.js';

/** Words of time in every form. */

interface Said<What> {
  readonly text: string;
  readonly what: What;
}

const said = <What>(text: string, what: What): Said<What> => ({ text, what });
const padded = (value: number): string => String(value).padStart(2, '0');

const year = fc.integer({ min: 2024, max: 2027 });
const quarter = fc.integer({ min: 1, max: 4 });
const monthWord = fc.constantFrom(...MONTH_NAMES);
const unitWord = fc.constantFrom(...UNIT_WORDS);
const count = fc.integer({ min: 2, max: 40 });
const date = fc
  .integer({ min: 0, max: 800 })
  .map((days) => new Date(Date.UTC(2024, 5, 1 + days)).toISOString().slice(0, 10));

const named: fc.Arbitrary<Said<NamedPeriod>> = fc.oneof(
  date.map((day) => said(day, { kind: 'day' as const, date: day })),
  fc.constantFrom('today' as const, 'yesterday' as const).map((kind) => said(kind, { kind })),
  fc
    .tuple(year, fc.integer({ min: 1, max: 52 }))
    .map(([of, week]) => said(`${of}-W${padded(week)}`, { kind: 'week' as const, year: of, week })),
  fc
    .tuple(year, fc.integer({ min: 1, max: 12 }))
    .map(([of, month]) => said(`${of}-${padded(month)}`, { kind: 'month' as const, year: of, month })),
  monthWord.map(([word, month]) => said(word, { kind: 'month' as const, month })),
  fc
    .tuple(monthWord, year)
    .map(([[word, month], of]) => said(`${word} ${of}`, { kind: 'month' as const, year: of, month })),
  quarter.map((of) => said(`Q${of}`, { kind: 'quarter' as const, quarter: of })),
  fc
    .tuple(quarter, year, fc.boolean())
    .map(([of, in_, first]) =>
      said(first ? `${in_}-Q${of}` : `Q${of} ${in_}`, { kind: 'quarter' as const, quarter: of, year: in_ }),
    ),
  year.map((of) => said(String(of), { kind: 'year' as const, year: of })),
  year.chain((of) =>
    fc
      .constantFrom(`FY${of}`, `FY${of - 2000}`, `fiscal year ${of}`)
      .map((text) => said(text, { kind: 'fiscal' as const, year: of })),
  ),
  fc
    .tuple(quarter, year)
    .map(([of, in_]) => said(`Q${of} FY${in_}`, { kind: 'fiscal' as const, year: in_, quarter: of })),
);

const lastOne: fc.Arbitrary<Said<Period & { kind: 'last' }>> = fc
  .tuple(keyword('last'), unitWord)
  .map(([last, [word, unit]]) => said(`${last} ${word}`, { kind: 'last' as const, count: 1, unit }));
const counted: fc.Arbitrary<Said<Period>> = fc.oneof(
  fc
    .tuple(keyword('last'), count, unitWord)
    .map(([last, many, [word, unit]]) => said(`${last} ${many} ${word}`, { kind: 'last' as const, count: many, unit })),
  fc
    .tuple(count, unitWord)
    .map(([many, [word, unit]]) => said(`${many} ${word}`, { kind: 'recent' as const, count: many, unit })),
  fc
    .tuple(keyword('this'), unitWord)
    .map(([this_, [word, unit]]) => said(`${this_} ${word}`, { kind: 'this' as const, unit })),
);
const constant: fc.Arbitrary<Said<Period>> = fc.constantFrom(
  ...COMMON_WORDS.flatMap(([phrase, { period }]) => (period ? [said(phrase, period)] : [])),
);

/** Before all others, so that no span ends before it begins. */
const early: fc.Arbitrary<Said<NamedPeriod>> = fc.oneof(
  fc.constant(said('2024-02', { kind: 'month' as const, year: 2024, month: 2 })),
  fc.constant(said('2023', { kind: 'year' as const, year: 2023 })),
  fc.constant(said('2023-12-31', { kind: 'day' as const, date: '2023-12-31' })),
);
const late = named.filter(({ what }) => !('year' in what) || what.year === undefined || what.year > 2024);
const span: fc.Arbitrary<Said<Period>> = fc.oneof(
  named.map(({ text, what }) => said(`since ${text}`, { kind: 'since' as const, from: what })),
  fc
    .tuple(maybe('from'), early, keyword('to'), late)
    .map(([lead, from, to, until]) =>
      said(joined(lead, from.text, to, until.text), { kind: 'between' as const, from: from.what, to: until.what }),
    ),
  fc
    .tuple(early, fc.oneof(keyword('and'), keyword('to')), late)
    .map(([from, and, until]) =>
      said(`between ${from.text} ${and} ${until.text}`, { kind: 'between' as const, from: from.what, to: until.what }),
    ),
);

const led = <What>(leads: readonly string[], period: fc.Arbitrary<Said<What>>): fc.Arbitrary<Said<What>> =>
  fc.tuple(maybe(...leads), period).map(([lead, { text, what }]) => said(joined(lead, text), what));

export const period: fc.Arbitrary<Part> = fc
  .oneof(
    led<Period>(['in', 'on', 'during', 'as of'], named),
    led<Period>(['over the', 'in the', 'during the'], fc.oneof(counted, lastOne)),
    constant,
    span,
  )
  .map(({ text, what }) => part(text, { period: what }));

const earlier: fc.Arbitrary<Said<Versus>> = fc.oneof(
  fc.constant(said('yesterday', { kind: 'earlier' as const, unit: 'day' as const })),
  lastOne.map(({ text, what }) => said(text, { kind: 'earlier' as const, unit: what.unit })),
  fc
    .tuple(maybe('the', 'a'), unitWord, keyword('before'))
    .map(([the, [word, unit], before]) => said(joined(the, word, before), { kind: 'earlier' as const, unit })),
);

export const versus: fc.Arbitrary<Part> = fc
  .tuple(
    keyword('vs'),
    fc.oneof(
      earlier,
      fc
        .oneof(
          named.filter(({ what }) => what.kind !== 'yesterday'),
          counted,
          span,
        )
        .map(({ text, what }) => said<Versus>(text, { kind: 'period', period: what })),
    ),
  )
  .map(([vs, { text, what }]) => part(`${vs} ${text}`, { versus: what }));
