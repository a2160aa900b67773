import { createHash } from 'node:crypto';
import { canonical, qualified } from '../intent/canonical.js';
import { parse } from '../intent/parse.js';
import type { Candidate } from '../intent/vocabulary.js';
import { DIMENSIONS, type DimensionName } from '../kpi/dimensions.js';
import { ENVIRONMENT_LABEL } from '../kpi/expressions.js';
import type { Facts } from '../kpi/facts.js';
import { findKpi, KPIS } from '../kpi/index.js';
import type { KpiQuery } from '../kpi/kpi.js';
import { plan } from '../kpi/plan.js';
import { ENVIRONMENTS } from '../kpi/result.js';
import { ALL_RIGHTS } from '../kpi/rights.js';
import type { Knowledge } from './desk.js';
import type { Choice, Composed, Fields, Form } from './form.js';

const SUBJECT = 'stock';
const LONGEST_CHOICE = 75;
const MOST_CHOICES = 100;

/** The fields of a question; null when it is none. `open` says whether a KPI is open to the asker. */
export function stockForm(text: string, knowledge: Knowledge, open: (kpi: string) => boolean): Form | null {
  const parsed = parse(text, knowledge.words);
  if (!parsed.ok) return null;
  const { kpi, by = null, limit, environment = null, filters } = parsed.intent;
  const dimensions = Object.values(DIMENSIONS).filter(({ name }) => knowledge.facts.dimensions.has(name));
  const offered = KPIS.filter(({ name, refuses }) => open(name) && !refuses?.(knowledge.facts));
  const chosen = filters.map(({ dimension, value }) => choiceOf({ dimension, value, selects: '' }));
  return {
    fields: {
      subject: SUBJECT,
      kpi,
      filters: chosen.map(({ value }) => value),
      by,
      end: limit?.end ?? 'top',
      count: limit?.count ?? null,
      environment,
    },
    filters: chosen,
    kpis: offered.map(({ name, summary }) => ({ value: name, label: cut(`${name}: ${summary}`) })),
    dimensions: dimensions.map(({ name, label }) => ({ value: name, label })),
    environments: ENVIRONMENTS.map((name) => ({ value: name, label: ENVIRONMENT_LABEL[name] })),
  };
}

/** The question of a form. Every field is checked again: what comes back need not be what was offered. */
export function composeStock(fields: Fields, { words, facts }: Knowledge): Composed {
  const kpi = findKpi(fields.kpi);
  if (!kpi) return wrong('kpi', 'This KPI is not known.');
  const by = fields.by as DimensionName | null;
  if (by !== null && !(by in DIMENSIONS && facts.dimensions.has(by))) return wrong('by', 'There is no such dimension.');
  if (by !== null && !kpi.dimensions.includes(by)) return wrong('by', `${kpi.name} cannot be asked by ${by}.`);
  const environment = ENVIRONMENTS.find((name) => name === fields.environment);
  if (fields.environment !== null && !environment) return wrong('environment', 'There is no such environment.');
  const filters = fields.filters.map((value) =>
    words.candidates.find((candidate) => choiceOf(candidate).value === value),
  );
  if (filters.includes(undefined)) return wrong('filters', 'One of these values is not known any more.');
  const query: KpiQuery = {
    kpi: kpi.name,
    filters: filters.flatMap((one) => (one ? [{ dimension: one.dimension as DimensionName, value: one.value }] : [])),
    ...(by === null ? {} : { by }),
    ...(fields.count === null ? {} : { limit: { end: fields.end, count: fields.count } }),
    ...(environment ? { environment } : {}),
  };
  const refusal = refusalOf(query, facts);
  if (refusal) return refusal;
  const question = canonical(query, words);
  const parsed = parse(question.replace(/^\/\S+ /, ''), words);
  if (parsed.ok) return { ok: true, question };
  return wrong(parsed.mistake.code === 'too-long' ? 'filters' : 'count', parsed.mistake.message);
}

/** Why the fields make no sense together, at the one without which they would; rights are for whoever asks. */
function refusalOf(query: KpiQuery, facts: Facts): Extract<Composed, { ok: false }> | null {
  const tried = (one: KpiQuery) => {
    const planned = plan(one, facts, ALL_RIGHTS);
    return 'refusal' in planned ? planned.refusal : null;
  };
  const refusal = tried(query);
  if (refusal === null) return null;
  const { by: _, ...ungrouped } = query;
  const { limit: __, ...whole } = query;
  const { environment: ___, ...everywhere } = query;
  if (tried(everywhere) === null) return wrong('environment', refusal);
  if (tried(whole) === null) return wrong('count', refusal);
  return wrong(tried(ungrouped) === null ? 'by' : 'kpi', refusal);
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
