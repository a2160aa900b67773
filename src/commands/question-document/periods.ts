import { COMMON_WORDS } from '../../intent/keywords.js';
import { compare, daysBetween, type Period, resolve, type Span, spanText } from '../../periods/index.js';
import { BUSINESS } from './demo.js';
import { code, table } from './markdown.js';
import { intentOf } from './understood.js';

/** Words of periods, and what each kind of them means. */
const WORDS: readonly (readonly [says: string, words: readonly string[]])[] = [
  ['one day', ['today', 'yesterday', 'on 2026-10-31']],
  ['a calendar week (ISO), month, quarter or year', ['2026-W42', '2026-10', 'october 2026', 'Q3 2026', '2026']],
  ['the latest one that has begun', ['october', 'december', 'Q3', 'Q4']],
  ['a fiscal year or quarter', ['FY2026', 'fy26', 'fiscal year 2026', 'Q1 FY2027']],
  [
    'complete ones, the running one left out',
    ['last week', 'last month', 'last quarter', 'last year', 'last fiscal year', 'last 30 days', 'last 3 months'],
  ],
  ['so many, up to and including today', ['30 days', '2 weeks', '3 months']],
  [
    'the running one, up to and including today',
    ['this week', 'this month', 'this quarter', 'this year', 'this fiscal year'],
  ],
  ['from its first day up to and including today', ['since 2026-09-15', 'since september', 'since Q2']],
  [
    'both ends included',
    [
      'from 2026-09-15 to 2026-10-15',
      'september to october',
      'between 2026-W40 and 2026-W42',
      'from july to yesterday',
    ],
  ],
];

/** The words of time with the days that they mean on the document's day. */
export function periods(): string {
  const rows = WORDS.flatMap(([says, words]) =>
    words.map((phrase, index) => {
      const { period } = intentOf(`total ${phrase}`);
      if (!period) throw new Error(`${phrase} is no period`);
      return [
        [code(phrase), ...others(period)].join(', '),
        index === 0 ? says : '',
        daysText(resolve(period, BUSINESS)),
      ];
    }),
  );
  return table(['words', 'mean', 'on 2026-11-18'], rows);
}

/** Fixed words for the same period, such as `mtd`. */
function others(period: Period): readonly string[] {
  const same = COMMON_WORDS.filter(([, meanings]) => JSON.stringify(meanings.period) === JSON.stringify(period));
  return same.flatMap(([phrase]) => (phrase === period.kind ? [] : [code(phrase)]));
}

function daysText(span: Span): string {
  const count = daysBetween(span.from, span.to);
  return `${spanText(span)}${count > 1 ? ` (${count} days)` : ''}`;
}

const AGAINST: readonly string[] = [
  'total vs yesterday',
  'total vs last week',
  'total vs last month',
  'total vs 2026-10-01',
  'total october vs september',
  'total last month vs last year',
  'total this month vs last month',
  'total this week vs a week ago',
  'total Q3 vs Q2',
  'total 30 days vs last quarter',
];

/** What questions are set against, in days. */
export function comparisons(): string {
  const rows = AGAINST.map((text) => {
    const { period = null, versus } = intentOf(text);
    if (!versus) throw new Error(`${text} is set against nothing`);
    const { main, other } = compare(period, versus, BUSINESS, 'state');
    return [code(`/stock ${text}`), main === null ? 'now' : spanText(main), spanText(other)];
  });
  return table(['question', 'is about', 'set against'], rows);
}
