import { sql } from 'drizzle-orm';
import type { Subject } from '../../alerts/told.js';
import type { LookedRow } from '../../alerts/transitions.js';
import { DIMENSIONS } from '../../kpi/dimensions.js';
import { count } from '../../kpi/expressions.js';
import { plural } from '../../kpi/format.js';
import { grouped } from '../../kpi/grouped.js';
import type { Measure } from '../../kpi/kpi.js';
import { narrowedNotes } from '../../kpi/narrowed.js';
import type { Plan } from '../../kpi/planned.js';
import { titleOf } from '../../kpi/title.js';
import type { Model } from '../../model/index.js';
import type { Desk, Knowledge } from '../desk.js';
import { asOfList } from '../notes.js';
import { ofOneModel } from '../one-model.js';
import { standingsOf, throughList } from '../standing.js';
import { concerns } from '../stock-answer.js';
import { comparable } from './figures.js';
import { judged } from './judge.js';
import { limitWords } from './limit-words.js';
import { rightsText } from './rights.js';
import { type Freshness, staleness } from './trust.js';
import { understand } from './understand.js';

/** What a look finds. `says` is for the alert’s owner. */
export type Look =
  | { readonly kind: 'seen'; readonly rows: readonly LookedRow[]; readonly subject: Subject }
  /** Its figures are too old, or known to be false: nothing is to be made of them. */
  | { readonly kind: 'stale'; readonly says: string }
  /** The question cannot be answered as it stands. */
  | { readonly kind: 'refused'; readonly says: string };

/** Looks at the figures of an alert’s question, with the rights of the desk. Refreshes nothing. */
export function lookAt(question: string, desk: Desk, fresh: Freshness): Promise<Look> {
  return ofOneModel(desk.model, () => look(question, desk, fresh));
}

async function look(question: string, desk: Desk, fresh: Freshness): Promise<Look> {
  const { model } = desk;
  const statuses = await model.refresher.status();
  const { knowledge, meaning, unknown } = await understand(question, desk);
  if ('says' in meaning) {
    // Of a table that is not there yet no value is known.
    const says = staleness(statuses, model, fresh);
    return says === null ? { kind: 'refused', says: meaning.says } : { kind: 'stale', says };
  }
  const { planned } = meaning;
  const needed = statuses.filter((status) => concerns(planned, status));
  const stale = staleness(needed, model, fresh) ?? (planned.withoutAccepted ? unknown : null);
  if (stale !== null) return { kind: 'stale', says: stale };
  const standings = standingsOf(knowledge.through, statuses, model);
  const { figures, warnings, notes } = await comparable(planned, standings, desk);
  if (warnings.length > 0) return { kind: 'stale', says: `${warnings.join('; ')}.` };
  return {
    kind: 'seen',
    rows: judged(figures.groups, planned),
    subject: {
      ...wordsOf(planned),
      question,
      currency: desk.currency,
      asOf: [...asOfList(needed, knowledge)],
      dataThrough: [...throughList(standings)],
      notes: [...notes, ...(await notesOf(model, planned, knowledge))],
      rights: rightsText(desk.rights),
    },
  };
}

function wordsOf(
  plan: Plan,
): Pick<Subject, 'title' | 'about' | 'limit' | 'is' | 'unit' | 'signed' | 'baseUnit' | 'many'> {
  const { thresholds, by } = plan;
  const [first, ...others] = thresholds;
  const [measure] = first?.measures ?? [];
  if (!first || !measure) throw new Error('An alert without a threshold');
  return {
    title: titleOf({ ...plan, thresholds: [] }),
    about: first.about,
    limit: [limitWords(first), ...others.map((one) => `${one.about} ${limitWords(one)}`)].join(' and '),
    is: first.is,
    unit: measure.unit,
    signed: measure.signed ?? false,
    baseUnit: first.base?.unit ?? null,
    many: manyOf(by, first.measures.length > 1),
  };
}

/** What several rows are called. `apart`: each environment has rows of its own. */
function manyOf(by: Plan['by'], apart: boolean): string {
  if (by === null || by === 'time') return DIMENSIONS.environment.plural;
  return apart ? 'rows' : DIMENSIONS[by].plural.replace('skus', 'SKUs');
}

async function notesOf(model: Model, plan: Plan, { words }: Knowledge): Promise<string[]> {
  const left = plan.withoutAccepted ? await acceptedIn(model, plan) : 0;
  return [
    ...narrowedNotes(plan, (dimension) => words.valuesOf(dimension)),
    ...(left > 0 ? [`${plural(left, 'accepted difference is', 'accepted differences are')} left out.`] : []),
  ];
}

const ACCEPTED: Measure = { key: 'left_out', label: '', unit: 'count', sql: count(sql`item.accepted`) };

async function acceptedIn(model: Model, plan: Plan): Promise<number> {
  if (plan.facts.accepted.length === 0) return 0;
  const { thresholds: _, ...query } = plan.query;
  const whole: Plan = { ...plan, query, measures: [ACCEPTED], thresholds: [], withoutAccepted: false };
  const { totals } = await grouped(model, whole);
  return Number(totals.left_out ?? 0);
}
