import { DIMENSION_NAMES } from '../kpi/dimensions.js';
import { findKpi, KPIS, MEASURED } from '../kpi/index.js';
import type { Kpi } from '../kpi/kpi.js';
import { measureNames, withheldFrom, wordsOf } from '../kpi/measures.js';
import { narrowedNotes } from '../kpi/narrowed.js';
import { isClosed, notOpen, type Rights } from '../kpi/rights.js';
import type { Desk, Knowledge } from './desk.js';
import { examplesOf, tour } from './examples.js';
import { TOPIC_NAMES, topicHelp } from './help-topics.js';
import type { Help, Reply } from './reply.js';

const GRAMMAR = '/stock [KPI] [values] [by X] [by Y] [top N] [over 5%] [in test] [PERIOD] [vs …]';
const PERIODS = 'PERIOD: yesterday, last month, 30 days, 2026-10, Q3, FY2026, since 2026-09-01';
const LISTS = 'Also: status, quality, accepted, help KPI, help periods; /stock alone is cards';
const POSTED = 'By itself: digest, subscribe, subscriptions, alert, alerts; help subscribe';
const STEPS = 'day, week, month, quarter, year';
/** Dimensions that fit the line. */
const MOST_DIMENSIONS = 5;

/** `help`, or `help variance`: definitions, dimensions, and examples that work on the data at hand. What is closed is left out. */
export function helpFor(topic: string, knowledge: Knowledge, desk: Pick<Desk, 'rights' | 'asker'>): Reply {
  const { rights } = desk;
  const name = topic.trim();
  if (name === '') return { kind: 'help', help: overall(knowledge, rights) };
  const [owner] = knowledge.words.kpisWith(knowledge.words.measure(name) ?? '');
  const known = knowledge.words.kpi(name) ?? owner;
  const kpi = known === undefined ? undefined : findKpi(known);
  if (kpi && isClosed(kpi.name, rights)) {
    const message = notOpen(kpi.name);
    return {
      kind: 'mistake',
      mistake: { code: 'refused', message, start: 0, end: topic.length, suggestions: ['/stock help'] },
    };
  }
  if (kpi) return { kind: 'help', help: ofKpi(kpi, knowledge, rights) };
  const onTopic = topicHelp(name, knowledge, desk);
  if (onTopic) return { kind: 'help', help: onTopic };
  const near = knowledge.words.near(name).flatMap(({ text }) => (findKpi(text) ? [text] : []));
  const names = near.length > 0 ? near : [...knowledge.words.kpiNames, ...TOPIC_NAMES];
  return {
    kind: 'mistake',
    mistake: {
      code: 'unknown',
      message: `There is no help on “${name.slice(0, 80)}”. ${near.length > 0 ? 'Did you mean' : 'There is help on'} ${names.join(', ')}${near.length > 0 ? '?' : '.'}`,
      start: 0,
      end: topic.length,
      suggestions: names.map((one) => `/stock help ${one}`),
    },
  };
}

function overall(knowledge: Knowledge, rights: Rights): Help {
  const dimensions = DIMENSION_NAMES.filter((name) => knowledge.facts.dimensions.has(name));
  return {
    title: 'What you can ask about stock',
    text: [GRAMMAR, `X, Y: ${dimensions.slice(-MOST_DIMENSIONS).join(', ')}; ${STEPS}`, PERIODS, LISTS, POSTED],
    entries: KPIS.filter(({ name }) => name !== 'overview' && !isClosed(name, rights)).map(
      ({ name, summary, refuses }) => ({
        term: name,
        about: refuses?.(knowledge.facts) ? `${summary} (not with this data)` : summary,
      }),
    ),
    examples: tour(knowledge, rights),
  };
}

function ofKpi(kpi: Kpi, knowledge: Knowledge, rights: Rights): Help {
  const { facts } = knowledge;
  const withheld = withheldFrom(kpi, facts, rights);
  const reason = kpi.refuses?.(facts);
  const dimensions = kpi.dimensions.filter((name) => facts.dimensions.has(name));
  const measures = measureNames(kpi.grouping === 'steps' ? MEASURED : [kpi], facts).map(({ name }) => wordsOf(name));
  const entries = [
    { term: 'by', about: [...dimensions, STEPS].join(', ') },
    { term: 'measures', about: measures.join(', ') },
    { term: 'also called', about: kpi.synonyms.join(', ') },
  ];
  return {
    title: `${kpi.name}: ${kpi.summary}`,
    text: [
      kpi.definition,
      ...(reason ? [`Not offered now: ${reason}.`] : []),
      ...(kpi.notes?.(facts) ?? []),
      ...narrowedNotes({ restrictions: [], withheld }, () => []),
    ],
    entries: entries.filter(({ about }) => about !== ''),
    examples: reason ? [] : examplesOf(kpi, knowledge, rights).slice(0, MOST_EXAMPLES),
  };
}

const MOST_EXAMPLES = 6;
