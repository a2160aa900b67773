import { qualified } from '../intent/canonical.js';
import { withheldFrom } from '../kpi/compile.js';
import { DIMENSIONS } from '../kpi/dimensions.js';
import { findKpi, KPIS } from '../kpi/index.js';
import type { Kpi } from '../kpi/kpi.js';
import { narrowedNotes } from '../kpi/narrowed.js';
import { isClosed, notOpen, type Rights } from '../kpi/rights.js';
import type { Knowledge } from './desk.js';
import type { Reply } from './reply.js';

const GRAMMAR =
  '/stock [KPI] [values…] [by DIMENSION] [top N | bottom N] [in test | in production] [as table | chart | csv]';

/** `help`, or `help variance`: definitions, dimensions, and examples that work on the data at hand. What is closed is left out. */
export function helpFor(topic: string, knowledge: Knowledge, rights: Rights): Reply {
  const name = topic.trim();
  if (name === '') return { kind: 'help', help: overall(knowledge) };
  const known = knowledge.words.kpi(name);
  const kpi = known === undefined ? undefined : findKpi(known);
  if (kpi && isClosed(kpi.name, rights)) {
    const message = notOpen(kpi.name);
    return {
      kind: 'mistake',
      mistake: { code: 'refused', message, start: 0, end: topic.length, suggestions: ['/stock help'] },
    };
  }
  if (kpi) return { kind: 'help', help: ofKpi(kpi, knowledge, rights) };
  const near = knowledge.words.near(name).flatMap(({ text }) => (findKpi(text) ? [text] : []));
  const names = near.length > 0 ? near : knowledge.words.kpiNames;
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

function overall(knowledge: Knowledge) {
  const dimensions = Object.values(DIMENSIONS).filter(({ name }) => knowledge.facts.dimensions.has(name));
  return {
    title: 'What you can ask about stock',
    text: [
      GRAMMAR,
      'Values are recognised by themselves, as in “electronics”; where a word could be two things, write category:Electronics. Quotes keep words together.',
      `DIMENSION is one of ${dimensions.map(({ name }) => name).join(', ')}.`,
    ],
    entries: [
      ...offered(knowledge).map(({ name, summary, refuses }) => ({
        term: name,
        about: refuses?.(knowledge.facts) ? `${summary} (not now: ${refuses(knowledge.facts)})` : summary,
      })),
      { term: 'status', about: 'when each table was read, and through which date it goes' },
      { term: 'quality', about: 'rows that are left out or look wrong' },
      { term: 'help KPI', about: 'its definition, dimensions and examples' },
    ],
    examples: examples(knowledge),
  };
}

/** KPIs that are open. */
const offered = ({ words }: Knowledge): readonly Kpi[] => KPIS.filter(({ name }) => words.kpiNames.includes(name));

function ofKpi(kpi: Kpi, knowledge: Knowledge, rights: Rights) {
  const { facts } = knowledge;
  const withheld = withheldFrom(kpi, facts, rights);
  const reason = kpi.refuses?.(facts);
  const dimensions = kpi.dimensions.filter((name) => facts.dimensions.has(name));
  return {
    title: `${kpi.name}: ${kpi.summary}`,
    text: [
      kpi.definition,
      ...(reason ? [`Not offered now: ${reason}.`] : []),
      ...(kpi.notes?.(facts) ?? []),
      ...narrowedNotes({ restrictions: [], withheld }, () => []),
    ],
    entries: [
      ...dimensions.map((name) => ({ term: `by ${name}`, about: DIMENSIONS[name].about })),
      ...(kpi.synonyms.length > 0 ? [{ term: 'also called', about: kpi.synonyms.join(', ') }] : []),
    ],
    examples: examplesOf(kpi, knowledge),
  };
}

function examples(knowledge: Knowledge): readonly string[] {
  return offered(knowledge)
    .filter(({ refuses }) => !refuses?.(knowledge.facts))
    .flatMap((kpi) => examplesOf(kpi, knowledge).slice(-1));
}

function examplesOf(kpi: Kpi, { words, facts }: Knowledge): readonly string[] {
  const offered = kpi.dimensions.filter((name) => facts.dimensions.has(name));
  const finest = offered.includes('category') ? 'category' : 'sku';
  const [value] = words.valuesOf(finest);
  const filter =
    value === undefined
      ? ''
      : ` ${words.find(value).length === 1 && finest === 'category' ? value.toLowerCase() : qualified(finest, value)}`;
  const plain = `/stock ${kpi.name}`;
  if (offered.length === 0) return [plain];
  const by = offered.includes('warehouse') ? 'warehouse' : 'sku';
  return [
    plain,
    `${plain} by ${by}`,
    ...(kpi.grouping === 'below' ? [`${plain}${filter} by sku top 5`] : []),
    `${plain}${filter}`,
  ];
}
