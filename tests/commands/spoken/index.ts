import fc from 'fast-check';
import { COMMON_WORDS, ENVIRONMENTS } from '../../../src/intent/keywords.js';
import type { Candidate } from '../../../src/intent/vocabulary.js';
import { KPIS } from '../../../src/kpi/index.js';
import { dimension, kpiNamed, measureOf, unit, valueNamed } from './names.js';
import { joined, keyword, type Meaning, maybe, type Part, part, phrases } from './part.js';
import { period, versus } from './periods.js';

export type { Meaning } from './part.js';

/** A question as somebody may write it. */
export interface Spoken {
  readonly text: string;
  readonly says: Partial<Meaning>;
  /** Semicolons stand between its parts, so that no phrase goes from one into the next. */
  readonly apart: boolean;
}

const grouping = fc.oneof(
  fc
    .tuple(keyword('by'), fc.oneof(dimension, dimension, unit))
    .map(([by, { text, name }]) => part(`${by} ${text}`, { by: [name] })),
  fc
    .tuple(keyword('by'), dimension, fc.constantFrom(' and ', ' & ', ', ', ' by '), unit)
    .map(([by, down, and, across]) => part(`${by} ${down.text}${and}${across.text}`, { by: [down.name, across.name] })),
  fc.constantFrom(
    ...COMMON_WORDS.flatMap(([phrase, { frequency }]) => (frequency ? [part(phrase, { by: [frequency] })] : [])),
  ),
);

/** `top 5`, `largest 3 skus by fill rate`. */
const ranking = (measures: fc.Arbitrary<string>) =>
  fc.constantFrom('top' as const, 'bottom' as const).chain((end) =>
    fc
      .record({
        word: keyword(end),
        count: fc.option(fc.integer({ min: 1, max: 50 }), { nil: null }),
        of: fc.option(dimension, { nil: null, freq: 1 }),
        measure: fc.oneof(fc.constant(''), measures),
      })
      .map(({ word, count, of, measure }) =>
        part(joined(word, count === null ? '' : String(count), of?.text ?? '', measure === '' ? '' : `by ${measure}`), {
          limit: { end, count: count ?? 10 },
          ...(of === null ? {} : { by: [of.name] }),
        }),
      ),
  );

/** `over 5%`, `fill rate is less than 90 percent`. */
const threshold = (measures: fc.Arbitrary<string>) =>
  fc.constantFrom('over' as const, 'under' as const).chain((is) =>
    fc
      .record({
        measure: fc.oneof(fc.constant(''), measures),
        verb: maybe('is', 'are'),
        word: keyword(is),
        value: fc.constantFrom('0', '5', '7.5', '100', '2000'),
        percent: fc.constantFrom('', '', '%', ' %', ' percent', ' pct'),
      })
      .map(({ measure, verb, word, value, percent }) =>
        part(joined(measure, measure === '' ? '' : verb, `${word} ${value}${percent}`), {
          thresholds: [{ is, value, percent: percent !== '' }],
        }),
      ),
  );

const environment = fc
  .tuple(keyword('in'), maybe('the', 'our'), fc.constantFrom(...ENVIRONMENTS), maybe('environment', 'env'))
  .map(([lead, the, [word, where], noun]) => part(joined(lead, the, word, noun), { environment: where }));

const rendering = fc
  .tuple(
    maybe('a', 'the'),
    fc.constantFrom(...COMMON_WORDS.flatMap(([word, one]) => (one.rendering ? [[word, one.rendering] as const] : []))),
  )
  .map(([a, [word, as]]) => part(joined('as', a, word), { as }));

const none = fc.constant<readonly Part[]>([]);
const often = (one: fc.Arbitrary<Part>) => fc.oneof(none, one);
const seldom = (one: fc.Arbitrary<Part>) => fc.oneof(none, none, none, one);

/** About these values: any parts, in any order, politely or not. */
export function questions(candidates: readonly Candidate[]): fc.Arbitrary<Spoken> {
  const names = KPIS.map(({ name }) => name);
  return fc.constantFrom(null, ...names, ...names).chain((kpi) => {
    const measures = measureOf(kpi);
    return fc
      .tuple(
        kpi === null ? none : kpiNamed(kpi),
        kpi === 'trend' ? often(measureOf(null).map((text) => part(text, {}))) : none,
        fc.array(valueNamed(candidates), { maxLength: 2 }),
        often(grouping),
        seldom(ranking(measures)),
        seldom(threshold(measures)),
        seldom(threshold(measures)),
        seldom(environment),
        often(period),
        seldom(versus),
        seldom(rendering),
      )
      .chain((parts) => written(parts.flat()));
  });
}

const FILLER = phrases(({ filler }) => filler ?? false);
const LETTERS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text,
  (text) => text.toLowerCase(),
  (text) => text.toUpperCase(),
];

function written(parts: readonly Part[]): fc.Arbitrary<Spoken> {
  return fc
    .record({
      order: fc.shuffledSubarray([...parts], { minLength: parts.length }),
      filler: fc.array(fc.constantFrom(...FILLER), { maxLength: 3 }),
      mark: fc.constantFrom(';', ';', '', ','),
      end: fc.constantFrom('', '', '?', '.'),
      letters: fc.constantFrom(...LETTERS),
    })
    .map(({ order, filler, mark, end, letters }) => ({
      text: `${letters([...filler, order.map(({ text }) => text).join(`${mark} `)].join(' '))}${end}`,
      says: together(order),
      apart: mark === ';',
    }));
}

function together(parts: readonly Part[]): Partial<Meaning> {
  const all = (key: 'filters' | 'by' | 'thresholds') => {
    const said = parts.flatMap(({ says }): readonly unknown[] => says[key] ?? []);
    const once = [...new Map(said.map((one) => [JSON.stringify(one), one])).values()];
    return once.length > 0 ? { [key]: once } : {};
  };
  const single: Partial<Meaning> = Object.assign({}, ...parts.map(({ says }) => says));
  return { ...single, ...all('filters'), ...all('by'), ...all('thresholds') };
}
