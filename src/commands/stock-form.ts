import { createHash } from 'node:crypto';
import { canonical, qualified } from '../intent/canonical.js';
import type { Intent } from '../intent/intent.js';
import { parse } from '../intent/parse.js';
import type { Candidate, Vocabulary } from '../intent/vocabulary.js';
import { DIMENSIONS } from '../kpi/dimensions.js';
import { ENVIRONMENT_LABEL } from '../kpi/expressions.js';
import type { Facts } from '../kpi/facts.js';
import { titled } from '../kpi/format.js';
import { findKpi, KPIS } from '../kpi/index.js';
import type { KpiQuery } from '../kpi/kpi.js';
import { plan } from '../kpi/plan.js';
import { ENVIRONMENTS } from '../kpi/result.js';
import { ALL_RIGHTS } from '../kpi/rights.js';
import { periodText, UNITS_OF_TIME, versusText } from '../periods/index.js';
import type { Knowledge } from './desk.js';
import type { Choice, Composed, Fields, Form } from './form.js';
import { queryOf } from './query.js';

const SUBJECT = 'stock';
const LONGEST_CHOICE = 75;
const MOST_CHOICES = 100;

/** The fields of a question; null when it is none. `open` says whether a KPI is open to the asker. */
export function stockForm(text: string, knowledge: Knowledge, open: (kpi: string) => boolean): Form | null {
  const { words, facts } = knowledge;
  const parsed = parse(text, words);
  if (!parsed.ok) return null;
  const { kpi, by = [], limit, environment = null, filters, period, versus, of, rank, thresholds } = parsed.intent;
  const dimensions = Object.values(DIMENSIONS).filter(({ name }) => facts.dimensions.has(name));
  const offered = KPIS.filter(({ name, refuses }) => open(name) && !refuses?.(facts));
  const chosen = filters.map(({ dimension, value }) => choiceOf({ dimension, value, selects: '' }));
  const axes = [
    ...dimensions.map(({ name, label }) => ({ value: name, label })),
    ...UNITS_OF_TIME.map((unit) => ({ value: unit, label: titled(unit) })),
  ];
  const [said, against] = [period ? periodText(period) : null, versus ? versusText(versus) : null];
  return {
    fields: {
      subject: SUBJECT,
      kpi,
      filters: chosen.map(({ value }) => value),
      by: by[0] ?? null,
      across: by[1] ?? null,
      period: said,
      versus: against,
      more: moreText(
        { kpi, filters: [], ...defined({ of, rank, thresholds, limit: rank === undefined ? undefined : limit }) },
        words,
      ),
      end: limit?.end ?? 'top',
      count: rank === undefined ? (limit?.count ?? null) : null,
      environment,
    },
    filters: chosen,
    kpis: offered.map(({ name, summary }) => ({ value: name, label: cut(`${name}: ${summary}`) })),
    dimensions: axes,
    across: axes,
    environments: ENVIRONMENTS.map((name) => ({ value: name, label: ENVIRONMENT_LABEL[name] })),
    periods: choices(PERIODS, said),
    comparisons: choices(COMPARISONS, against),
  };
}

const PERIODS = [
  'yesterday',
  'this week',
  'last week',
  'this month',
  'last month',
  '30 days',
  'last 3 months',
  'last 12 months',
  'this year',
  'last year',
  'this fiscal year',
  'last fiscal year',
];
const COMPARISONS = ['vs yesterday', 'vs last week', 'vs last month', 'vs last quarter', 'vs last year'];

/** The usual ones, and the one that the question has. */
const choices = (usual: readonly string[], own: string | null): readonly Choice[] =>
  [...new Set([...usual, ...(own === null ? [] : [own])])].map((text) => ({ value: text, label: text }));

/** What of a question has no field of its own, as it is written. */
function moreText(intent: Intent, words: Vocabulary): string {
  const { of: _, rank: __, thresholds: ___, limit: ____, ...plain } = intent;
  return canonical(intent, words).slice(canonical(plain, words).length).trim();
}

function defined<T extends object>(of: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as never;
}

/** The question of a form. Every field is checked again: what comes back need not be what was offered. */
export function composeStock(fields: Fields, { words, facts }: Knowledge): Composed {
  const kpi = findKpi(fields.kpi);
  if (!kpi) return wrong('kpi', 'This KPI is not known.');
  const filters = fields.filters.map((value) =>
    words.candidates.find((candidate) => choiceOf(candidate).value === value),
  );
  if (filters.includes(undefined)) return wrong('filters', 'One of these values is not known any more.');
  const parts: readonly (readonly [keyof Fields, string])[] = [
    ['kpi', `kpi:${kpi.name}`],
    ['filters', filters.flatMap((one) => (one ? [qualified(one.dimension, one.value)] : [])).join(' ')],
    ['by', fields.by === null ? '' : `by ${fields.by}`],
    ['across', fields.across === null ? '' : `by ${fields.across}`],
    ['count', fields.count === null ? '' : `${fields.end} ${fields.count}`],
    ['environment', fields.environment === null ? '' : `environment:${fields.environment}`],
    ['period', fields.period ?? ''],
    ['versus', fields.versus ?? ''],
    ['more', fields.more],
  ];
  const text = parts.map(([, part]) => part).join(' ');
  const parsed = parse(text, words);
  if (!parsed.ok) {
    // Of what is too long the end is to blame, which no field is alone.
    if (parsed.mistake.code === 'too-long') return wrong('filters', parsed.mistake.message);
    return wrong(fieldAt(parts, parsed.mistake.start), parsed.mistake.message);
  }
  const { as: _, ...intent } = parsed.intent;
  return refusalOf(queryOf(intent), facts) ?? { ok: true, question: canonical(intent, words) };
}

function fieldAt(parts: readonly (readonly [keyof Fields, string])[], place: number): keyof Fields {
  let end = 0;
  for (const [field, part] of parts) {
    end += part.length + 1;
    if (place < end) return field;
  }
  return 'more';
}

/** Why the fields make no sense together, at the one without which they would; rights are for whoever asks. */
function refusalOf(query: KpiQuery, facts: Facts): Extract<Composed, { ok: false }> | null {
  const tried = (one: KpiQuery) => {
    const planned = plan(one, facts, ALL_RIGHTS);
    return 'refusal' in planned ? planned.refusal : null;
  };
  const refusal = tried(query);
  if (refusal === null) return null;
  const { environment: _, ...everywhere } = query;
  const { limit: __, rank: ___, ...whole } = query;
  const { thresholds: ____, ...every } = query;
  const { versus: _____, ...alone } = query;
  const { period: ______, ...now } = query;
  const { by: _______, ...ungrouped } = query;
  const tries: readonly (readonly [keyof Fields, KpiQuery])[] = [
    ['environment', everywhere],
    ['count', whole],
    ['more', every],
    ['versus', alone],
    ['period', now],
    ['across', { ...query, by: query.by?.slice(0, 1) ?? [] }],
    ['by', ungrouped],
  ];
  const [field = 'kpi'] = tries.find(([, other]) => tried(other) === null) ?? [];
  return wrong(field, refusal);
}

export function suggestStock(typed: string, { words }: Knowledge): readonly Choice[] {
  return words.completing(typed, MOST_CHOICES).map(choiceOf);
}

/** A value that is too long to be handed back is known by its hash. */
function choiceOf({ dimension, value, label }: Candidate): Choice {
  const text = qualified(dimension, value);
  const hashed = () => `${dimension}#${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
  const named = label === undefined ? value : `${value} ${label}`;
  return { value: text.length <= LONGEST_CHOICE ? text : hashed(), label: cut(`${named} (${dimension})`) };
}

const cut = (text: string): string => (text.length <= LONGEST_CHOICE ? text : `${text.slice(0, LONGEST_CHOICE - 1)}…`);

const wrong = (field: keyof Fields, message: string) => ({ ok: false, field, message }) as const;
