import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mistake } from '../../src/intent/intent.js';
import { parse } from '../../src/intent/parse.js';
import { mistaken, quotedBy } from './asked.js';
import { PLAIN_WORDS, WORDS } from './words.js';

describe('what is asked back', () => {
  it.each<[string, Mistake['code'], string, string]>([
    ['variance electroncs', 'unknown', 'electroncs', '“electroncs” is not known. Did you mean Electronics?'],
    [
      'variance ofice suplies',
      'unknown',
      'ofice suplies',
      '“ofice suplies” is not known. Did you mean Office Supplies?',
    ],
    ['variance xyzzy', 'unknown', 'xyzzy', '“xyzzy” is not known. A KPI (overview, total,'],
    ['variance “xyzzy”', 'unknown', '“xyzzy”', '“xyzzy” is not known.'],
    ['7', 'unknown', '7', '“7” is a number and stands for nothing here. Did you mean sku:7?'],
    ['total as pie', 'unknown', 'pie', '“pie” is not a way to show an answer: table, chart, csv.'],
    ['total as csv as table', 'conflict', 'as table', 'An answer is shown in one way: as csv or as table?'],
    [
      'total category:Electronix',
      'unknown',
      'category:Electronix',
      'There is no category “Electronix”. Did you mean Electronics?',
    ],
    ['total colour:red', 'unknown', 'colour:red', '“colour” is nothing to filter by: environment, division,'],
    ['kpi:varience', 'unknown', 'kpi:varience', '“varience” is not a KPI: overview, total,'],
    [
      'total environment:staging',
      'unknown',
      'environment:staging',
      '“staging” is not an environment: test, production.',
    ],
    ['variance except north', 'refused', 'except', '“except” is not known: a question says what it is about'],
    ['variance electronics or north', 'refused', 'or', '“or” is not known'],
    ['total until', 'unknown', 'until', '“until” is not known. A KPI'],
    ['total in', 'incomplete', 'in', 'After “in” comes an environment: test, production.'],
    ['total on', 'incomplete', 'on', 'After “on” comes a day: today, yesterday, 2026-10-31.'],
  ])('%s', (text, code, part, message) => {
    const mistake = mistaken(text);
    expect(mistake.code).toBe(code);
    expect(quotedBy(text, mistake)).toBe(part);
    expect(mistake.message).toContain(message);
  });
});

describe('what would work', () => {
  it.each<[string, readonly string[]]>([
    ['variance electroncs by sku', ['/stock variance category:Electronics by sku']],
    ['variance home top 3', ['/stock variance segment:Home top 3', '/stock variance product:Home top 3']],
    ['variance xyzzy', ['/stock variance']],
    ['the variance of xyzzy', ['/stock the variance']],
    ['xyzzy', []],
    ['variance without north', []],
    ['variance electroncs not north', []],
    ['total north 45', ['/stock total north']],
    ['total 45', ['/stock total top 45']],
    ['5 skus', ['/stock top 5 skus']],
    ['kpi:varience', ['/stock variance']],
    ['total environment:tst', ['/stock total in test']],
    ['coost', ['/stock kpi:cost', '/stock category:Cost']],
  ])('%s', (text, suggestions) => {
    expect(mistaken(text).suggestions).toEqual(suggestions);
  });

  it('a suggestion has no mistake of its own', () => {
    expect(mistaken('varaince electroncs by catgory lst week').suggestions).toEqual([
      '/stock variance category:Electronics by category last week',
    ]);
  });

  it('every suggestion is understood, and every mistake is within its question', () => {
    const pieces = fc.constantFrom(
      ...`variance varaince total trend cost over under 5% 10 1,5 top bottom by per sku catgory month and in on test prod
        vs last week day days 30 since from to between october march 2026 2026-02-30 31.10.2026 Q3 FY0 as csv pie
        electronics electroncs home "home" kpi:x category:x measure:fill_rate fill rate items segment, ; the at least`.split(
        /\s+/,
      ),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (words) => {
        const text = words.join(' ');
        const parsed = parse(text, WORDS);
        if (parsed.ok) return;
        const { start, end, suggestions } = parsed.mistake;
        expect(0 <= start && start <= end && end <= text.length).toBe(true);
        for (const question of suggestions) {
          expect(parse(question.replace('/stock', ''), WORDS)).toMatchObject({ ok: true });
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('hostile text', () => {
  /** Processor time of the fastest of a few runs, in milliseconds: others may be at work on the same machine. */
  function time(text: string): number {
    const runs = Array.from({ length: 5 }, () => {
      const before = process.cpuUsage();
      parse(text, WORDS);
      return process.cpuUsage(before).user / 1000;
    });
    return Math.min(...runs);
  }

  it.each([
    'by ',
    'over ',
    'top ',
    'the ',
    'in the ',
    'variance over ',
    'from october to ',
    'last 30 ',
    '" ',
    'a:b ',
    '2026-10-31 ',
    'march ',
    '1,1',
    '....',
    ',;',
    'total top hat ',
  ])('“%s” again and again is read in time that grows with its length, and not faster', (piece) => {
    const [short, long] = [piece.repeat(1 + 200 / piece.length), piece.repeat(2000 / piece.length)];
    time(long);
    expect(time(long)).toBeLessThan(50 * Math.max(time(short), 0.5));
  });
});

it('of a question of which nothing is understood nothing is left to suggest', () => {
  expect(mistaken('flurbl the wibble', PLAIN_WORDS).suggestions).toEqual([]);
});
