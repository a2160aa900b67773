import { RENDERINGS } from '../../intent/intent.js';
import type { Keyword } from '../../intent/keywords.js';
import { fold, type Vocabulary } from '../../intent/vocabulary.js';
import { MONTH_NAMES, UNIT_WORDS, UNITS_OF_TIME } from '../../periods/index.js';

const LISTS = ['status', 'quality', 'help', 'digest', 'accept', 'accepted', 'subscriptions', 'alerts'];
const CLAUSES = ['by', 'top', 'bottom', 'over', 'under', 'in', 'vs', 'as'];
const COUNTS = ['5', '10', '20'];
const LIMITS = ['5%', '10%', '10', '100'];
const DAYS = ['today', 'yesterday'];
/** Abbreviations, which come after the names, are understood, and not offered. */
const MONTHS = [...MONTH_NAMES]
  .filter(([, month], at, all) => all.findIndex(([, other]) => other === month) === at)
  .map(([name]) => name);
const UNITS: readonly string[] = UNITS_OF_TIME;
const LONGER = UNITS.filter((unit) => unit !== 'day');
const PLURALS = [...UNIT_WORDS.keys()].filter((word) => word.endsWith('s'));
const LAST = [...LONGER, '7 days', '30 days', '3 months', '12 months'];
const EARLIER = ['yesterday', ...LONGER.map((unit) => `last ${unit}`)];
const PERIODS = [
  ...DAYS,
  ...LAST.map((one) => `last ${one}`),
  ...LONGER.map((unit) => `this ${unit}`),
  '30 days',
  'since',
  'from',
  'between',
  ...MONTHS,
];

/** What may come after these words, best first; `typed` has begun. Values come only to what has begun. */
export function expected(before: readonly string[], typed: string, words: Vocabulary): readonly string[] {
  const last = before.at(-1) ?? '';
  if (fold(last) === 'help') return words.kpiNames;
  const keyword = words.meanings(last).keyword;
  if (keyword !== undefined) return afterKeyword(keyword, before, words) ?? anything(before, typed, words);
  if (words.kpi(last) === 'trend') return [...followed(words), ...anything(before, typed, words, [])];
  if (isCount(before, words)) return PLURALS;
  return anything(before, typed, words);
}

/** Null where a keyword asks for nothing in particular. */
function afterKeyword(keyword: Keyword, before: readonly string[], words: Vocabulary): readonly string[] | null {
  switch (keyword) {
    case 'by': {
      const dimensions = [...words.dimensionNames, ...UNITS];
      return isRanked(before, words) ? [...measures(before, words), ...dimensions] : dimensions;
    }
    case 'top':
    case 'bottom':
      return COUNTS;
    case 'over':
    case 'under':
      return LIMITS;
    case 'in':
      return ['test', 'production', ...MONTHS];
    case 'as':
      return RENDERINGS;
    case 'vs':
      return [...EARLIER, ...MONTHS];
    case 'last':
      return LAST;
    case 'this':
      return LONGER;
    case 'on':
    case 'since':
    case 'from':
    case 'between':
    case 'to':
      return [...DAYS, ...MONTHS];
    default:
      return null;
  }
}

function anything(
  before: readonly string[],
  typed: string,
  words: Vocabulary,
  kpis = words.kpiNames,
): readonly string[] {
  const plain = [...kpis, ...(before.length === 0 ? LISTS : []), ...CLAUSES, ...PERIODS];
  if (typed === '') return plain;
  const values = words.candidates.map(({ value }) => value.toLowerCase());
  return [...new Set([...plain, ...measures(before, words), ...values])];
}

/** What a trend can be of. */
function followed(words: Vocabulary): readonly string[] {
  return [...new Set([...measures([], words), ...words.kpiNames.filter((name) => words.lead(name) !== undefined)])];
}

/** Measures of the KPI that has been named, or of any. */
function measures(before: readonly string[], words: Vocabulary): readonly string[] {
  const kpi = before.map((word) => words.kpi(word)).find((name) => name !== undefined && name !== 'trend');
  return words.measureNames
    .filter((name) => kpi === undefined || words.kpisWith(name).includes(kpi))
    .map((name) => name.replaceAll('_', ' '));
}

/** `top 10 by`, `top by`. */
function isRanked(before: readonly string[], words: Vocabulary): boolean {
  const isEnd = (word: string | undefined) => {
    const keyword = words.meanings(word ?? '').keyword;
    return keyword === 'top' || keyword === 'bottom';
  };
  return isEnd(before.at(-2)) || (isNumber(before.at(-2)) && isEnd(before.at(-3)));
}

/** A number that counts units of time: not rows, and no limit. */
function isCount(before: readonly string[], words: Vocabulary): boolean {
  const keyword = words.meanings(before.at(-2) ?? '').keyword;
  return isNumber(before.at(-1)) && (keyword === undefined || keyword === 'last' || keyword === 'vs');
}

const isNumber = (word: string | undefined): boolean => /^\d{1,4}$/.test(word ?? '');
