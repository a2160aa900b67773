import { MEASURED } from '../kpi/index.js';
import { measureNames, measuresOf, nameOf, wordsOf } from '../kpi/measures.js';
import { ENVIRONMENTS } from '../kpi/result.js';
import { ACCEPT, isClosed, type Rights } from '../kpi/rights.js';
import { type Period, periodText, resolve, spanText } from '../periods/index.js';
import type { Knowledge } from './desk.js';
import { working } from './examples.js';
import type { Help } from './reply.js';

/** Help on what is no KPI, by the words that ask for it. */
const TOPICS: readonly {
  readonly words: readonly string[];
  readonly help: (knowledge: Knowledge, rights: Rights) => Help;
}[] = [
  { words: ['period', 'periods', 'time', 'dates'], help: periods },
  { words: ['measure', 'measures', 'over', 'under', 'top'], help: measures },
  { words: ['accept', 'accepted', 'unaccept'], help: accepting },
];

export const TOPIC_NAMES = TOPICS.flatMap(({ words: [first] }) => first ?? []);

export function topicHelp(name: string, knowledge: Knowledge, rights: Rights): Help | null {
  return TOPICS.find(({ words }) => words.includes(name.toLowerCase()))?.help(knowledge, rights) ?? null;
}

/** The words of periods, each with the days that it means today. */
function periods(knowledge: Knowledge, rights: Rights): Help {
  const { business } = knowledge.facts;
  const year = Number(business.today.slice(0, 4));
  const shown: readonly Period[] = [
    { kind: 'yesterday' },
    { kind: 'last', count: 1, unit: 'week' },
    { kind: 'last', count: 30, unit: 'day' },
    { kind: 'recent', count: 30, unit: 'day' },
    { kind: 'this', unit: 'month' },
    { kind: 'month', month: 10 },
    { kind: 'month', month: 1, year },
    { kind: 'quarter', quarter: 3 },
    { kind: 'year', year },
    { kind: 'fiscal', year },
    { kind: 'fiscal', year, quarter: 1 },
    { kind: 'since', from: { kind: 'month', month: 1, year } },
  ];
  return {
    title: 'Periods, and what they are set against',
    text: [
      'A state of stock is told as it was at the period’s end, a flow as its sum. Without a period: the latest state.',
      'After “vs”: yesterday, last week, last month, last year (the same, one unit earlier), or any period.',
    ],
    entries: shown.map((period) => ({ term: periodText(period), about: spanText(resolve(period, business)) })),
    examples: working(
      [
        { kpi: 'variance', filters: [], period: { kind: 'last', count: 1, unit: 'month' } },
        {
          kpi: 'total',
          filters: [],
          period: { kind: 'this', unit: 'month' },
          versus: { kind: 'earlier', unit: 'month' },
        },
        { kpi: 'trend', filters: [], period: { kind: 'last', count: 3, unit: 'month' } },
      ],
      knowledge,
      rights,
    ),
  };
}

function measures(knowledge: Knowledge, rights: Rights): Help {
  const { facts, words } = knowledge;
  const offered = MEASURED.filter(({ name, refuses }) => words.kpiNames.includes(name) && !refuses?.(facts));
  return {
    title: 'Measures: what rows are ranked by, and held against a number',
    text: [
      'top 10 by MEASURE ranks rows; MEASURE over 5%, or under 10, keeps those beyond it; trend MEASURE follows one.',
    ],
    entries: offered.flatMap((kpi) => {
      const open = new Set(measuresOf(kpi, facts, ENVIRONMENTS, rights).map(nameOf));
      const names = measureNames([kpi], facts).flatMap(({ name }) => (open.has(name) ? [wordsOf(name)] : []));
      return names.length > 0 ? [{ term: kpi.name, about: names.join(', ') }] : [];
    }),
    examples: working(
      [
        { kpi: 'cost', filters: [], limit: { end: 'top', count: 10 }, rank: 'value_variance' },
        { kpi: 'variance', filters: [], thresholds: [{ is: 'over', value: '5', percent: true }] },
        { kpi: 'trend', of: 'match_rate', filters: [] },
      ],
      knowledge,
      rights,
    ),
  };
}

function accepting({ words }: Knowledge, rights: Rights): Help {
  const isOpen = !isClosed('variance', rights);
  const [sku = 'A-1017'] = words.valuesOf('sku');
  return {
    title: 'Accepted differences',
    text: [
      'An accepted item is left out of what differs, and of alarms, never out of totals. It is listed, and expires by itself.',
    ],
    entries: [
      { term: 'accept ITEM', about: 'until it is taken back; ITEM is a sku, or a product with all its skus' },
      { term: '… until 2026-12-01', about: 'or for 30 days: through that day' },
      { term: '… in WAREHOUSE', about: 'there alone' },
      { term: '… "reason"', about: 'or because …: listed with it' },
      { term: 'accepted', about: 'what is accepted, by whom, until when, and how much it differs by now' },
      { term: 'unaccept ITEM', about: 'takes it back' },
    ],
    examples: [
      ...(isOpen && !isClosed(ACCEPT, rights) ? [`/stock accept ${sku} for 30 days "recount"`] : []),
      ...(isOpen ? ['/stock accepted'] : []),
    ],
  };
}
