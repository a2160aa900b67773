import fc from 'fast-check';
import { expect, it } from 'vitest';
import { durationText } from '../../../src/alerts/clock.js';
import { readDuration } from '../../../src/commands/alerts/durations.js';
import { type AlertText, alertText, readAlert } from '../../../src/commands/alerts/text.js';
import { canonical } from '../../../src/intent/canonical.js';
import { parse } from '../../../src/intent/parse.js';
import { Vocabulary } from '../../../src/intent/vocabulary.js';
import { anyQuestions } from '../../intent/any.js';
import { DIMENSION_TERMS, KPI_TERMS, MEASURE_TERMS } from '../../intent/words.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function said(rest: string): AlertText {
  const read = readAlert(`alert ${rest}`);
  if (!read.ok) throw new Error(read.mistake.message);
  return { ...read.said, question: read.said.question.replace(/\s+/g, ' ').trim() };
}

it.each<[string, Partial<AlertText>]>([
  ['variance over 5%', { question: 'variance over 5%', hold: 0, remind: null, place: null }],
  ['variance over 5% for 30 min by product', { question: 'variance over 5% by product', hold: 30 * MINUTE }],
  ['variance for electronics over 5% for 2h', { question: 'variance for electronics over 5%', hold: 2 * HOUR }],
  ['variance over 5% remind me every 4 hours dm', { question: 'variance over 5%', remind: 4 * HOUR, place: 'direct' }],
  ['variance over 5% remind daily', { remind: 24 * HOUR }],
  ['variance over 5% remind every hour', { remind: HOUR }],
  [
    'cover under 5 days for 1 day in #C012ABC',
    { question: 'cover under 5 days', hold: 24 * HOUR, place: { channel: 'C012ABC' } },
  ],
  ['in #C012ABC variance over 5%', { question: 'variance over 5%', place: { channel: 'C012ABC' } }],
  ['variance "for 30 min" over 5%', { question: 'variance "for 30 min" over 5%', hold: 0 }],
])('“alert %s” is understood', (rest, expected) => {
  expect(said(rest)).toMatchObject(expected);
});

it.each([
  ['variance over 5% for 0 min', 'for 0 min', 'That can be 1 min to 7 days.', undefined],
  ['variance over 5% for 30 days', 'for 30 days', 'That can be 1 min to 7 days.', undefined],
  ['variance over 5% remind every 1 min', 'remind every 1 min', 'That can be 10 min to 30 days.', undefined],
  [
    'variance over 5% remind',
    'remind',
    'After “remind every” comes a time',
    '/stock alert variance over 5% remind every 4 h',
  ],
  ['variance over 5% for 5', 'for 5', 'For how long: for 5 min, for 5 h', '/stock alert variance over 5% for 5 min'],
  ['variance over 5% in #ops', 'in #ops', '“#ops” is no channel', '/stock alert variance over 5% here'],
])('“alert %s” is a mistake', (rest, place, message, suggestion) => {
  const text = `alert ${rest}`;
  const read = readAlert(text);
  if (read.ok) throw new Error(`understood: ${JSON.stringify(read.said)}`);
  const { mistake } = read;
  expect(mistake.message).toContain(message);
  expect(text.slice(mistake.start, mistake.end)).toBe(place);
  if (suggestion !== undefined) expect(mistake.suggestions[0]).toBe(suggestion);
});

it('a time is read as it is written', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 90 * 24 * 60 }), (minutes) => {
      const milliseconds = minutes * MINUTE;
      fc.pre(/^\d{1,5} /.test(durationText(milliseconds)));
      expect(readDuration(durationText(milliseconds).split(' '))).toEqual({ milliseconds, used: 2 });
    }),
    { numRuns: 500, seed: 3 },
  );
  for (const words of [['30'], ['min'], ['30', 'weeks'], ['3.5', 'h'], ['1', 'constructor'], []])
    expect(readDuration(words)).toBeNull();
});

const terms = fc.record({
  hold: fc.constantFrom(0, 30 * MINUTE, 90 * MINUTE, 2 * HOUR, 24 * HOUR),
  remind: fc.constantFrom(null, 10 * MINUTE, 4 * HOUR, 7 * 24 * HOUR),
  place: fc.constantFrom(null, 'direct' as const, { channel: 'C012ABCDEF' }),
});

it('what is written canonically is read as the same, whatever the question', () => {
  fc.assert(
    fc.property(anyQuestions, terms, ({ candidates, intents }, rest) => {
      const words = new Vocabulary(KPI_TERMS, DIMENSION_TERMS, candidates, MEASURE_TERMS);
      for (const intent of intents) {
        const question = canonical(intent, words);
        const read = readAlert(`alert ${alertText({ ...rest, question })}`);
        expect(read).toMatchObject({ ok: true, said: rest });
        expect(read.ok && parse(read.said.question, words)).toEqual(parse(question.replace('/stock ', ''), words));
      }
    }),
    { numRuns: 100, seed: 21 },
  );
});
