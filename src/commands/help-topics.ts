import { MEASURED } from '../kpi/index.js';
import { measureNames, measuresOf, nameOf, wordsOf } from '../kpi/measures.js';
import { ENVIRONMENTS } from '../kpi/result.js';
import { ACCEPT, isClosed, type Rights } from '../kpi/rights.js';
import { type Period, periodText, resolve, spanText } from '../periods/index.js';
import { SCHEDULE_EXAMPLES } from '../schedule/index.js';
import type { Desk, Knowledge } from './desk.js';
import { working } from './examples.js';
import type { Help } from './reply.js';

/** Help on what is no KPI, by the words that ask for it. */
const TOPICS: readonly {
  readonly words: readonly string[];
  readonly help: (knowledge: Knowledge, rights: Rights, asker: Desk['asker']) => Help;
}[] = [
  { words: ['period', 'periods', 'time', 'dates'], help: periods },
  { words: ['measure', 'measures', 'over', 'under', 'top'], help: measures },
  { words: ['accept', 'accepted', 'unaccept'], help: accepting },
  {
    words: ['subscribe', 'subscriptions', 'subscription', 'unsubscribe', 'digest'],
    help: subscribing,
  },
  { words: ['alerts', 'alert'], help: alerting },
];

export const TOPIC_NAMES = TOPICS.flatMap(({ words: [first] }) => first ?? []);

export function topicHelp(name: string, knowledge: Knowledge, { rights, asker }: Pick<Desk, 'rights' | 'asker'>) {
  return TOPICS.find(({ words }) => words.includes(name.toLowerCase()))?.help(knowledge, rights, asker) ?? null;
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
  const offered = MEASURED.filter(({ name }) => words.kpiNames.includes(name));
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

function subscribing(knowledge: Knowledge, rights: Rights, { chat }: Desk['asker']): Help {
  const digest = isClosed('variance', rights) ? [] : ['digest'];
  const [weekly] = working([{ kpi: 'availability', filters: [], by: ['category'] }], knowledge, rights);
  const subscribed = [
    ...digest.map((question) => `/stock subscribe ${question} weekdays 08:00`),
    ...(weekly === undefined ? [] : [`${weekly.replace('/stock', '/stock subscribe')} weekly mon 09:00 dm`]),
  ];
  return {
    title: 'The digest, and questions that are answered again and again',
    text: [
      'The digest says what drifted between Test and Production since the last one: /stock digest shows it now.',
      'subscribe QUESTION WHEN WHERE TIME-ZONE; without a question it is the digest, without the rest dm, on your clock.',
    ],
    entries: [
      { term: 'when', about: `${SCHEDULE_EXAMPLES.join(', ')}` },
      { term: 'where', about: 'in #CHANNEL, here, or dm: your direct messages' },
      { term: 'time zone', about: 'Europe/Berlin; it follows daylight saving time' },
      { term: 'subscriptions', about: 'what is posted for you, when it comes next, and what can be done with it' },
      { term: 'subscription 12', about: 'and pause, resume, run, delete, or edit with what changes' },
      { term: 'unsubscribe', about: '12, a question, or all' },
    ],
    examples: [
      ...(chat === 'slack' ? subscribed : []),
      ...digest.map((question) => `/stock ${question}`),
      '/stock subscriptions',
    ],
  };
}

function alerting(knowledge: Knowledge, rights: Rights, { chat }: Desk['asker']): Help {
  const over = [{ is: 'over', value: '5', percent: true }] as const;
  const [whole] = working([{ kpi: 'variance', filters: [], thresholds: over }], knowledge, rights);
  const [single] = working([{ kpi: 'variance', filters: [], by: ['sku'], thresholds: over }], knowledge, rights);
  const alert = (question: string | undefined, terms: string) =>
    question === undefined ? [] : [`${question.replace('/stock', '/stock alert')}${terms}`];
  return {
    title: 'Alerts: a message when a figure goes beyond its threshold',
    text: [
      'alert QUESTION with a threshold. It is looked at after each refresh, on fresh figures, and told once: when a row crosses the threshold, and when it is back. With by, each row counts by itself; accepted differences do not count.',
    ],
    entries: [
      { term: 'for 30 min', about: 'only what has been beyond for so long' },
      { term: 'remind every 4 h', about: 'told again while it lasts' },
      { term: 'in #CHANNEL', about: 'here, or dm: your direct messages' },
      { term: 'alerts', about: 'what is looked at, what is beyond now, and what can be done with it' },
      { term: 'alert 3 mute 2 h', about: 'or unmute, pause, resume, delete' },
    ],
    examples: [
      ...(chat === 'slack' ? [...alert(whole, ''), ...alert(single, ' for 30 min')] : []),
      '/stock alerts',
      ...(chat === 'slack' || single === undefined ? [] : [single]),
    ],
  };
}
