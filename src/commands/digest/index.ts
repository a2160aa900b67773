/**
 * `/stock digest`, and the digest that is posted: reads the figures through the KPI plans with the asker's rights, finds
 * the earlier ones to set them against, and has `digest` make words of them. Tested in `tests/commands/digest.test.ts`.
 */

import type { Figures } from '../../digest/figures.js';
import { compose, type Digest, withSince } from '../../digest/index.js';
import type { Mistake } from '../../intent/intent.js';
import { plural } from '../../kpi/format.js';
import { narrowedNotes } from '../../kpi/narrowed.js';
import { isClosed, notOpen } from '../../kpi/rights.js';
import { StateError } from '../../state/index.js';
import type { Desk } from '../desk.js';
import { asOfList, notesFor } from '../notes.js';
import { ofOneModel } from '../one-model.js';
import type { Reply } from '../reply.js';
import { throughList } from '../standing.js';
import { refused } from '../stock-answer.js';
import { zoneOf } from '../subscriptions/zone.js';
import { earlierOf, type Found } from './earlier.js';
import { type Grounds, groundsOf } from './grounds.js';
import { narrowingOf, seesBoth } from './narrowing.js';
import { type Reading, readFigures } from './read.js';
import { scopeOf } from './scope.js';
import { sectionQuestions } from './section-questions.js';

const QUESTION = '/stock digest';

/** Milliseconds that a digest waits for its sources where nobody waits for it. */
const PATIENCE = 30_000;

/** A digest and the id of its record, null where nothing was recorded; or why there is none. */
export type MadeDigest = { readonly digest: Digest; readonly record: number | null } | { readonly mistake: Mistake };

export interface DigestOptions {
  /** Id of the record to compare with; null or left out: the latest of an earlier day. */
  readonly previous?: number | null;
  /** Figures without those of an environment are never recorded: nothing could be set against them. */
  readonly record: boolean;
  /** On whose clock it tells times, an IANA name; left out: the business time zone. */
  readonly timeZone?: string;
}

/** A digest to be posted. Throws NotRead where no stock was ever read. */
export function makeDigest(desk: Desk, { previous = null, record, timeZone }: DigestOptions): Promise<MadeDigest> {
  const options = { previous, record: record ? 'always' : 'never', patience: Math.max(PATIENCE, desk.budget) } as const;
  const own = timeZone === undefined ? desk : { ...desk, timeZone };
  return ofOneModel(desk.model, () => made(own, options));
}

/** `/stock digest [as table|csv]`, `text` being what follows `/stock`; the first of a day is recorded. */
export async function digestReply(text: string, desk: Desk): Promise<Reply> {
  const [, head = '', rest = ''] = /^(\s*digest\b\s*)([\s\S]*)$/i.exec(text) ?? [];
  const [, as] = /^(?:as\s+(table|csv))?\s*$/i.exec(rest) ?? [];
  if (rest.trim() !== '' && !as) {
    const message = `“${rest.trim().slice(0, 80)}” is not known here: as table or as csv.`;
    const suggestions = [QUESTION, `${QUESTION} as csv`];
    return {
      kind: 'mistake',
      mistake: { code: 'unknown', message, start: head.length, end: text.length, suggestions },
    };
  }
  const own = { ...desk, timeZone: await zoneOf(desk) };
  const answer = await made(own, { previous: null, record: 'first of the day', patience: desk.budget });
  if ('mistake' in answer) return { kind: 'mistake', mistake: { ...answer.mistake, end: text.length } };
  if (as?.toLowerCase() !== 'csv') return { kind: 'digest', digest: answer.digest };
  return { kind: 'result', result: answer.digest.full, as: 'csv', drill: null, editable: false };
}

interface Making {
  readonly previous: number | null;
  readonly record: 'always' | 'first of the day' | 'never';
  /** Milliseconds. */
  readonly patience: number;
}

async function made(desk: Desk, { previous, record, patience }: Making): Promise<MadeDigest> {
  const closed = closedTo(desk);
  if (closed !== null) return { mistake: refused(QUESTION, closed) };
  const grounds = await groundsOf(desk, patience);
  const reading = await ofOneState(desk, () => readFigures(desk, grounds));
  if ('refusal' in reading) return { mistake: refused(QUESTION, reading.refusal) };
  const scope = scopeOf(desk);
  const comparable = grounds.known.size === 2 && !grounds.unread;
  const earlier = await earlierFor(desk, grounds, scope, previous, comparable);
  const figures = withSince(reading.figures, earlier.previous, desk.tolerances);
  const kept = comparable ? await keep(figures, scope, record, desk) : { id: null, notes: [] };
  const notes = [...earlier.notes, ...kept.notes, ...notesOn({ ...reading, figures }, grounds, desk)];
  return { digest: digestOf({ ...reading, figures }, earlier, notes, grounds, desk), record: kept.id };
}

/** Why there is no digest for the asker; null where there is. */
function closedTo({ rights }: Desk): string | null {
  if (rights.closedSubjects.includes('stock')) return notOpen('/stock');
  if (isClosed('variance', rights)) return notOpen('variance');
  return seesBoth(rights) ? null : notOpen('A digest, which sets both environments against each other,');
}

const TRIES = 3;

/** All figures of one digest are of one state of the model, unless rows keep coming in faster than they are read. */
async function ofOneState<T>({ model }: Desk, read: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    const { version } = model.refresher;
    const answer = await read();
    if (model.refresher.version === version || tries === TRIES) return answer;
  }
}

/** Changes of figures that are too old, or miss a table, would be none. */
async function earlierFor(
  desk: Desk,
  grounds: Grounds,
  scope: string,
  previous: number | null,
  comparable: boolean,
): Promise<Found> {
  if (comparable && grounds.stale.size === 0) return earlierOf(desk, grounds, scope, previous);
  return {
    previous: null,
    weekAgo: null,
    notes: comparable ? ['Nothing is set against earlier figures, as those of a source are too old.'] : [],
  };
}

/** Records the figures, and yields the record of this day. */
async function keep(
  figures: Figures,
  scope: string,
  record: Making['record'],
  { recorded, model }: Desk,
): Promise<{ readonly id: number | null; readonly notes: readonly string[] }> {
  const { day } = figures;
  if (record === 'never') return { id: null, notes: [] };
  try {
    const present = record === 'always' ? null : await recorded.latest(scope, { from: day, through: day });
    const id = present?.id ?? (await recorded.add({ scope, day, at: model.now, body: JSON.stringify(figures) }));
    return { id, notes: [] };
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    // It is in the log: the audit of the same question goes to the same store.
    return { id: null, notes: ['This digest could not be recorded: the next one is set against an earlier one.'] };
  }
}

function notesOn({ figures, planned }: Reading, grounds: Grounds, { model, rights }: Desk): readonly string[] {
  const { knowledge, facts, sound } = grounds;
  const closed = [...(facts.cost ? ['cost'] : []), 'availability'].filter((kpi) => isClosed(kpi, rights));
  const { accepted } = figures.total;
  return [
    ...(accepted > 0
      ? [
          `${plural(accepted, 'accepted difference is in the totals, and alarms', 'accepted differences are in the totals, and alarm')} nobody.`,
        ]
      : []),
    ...narrowedNotes({ restrictions: [], withheld: closed }, () => []),
    // What is wrong with the rows has a part of its own.
    ...notesFor(planned, { ...knowledge, findings: [] }, sound, model),
    ...grounds.notes,
  ];
}

function digestOf(
  { figures, stocked }: Reading,
  earlier: Found,
  notes: readonly string[],
  grounds: Grounds,
  desk: Desk,
): Digest {
  const { model, rights, currency, tolerances, timeZone } = desk;
  const { knowledge, statuses, standings, known, stale } = grounds;
  return compose(figures, earlier, {
    question: QUESTION,
    at: model.now.toISOString(),
    narrowing: narrowingOf(rights, (dimension) => knowledge.words.valuesOf(dimension)),
    timeZone,
    today: model.today,
    warnings: grounds.warnings,
    notes,
    asOf: asOfList(statuses, knowledge),
    dataThrough: throughList(standings),
    currency,
    known,
    stale,
    stocked,
    tolerances,
    questions: sectionQuestions(figures, earlier.previous?.figures.day ?? null, grounds, desk),
  });
}
