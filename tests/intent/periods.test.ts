import { describe, expect, it } from 'vitest';
import type { Mistake } from '../../src/intent/intent.js';
import { Vocabulary } from '../../src/intent/vocabulary.js';
import { MONTH_NAMES, type Period, type TimeUnit, UNITS_OF_TIME, type Versus } from '../../src/periods/index.js';
import { mistaken, quotedBy, understood } from './asked.js';
import { DIMENSION_TERMS, KPI_TERMS, PLAIN_WORDS } from './words.js';

const month = (name: number, year?: number): Period => ({
  kind: 'month',
  month: name,
  ...(year === undefined ? {} : { year }),
});
const day = (date: string) => ({ kind: 'day', date }) as const;

describe('periods', () => {
  it.each<[string, Period]>([
    ['on 2026-10-31', day('2026-10-31')],
    ['2026-10-31', day('2026-10-31')],
    ['as of 2026-10-31', day('2026-10-31')],
    ['today', { kind: 'today' }],
    ['yesterday', { kind: 'yesterday' }],
    ['2026-W42', { kind: 'week', year: 2026, week: 42 }],
    ['2026-10', month(10, 2026)],
    ['october', month(10)],
    ['in October', month(10)],
    ['oct', month(10)],
    ['october 2026', month(10, 2026)],
    ['Oct, 2026', month(10, 2026)],
    ['may', month(5)],
    ['2026', { kind: 'year', year: 2026 }],
    ['in 2026', { kind: 'year', year: 2026 }],
    ['Q3', { kind: 'quarter', quarter: 3 }],
    ['q3 2026', { kind: 'quarter', quarter: 3, year: 2026 }],
    ['2026 Q3', { kind: 'quarter', quarter: 3, year: 2026 }],
    ['2026-Q3', { kind: 'quarter', quarter: 3, year: 2026 }],
    ['FY2021', { kind: 'fiscal', year: 2021 }],
    ['Q1 26', { kind: 'quarter', quarter: 1, year: 2026 }],
    ['1 nov 2026', day('2026-11-01')],
    ['on nov 1st, 2026', day('2026-11-01')],
    ['the 1st of november 2026', day('2026-11-01')],
    ['week 45 2026', { kind: 'week', week: 45, year: 2026 }],
    ['W45 2026', { kind: 'week', week: 45, year: 2026 }],
    ['fy21', { kind: 'fiscal', year: 2021 }],
    ['fiscal year 2021', { kind: 'fiscal', year: 2021 }],
    ['FY 2021', { kind: 'fiscal', year: 2021 }],
    ['Q1 FY2021', { kind: 'fiscal', year: 2021, quarter: 1 }],
    ['FY2021 Q1', { kind: 'fiscal', year: 2021, quarter: 1 }],
    ['last 30 days', { kind: 'last', count: 30, unit: 'day' }],
    ['past 30 days', { kind: 'last', count: 30, unit: 'day' }],
    ['previous 30 days', { kind: 'last', count: 30, unit: 'day' }],
    ['the last 3 months', { kind: 'last', count: 3, unit: 'month' }],
    ['over the last 30 days', { kind: 'last', count: 30, unit: 'day' }],
    ['in the last 2 fiscal quarters', { kind: 'last', count: 2, unit: 'fiscal quarter' }],
    ['last week', { kind: 'last', count: 1, unit: 'week' }],
    ['previous month', { kind: 'last', count: 1, unit: 'month' }],
    ['last fiscal year', { kind: 'last', count: 1, unit: 'fiscal year' }],
    ['30 days', { kind: 'recent', count: 30, unit: 'day' }],
    ['3 months', { kind: 'recent', count: 3, unit: 'month' }],
    ['1 week', { kind: 'recent', count: 1, unit: 'week' }],
    ['this month', { kind: 'this', unit: 'month' }],
    ['this fiscal year', { kind: 'this', unit: 'fiscal year' }],
    ['month to date', { kind: 'this', unit: 'month' }],
    ['ytd', { kind: 'this', unit: 'year' }],
    ['since 2026-09-01', { kind: 'since', from: day('2026-09-01') }],
    ['since september', { kind: 'since', from: { kind: 'month', month: 9 } }],
    ['since yesterday', { kind: 'since', from: { kind: 'yesterday' } }],
    ['since Q1 FY2021', { kind: 'since', from: { kind: 'fiscal', year: 2021, quarter: 1 } }],
    ['from 2026-09-01', { kind: 'since', from: day('2026-09-01') }],
    ['from 2026-09-01 to 2026-10-15', { kind: 'between', from: day('2026-09-01'), to: day('2026-10-15') }],
    ['from 2026-09-01 until today', { kind: 'between', from: day('2026-09-01'), to: { kind: 'today' } }],
    [
      'from september to october',
      { kind: 'between', from: { kind: 'month', month: 9 }, to: { kind: 'month', month: 10 } },
    ],
    [
      'between 2026-Q1 and 2026-Q3',
      {
        kind: 'between',
        from: { kind: 'quarter', quarter: 1, year: 2026 },
        to: { kind: 'quarter', quarter: 3, year: 2026 },
      },
    ],
    ['2025 to 2026', { kind: 'between', from: { kind: 'year', year: 2025 }, to: { kind: 'year', year: 2026 } }],
  ])('%s', (text, period) => {
    expect(understood(`total ${text}`, PLAIN_WORDS)).toEqual({ kpi: 'total', filters: [], period });
    expect(understood(`${text} total electronics`, PLAIN_WORDS)).toEqual({
      kpi: 'total',
      filters: [{ dimension: 'category', value: 'Electronics' }],
      period,
    });
  });

  it.each([...MONTH_NAMES])('%s is month %i', (name, number) => {
    expect(understood(`total ${name}`, PLAIN_WORDS).period).toEqual(month(number));
  });

  it('a question without a period has none', () => {
    expect(understood('total electronics')).not.toHaveProperty('period');
  });
});

describe('what a question is set against', () => {
  const earlier = (unit: TimeUnit): Versus => ({ kind: 'earlier', unit });
  const other = (period: Period): Versus => ({ kind: 'period', period });

  it.each<[string, Versus]>([
    ['vs yesterday', earlier('day')],
    ...UNITS_OF_TIME.map((unit): [string, Versus] => [`vs last ${unit}`, earlier(unit)]),
    ['versus previous week', earlier('week')],
    ['compared to the week before', earlier('week')],
    ['against a year ago', earlier('year')],
    ['compared with last 1 month', earlier('month')],
    ['vs 2026-10-01', other(day('2026-10-01'))],
    ['vs last 30 days', other({ kind: 'last', count: 30, unit: 'day' })],
    ['vs october', other(month(10))],
    ['vs FY2020', other({ kind: 'fiscal', year: 2020 })],
    ['vs from 2026-01 to 2026-02', other({ kind: 'between', from: month(1, 2026), to: month(2, 2026) } as Period)],
  ])('%s', (text, versus) => {
    expect(understood(`total ${text}`, PLAIN_WORDS)).toEqual({ kpi: 'total', filters: [], versus });
  });

  it('stands beside a period', () => {
    expect(understood('total october vs september')).toEqual({
      kpi: 'total',
      filters: [],
      period: month(10),
      versus: other(month(9)),
    });
  });
});

describe('what is no period', () => {
  it.each<[string, Mistake['code'], string, string, readonly string[]]>([
    [
      'total on 31.10.2026',
      'unknown',
      '31.10.2026',
      '“31.10.2026” is written 2026-10-31.',
      ['/stock total on 2026-10-31'],
    ],
    ['total 10/31/2026', 'unknown', '10/31/2026', 'is written 2026-10-31.', ['/stock total 2026-10-31']],
    ['total 31-10-2026', 'unknown', '31-10-2026', 'is written 2026-10-31.', ['/stock total 2026-10-31']],
    ['total 1.2.26', 'unknown', '1.2.26', 'is written 2026-02-01.', ['/stock total 2026-02-01']],
    ['total 2026/10/31', 'unknown', '2026/10/31', 'is written 2026-10-31.', ['/stock total 2026-10-31']],
    ['total 10/2026', 'unknown', '10/2026', 'is written 2026-10.', ['/stock total 2026-10']],
    [
      'total 10/11/2026',
      'ambiguous',
      '10/11/2026',
      'can be 2026-11-10 or 2026-10-11.',
      ['/stock total 2026-11-10', '/stock total 2026-10-11'],
    ],
    ['total 31.2.2026', 'unknown', '31.2.2026', '“31.2.2026”: days are written as 2026-10-31.', ['/stock total']],
    ['total 31 november 2026', 'unknown', '31 november 2026', 'days are written as 2026-10-31.', ['/stock total']],
    [
      'total october 31',
      'unknown',
      'october 31',
      '“october 31” has no year: write a day as 2026-10-31.',
      ['/stock total october'],
    ],
    ['total on 1 nov', 'unknown', '1 nov', 'write a day as 2026-11-01.', ['/stock total nov']],
    ['total as of the 1st of november', 'unknown', '1st of november', 'as 2026-11-01.', ['/stock total november']],
    ['total from 1 nov to 10 nov', 'refused', '1 nov', 'write a day as 2026-11-01.', []],
    ['total week 45', 'refused', 'week 45', '“week 45” has no year: 2026-W45 names a week.', []],
    ['total kw45', 'refused', 'kw45', '2026-W45 names a week.', []],
    ['total 3 days ago', 'unknown', '3 days ago', 'is no period', ['/stock total last 3 days']],
    ['total a week ago', 'unknown', 'a week ago', 'is no period', ['/stock total vs a week ago']],
    ['total vs 3 days ago', 'refused', '3 days ago', 'is no period', []],
    [
      'total until 2026-11-10',
      'refused',
      'until 2026-11-10',
      'has no beginning: a period is written from 2026-01-01 to 2026-11-10.',
      [],
    ],
    ['total before november', 'refused', 'before november', 'has no beginning', []],
    ['total next week', 'refused', 'next week', '“next week” lies in the future', []],
    ['total tomorrow', 'refused', 'tomorrow', 'lies in the future', []],
    [
      'total 2026-02-30',
      'unknown',
      '2026-02-30',
      '2026-02-30 does not exist: 2026-02 has days 01 to 28.',
      ['/stock total 2026-02'],
    ],
    ['total 2026-13', 'unknown', '2026-13', '2026-13 does not exist', ['/stock total']],
    ['total 2025-W53', 'unknown', '2025-W53', '2025-W53 does not exist', ['/stock total']],
    ['total FY0', 'unknown', 'FY0', 'years are 1900 to 2199', ['/stock total']],
    ['total since 2026-02-30', 'unknown', 'since 2026-02-30', '2026-02-30 does not exist', ['/stock total']],
    [
      'total from 2026-10 to 2026-09',
      'unknown',
      'from 2026-10 to 2026-09',
      'ends before it begins',
      ['/stock total from 2026-09 to 2026-10'],
    ],
    ['total last 0 days', 'unknown', 'last 0 days', 'last 0 days cannot be asked', ['/stock total']],
    ['total last wek', 'unknown', 'wek', '“wek” is not a unit of time: day, week, month,', ['/stock total last week']],
    ['total last october', 'unknown', 'last october', '“october” is the latest one', ['/stock total october']],
    ['total this october', 'unknown', 'october', '“october” is not a unit of time', ['/stock total this year']],
    [
      'total from october to',
      'incomplete',
      'to',
      'After “to” comes a day, week',
      ['/stock total from october to 2026-10-31'],
    ],
    ['total from october to electronics', 'unknown', 'electronics', 'is not a day, week, month', []],
    ['total since last week', 'unknown', 'last', 'is not a day, week, month, quarter or year', []],
    [
      'total between october',
      'incomplete',
      'october',
      'comes its other end',
      ['/stock total between october and today'],
    ],
    [
      'total october november',
      'conflict',
      'november',
      'A question has one period: october or november?',
      ['/stock total october', '/stock total november'],
    ],
    [
      'total vs october vs last week',
      'conflict',
      'vs last week',
      'A question is set against one thing: vs october or vs last week?',
      ['/stock total vs october', '/stock total vs last week'],
    ],
    ['total months', 'unknown', 'months', '“months” says nothing by itself', ['/stock total by month']],
    ['total yesteday', 'unknown', 'yesteday', 'Did you mean yesterday?', ['/stock total yesterday']],
    ['total octobre', 'unknown', 'octobre', 'Did you mean october', ['/stock total october']],
    ['total vs', 'incomplete', 'vs', 'After “vs” comes what to set it against', ['/stock total vs yesterday']],
    [
      'total vs electronics',
      'unknown',
      'electronics',
      '“electronics” is not what to set it against',
      ['/stock total vs yesterday'],
    ],
  ])('%s', (text, code, part, message, suggestions) => {
    const mistake = mistaken(text, PLAIN_WORDS);
    expect(mistake.code).toBe(code);
    expect(quotedBy(text, mistake)).toBe(part);
    expect(mistake.message).toContain(message);
    expect(mistake.suggestions).toEqual(expect.arrayContaining([...suggestions]));
  });

  it.each([
    ['total vs test', ['/stock variance', '/stock compare']],
    ['total electronics vs prod', ['/stock variance electronics', '/stock compare electronics']],
    ['total in test vs production', ['/stock variance', '/stock compare']],
  ])('environments are set against each other by a KPI: %s', (text, suggestions) => {
    expect(mistaken(text)).toMatchObject({ code: 'unknown', suggestions });
  });

  it('a date in another form that is a value is offered as one', () => {
    const words = new Vocabulary(KPI_TERMS, DIMENSION_TERMS, [{ dimension: 'sku', value: '1.2.26', selects: '1' }]);
    expect(mistaken('total 1.2.26', words).suggestions).toEqual([
      '/stock total 2026-02-01',
      '/stock total sku:"1.2.26"',
    ]);
  });
});
