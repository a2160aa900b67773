import { MONTH_NAMES, type Period, type TimeUnit, UNIT_WORDS } from '../periods/index.js';
import { fold } from './fold.js';
import { RENDERINGS, type Rendering, type Threshold } from './intent.js';

export type Environment = 'test' | 'production';

/** Words of the grammar, each with the others that say the same. */
const KEYWORDS = {
  by: ['per', 'grouped by', 'for each'],
  top: ['largest', 'highest', 'biggest'],
  bottom: ['lowest', 'smallest'],
  over: ['above', 'more than', 'greater than', 'higher than', 'exceeding', '>'],
  under: ['below', 'less than', 'lower than', 'fewer than', '<'],
  'at least': ['at most', 'no more than', 'no less than', '>=', '<=', '≥', '≤'],
  in: ['within', 'during'],
  on: ['as of'],
  as: [],
  vs: ['versus', 'against', 'compared to', 'compared with', 'compare to', 'compare with'],
  last: ['past', 'previous', 'prior'],
  this: ['current'],
  since: [],
  from: [],
  to: ['until', 'till', 'through', '-', '–'],
  between: [],
  and: ['&'],
  before: ['ago', 'earlier'],
} as const;
export type Keyword = keyof typeof KEYWORDS;

/** What a phrase can mean, one meaning of each kind. */
export interface Meanings {
  readonly kpi?: string;
  /** Those that are called so, the one whose name it is before those of which it is another word. */
  readonly measures?: readonly string[];
  readonly dimension?: string;
  readonly environment?: Environment;
  readonly keyword?: Keyword;
  readonly rendering?: Rendering;
  readonly unit?: TimeUnit;
  /** `monthly`: by that unit. */
  readonly frequency?: TimeUnit;
  readonly month?: number;
  readonly period?: Period;
  readonly condition?: Condition;
  readonly refused?: Refused;
  /** Says nothing, and gives way to everything. */
  readonly filler?: boolean;
}

export const ENVIRONMENTS: ReadonlyMap<string, Environment> = new Map([
  ['test', 'test'],
  ['production', 'production'],
  ['prod', 'production'],
]);

const FREQUENCIES: Readonly<Record<string, TimeUnit>> = {
  daily: 'day',
  weekly: 'week',
  monthly: 'month',
  quarterly: 'quarter',
  yearly: 'year',
  annually: 'year',
};

/** What is asked with a KPI of its own and a threshold. */
export interface Condition {
  readonly kpi: string;
  /** What rows are, where the question does not say. */
  readonly by: string;
  readonly measure: string;
  readonly limit: Omit<Threshold, 'measure'>;
}

const OUT_OF_STOCK: Condition = {
  kpi: 'availability',
  by: 'sku',
  measure: 'in_stock',
  limit: { is: 'under', value: '1', percent: false },
};

const CONDITIONS: Readonly<Record<string, Condition>> = {
  'out of stock': OUT_OF_STOCK,
  'not in stock': OUT_OF_STOCK,
  'zero stock': OUT_OF_STOCK,
  'no stock': OUT_OF_STOCK,
  'sold out': OUT_OF_STOCK,
};

/** Words of what no question can say. A question without them would be another one. */
const REFUSED = {
  negation: ['not', 'except', 'excluding', 'without', 'but', 'exclude'],
  alternative: ['or', 'either'],
  future: ['tomorrow', 'next', 'upcoming', 'forecast'],
} as const;
export type Refused = keyof typeof REFUSED;

const PERIODS: Readonly<Record<string, Period>> = {
  today: { kind: 'today' },
  yesterday: { kind: 'yesterday' },
  'week to date': { kind: 'this', unit: 'week' },
  'month to date': { kind: 'this', unit: 'month' },
  mtd: { kind: 'this', unit: 'month' },
  'quarter to date': { kind: 'this', unit: 'quarter' },
  qtd: { kind: 'this', unit: 'quarter' },
  'year to date': { kind: 'this', unit: 'year' },
  ytd: { kind: 'this', unit: 'year' },
};

/** Words that a person may put in and that say nothing. */
const FILLER = `the a an of for and to at with our my us me i we you can could would will do does did have has had need
  want like see look show give get tell list display find know please thanks what what’s what's whats which is are was
  were where there how much many stock any all let's figures data`.split(/\s+/);

/** The words that are the same whatever is measured. */
export const COMMON_WORDS: readonly (readonly [phrase: string, meanings: Meanings])[] = [
  ...Object.entries(KEYWORDS).flatMap(([keyword, others]) =>
    [keyword, ...others].map((phrase) => [phrase, { keyword: keyword as Keyword }] as const),
  ),
  ...[...ENVIRONMENTS].map(([phrase, environment]) => [phrase, { environment }] as const),
  ...[...RENDERINGS.map((name) => [name, name] as const), ['graph', 'chart'] as const].map(
    ([phrase, rendering]) => [phrase, { rendering }] as const,
  ),
  ...[...UNIT_WORDS, ['fy', 'fiscal year'] as const].map(([phrase, unit]) => [phrase, { unit }] as const),
  ...Object.entries(FREQUENCIES).map(([phrase, frequency]) => [phrase, { frequency }] as const),
  ...[...MONTH_NAMES].map(([phrase, month]) => [phrase, { month }] as const),
  ...Object.entries(PERIODS).map(([phrase, period]) => [phrase, { period }] as const),
  ...Object.entries(CONDITIONS).map(([phrase, condition]) => [phrase, { condition }] as const),
  ...Object.entries(REFUSED).flatMap(([refused, phrases]) =>
    phrases.map((phrase) => [phrase, { refused: refused as Refused }] as const),
  ),
  ...FILLER.map((phrase) => [fold(phrase), { filler: true }] as const),
];
