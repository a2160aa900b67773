import type { AlertMessage } from '../../src/alerts/alert.js';
import type { Change, Digest, DigestCard, DigestSection } from '../../src/digest/digest.js';
import type { Result, Row } from '../../src/kpi/result.js';

const AS_OF = [
  { source: 'erp', environment: 'test', at: '2026-11-22T07:00:02.000Z' },
  { source: 'shop', environment: 'production', at: '2026-11-22T07:00:03.000Z' },
] as const;
const DATA_THROUGH = [
  { source: 'erp', environment: 'test', date: '2026-11-21' },
  { source: 'shop', environment: 'production', date: '2026-11-21' },
] as const;

export const yesterday = (text: string, direction: Change['direction'], better: boolean | null = null): Change => ({
  against: 'yesterday',
  text,
  direction,
  better,
});

const weekAgo = (text: string, direction: Change['direction'], better: boolean | null = null): Change => ({
  ...yesterday(text, direction, better),
  against: 'a week ago',
});

const CARDS: readonly DigestCard[] = [
  {
    label: 'Test total',
    text: '14,862 units',
    changes: [yesterday('no change', 'same'), weekAgo('−305 units', 'down')],
  },
  {
    label: 'Production total',
    text: '16,066 units',
    changes: [yesterday('+12 units', 'up'), weekAgo('+240 units', 'up')],
  },
  {
    label: 'Variance',
    text: '+1,204 units (+8.1 %)',
    changes: [yesterday('+12 units', 'up', false), weekAgo('+545 units', 'up', false)],
  },
  {
    label: 'Match rate',
    text: '91.2 %',
    changes: [yesterday('−3.1 points', 'down', false), weekAgo('−4.0 points', 'down', false)],
  },
  {
    label: 'Availability Test',
    text: '96.0 %',
    changes: [yesterday('+0.5 points', 'up', true), weekAgo('no change', 'same')],
  },
  {
    label: 'Availability Production',
    text: '94.4 %',
    changes: [yesterday('−1.2 points', 'down', false), weekAgo('+2.0 points', 'up', true)],
  },
];

/** A row of the categories out of tolerance; `was` is yesterday’s %, null of one that is new. */
export const category = (name: string, test: number, production: number, was: number | null): Row => {
  const share = ((production - test) / test) * 100;
  return {
    category: name,
    test: String(test),
    production: String(production),
    variance: String(production - test),
    variance_pct: share,
    open_pct: share,
    was_pct: was,
    trend: was === null ? null : `worse by ${(Math.abs(share) - Math.abs(was)).toFixed(1)} pp`,
    why: 'variance',
    since: was === null ? 'Sat 21 Nov' : 'Wed 18 Nov or before',
  };
};

export function categoriesOf(rows: readonly Row[]): Result {
  return {
    question: '/stock variance by category',
    kpi: 'digest',
    title: 'Categories out of tolerance',
    headline: '',
    layout: 'table',
    columns: [
      { key: 'category', label: 'Category', unit: 'text', role: 'dimension' },
      { key: 'test', label: 'Test', unit: 'units', role: 'measure' },
      { key: 'production', label: 'Production', unit: 'units', role: 'measure' },
      { key: 'variance', label: 'Variance', unit: 'units', role: 'measure', signed: true },
      { key: 'variance_pct', label: 'Variance %', unit: 'percent', role: 'measure', signed: true },
      { key: 'open_pct', label: 'Not accepted %', unit: 'percent', role: 'measure', signed: true },
      { key: 'was_pct', label: 'Was', unit: 'percent', role: 'measure', signed: true },
      { key: 'trend', label: 'Change', unit: 'text', role: 'measure' },
      { key: 'why', label: 'Why', unit: 'text', role: 'measure' },
      { key: 'since', label: 'Out since', unit: 'text', role: 'measure' },
    ],
    rows,
    others: null,
    totals: null,
    asOf: AS_OF,
    dataThrough: DATA_THROUGH,
    notes: [],
    chart: { kind: 'ranked', category: 'category', value: 'variance_pct' },
    currency: '$',
  };
}

const CATEGORIES = categoriesOf([
  category('Electronics', 4200, 4721, 3.1),
  category('Furniture', 900, 820, -6),
  category('Storage', 2000, 2110, null),
]);

export const part = (
  name: DigestSection['name'],
  title: string,
  lines: readonly string[],
  more = 0,
): DigestSection => ({
  name,
  title,
  lines,
  more,
  result: null,
  question: null,
});

/** An ordinary bad morning. */
export const DIGEST: Digest = {
  question: '/stock digest',
  title: 'Stock digest, Sun 22 Nov',
  headline: '3 of 8 categories out of tolerance; worst: Electronics +12.4 %, was +3.1 % yesterday',
  mood: 'alarming',
  at: '2026-11-22T07:00:04.000Z',
  day: '2026-11-21',
  freshness: 'Test and Production through Sat 21 Nov; read Sun 22 Nov, 07:00 UTC.',
  previous: 'the digest of Sat 21 Nov, 08:00 UTC',
  weekAgo: 'a week ago (recorded Sun 15 Nov, 08:00 UTC)',
  earlier: {
    previous: { day: '2026-11-20', at: '2026-11-21T08:00:00.000Z' },
    weekAgo: { day: '2026-11-14', at: '2026-11-15T08:00:00.000Z' },
  },
  cards: CARDS,
  sections: [
    {
      ...part('categories', 'Out of tolerance', [
        'Electronics +12.4 %, was +3.1 %',
        'Furniture -8.9 %, was -6.0 %',
        'Storage +5.5 %, new',
      ]),
      result: CATEGORIES,
      question: { label: 'Variance by category', text: '/stock variance by category' },
    },
    {
      ...part(
        'movers',
        'Biggest movers since yesterday',
        [
          'A-1017 Kettle, Steel: +120 units (was +8)',
          'A-2210 Radio, Black: +96 units (was -4)',
          'B-0031 Desk & Chair: -60 units (was -12)',
          'A-1100 Lamp, White: +44 units (was 0)',
          'C-7781 Shelf: -31 units (was +2)',
          'A-3302 Fan: +28 units (was 0)',
          'A-3304 Fan, Large: +19 units (was 0)',
          'B-0101 Table: -12 units (was 0)',
          'C-0008 Box, 20 l: +9 units (was +1)',
          'C-0009 Box, 40 l: +8 units (was +1)',
        ],
        32,
      ),
      question: { label: 'Top movers', text: '/stock variance by sku top 10' },
    },
    part('appeared', 'Only in Production since yesterday', ['D-0001 Toaster', 'D-0002 Toaster, Red']),
    part('costs', 'Cost deviations over 10 %', ['A-1017 Kettle, Steel: $21.00 against $18.00 (+16.7 %)']),
    part('resolved', 'Resolved since yesterday', ['Office Supplies is within tolerance again']),
    part('findings', 'Data quality', ['4 rows of shop.stock have no known product', '1 price is missing']),
  ],
  warnings: [],
  notes: ['2 accepted differences are left out of what alarms.'],
  asOf: AS_OF,
  dataThrough: DATA_THROUGH,
  currency: '$',
  chart: CATEGORIES,
  full: categoriesOf([category('Electronics', 4200, 4721, 3.1), category('=Storage', 2000, 2110, null)]),
  details: [],
};

/** Nothing to worry about. */
export const QUIET: Digest = {
  ...DIGEST,
  headline: 'All 8 categories are within tolerance',
  mood: 'quiet',
  sections: [],
  notes: [],
  chart: null,
};

/** A source that is too old to say anything of today. */
export const UNSURE: Digest = {
  ...DIGEST,
  headline: 'Production stock is of 19 Nov: shop has not been read for 2 days',
  mood: 'unsure',
  warnings: ['Production stock is of 19 Nov: shop has not been read for 2 days', 'erp.product is being loaded'],
};

/** Two rows that have crossed, one that came back, one that is still over. */
export const ALERT: AlertMessage = {
  id: 7,
  question: '/stock variance electronics by product',
  title: 'Alert: variance of Electronics',
  headline: 'Variance % of 2 products is beyond ±5 %: Kettle +7.2 % (was +1.0 %) and 1 more',
  threshold: 'beyond ±5 %, for 30 min',
  events: [
    { kind: 'already', label: 'Desk', before: '', now: '+52.0 %', since: 'since before 09:12' },
    { kind: 'crossed', label: 'Kettle', before: '+1.0 %', now: '+7.2 %', since: 'since 09:12 (Europe/Berlin)' },
    { kind: 'crossed', label: 'Radio', before: '', now: '-5.5 %', since: 'since 09:12' },
    { kind: 'recovered', label: 'Lamp', before: '+9.1 %', now: '+2.0 %', since: 'since Fri 20 Nov, 14:00' },
    { kind: 'reminder', label: 'Fan', before: '+6.0 %', now: '+8.3 %', since: 'since Thu 19 Nov' },
  ],
  more: 0,
  asOf: AS_OF,
  dataThrough: DATA_THROUGH,
  notes: [],
  chart: {
    ...CATEGORIES,
    title: 'Variance % of Kettle, 14 days',
    columns: [
      { key: 'step', label: 'Date', unit: 'date', role: 'dimension' },
      { key: 'variance_pct', label: 'Variance %', unit: 'percent', role: 'measure', signed: true },
    ],
    rows: Array.from({ length: 14 }, (_, at) => ({
      step: `2026-11-${8 + at}`,
      variance_pct: at < 12 ? 1 + at / 10 : 7.2,
    })),
    chart: {
      kind: 'lines',
      category: 'step',
      series: ['variance_pct'],
      limits: [{ value: 5, label: 'beyond ±5 %' }],
    },
  },
};
