import { LRUCache } from 'lru-cache';
import type { Tolerance } from '../digest/tolerances.js';
import { type Candidate, Vocabulary } from '../intent/vocabulary.js';
import { DIMENSIONS } from '../kpi/dimensions.js';
import { EVERYTHING } from '../kpi/everything.js';
import { type Facts, readFacts, type Setting } from '../kpi/facts.js';
import { KPIS, MEASURED } from '../kpi/index.js';
import { measureNames } from '../kpi/measures.js';
import { isClosed, isNarrowed, type Rights } from '../kpi/rights.js';
import type { Finding, Model, Through } from '../model/index.js';
import type { Acceptances, Alerts, Deliveries, Recorded, Subscriptions } from '../state/index.js';
import type { Asker } from './questions.js';
import { turn } from './turns.js';

/** What commands work with. Chats hand text to `answer` and know nothing of it. */
export interface Desk {
  readonly model: Model;
  /** Longest wait for a refresh, in milliseconds. */
  readonly budget: number;
  readonly tolerance: number;
  /** Month in which the fiscal year starts, 1 to 12. */
  readonly fiscalYearStart: number;
  readonly currency: string;
  /** Of whoever asks, and of the channel where that reads along. */
  readonly rights: Rights;
  /** Who asks, as it is written down: the chat and its user, such as `slack U123`. */
  readonly who: string;
  readonly asker: Pick<Asker, 'chat' | 'user' | 'channel' | 'public' | 'here' | 'about'>;
  /** Rights under which something is posted for whoever asks: to all of a channel, or, where null, to them alone. */
  readonly rightsIn: (channel: string | null) => Rights;
  readonly acceptances: Acceptances;
  readonly subscriptions: Subscriptions;
  readonly deliveries: Deliveries;
  readonly alerts: Alerts;
  readonly recorded: Recorded;
  /** What a digest calls out of tolerance. */
  readonly tolerances: readonly Tolerance[];
  /** IANA name of the business time zone. */
  readonly timeZone: string;
  /** Tells whoever posts that something is due. */
  readonly wake: () => void;
}

/** A desk before it is known who asks. */
export type SharedDesk = Omit<Desk, 'rights' | 'who' | 'asker' | 'rightsIn'>;

/** What is known of the model's rows between two refreshes, as far as the asker's rights go. */
export interface Knowledge {
  /** Of all rows: what is mapped, and no value. */
  readonly facts: Facts;
  /** Values of open rows only; KPIs that are closed, or are none with these rows, are understood, but not offered. */
  readonly words: Vocabulary;
  readonly through: readonly Through[];
  /** Without examples for those to whom anything is closed. */
  readonly findings: readonly Finding[];
}

/** Most sets of rights that are remembered for a state of the model, and most values in all of them. */
const MOST_RIGHTS = 50;
const MOST_VALUES = 100_000;

interface State {
  readonly version: string;
  readonly common: () => Promise<Omit<Knowledge, 'words'>>;
  readonly known: LRUCache<string, Knowledge, Rights>;
}

const states = new WeakMap<Model, State>();

const MEASURES = measureNames(MEASURED, EVERYTHING);

/** Read once for each state of the model and set of rights, not at each question. */
export async function knowledgeOf(desk: Desk): Promise<Knowledge> {
  const { closedKpis, restrictions } = desk.rights;
  const key = JSON.stringify([closedKpis, restrictions]);
  const knowledge = await stateOf(desk).known.fetch(key, { context: desk.rights });
  if (!knowledge) throw new Error('Knowledge was dropped while it was read');
  await turn();
  return knowledge;
}

function stateOf({ model, tolerance, fiscalYearStart }: Desk): State {
  const version = `${model.today} ${model.refresher.version}`;
  const current = states.get(model);
  if (current?.version === version) return current;
  const common = once(() => readCommon(model, { tolerance, fiscalYearStart }));
  const known = new LRUCache<string, Knowledge, Rights>({
    max: MOST_RIGHTS,
    maxSize: MOST_VALUES,
    sizeCalculation: ({ words }) => Math.min(MOST_VALUES, 1 + words.candidates.length),
    // Who waits for it gets it, even if others have taken its place by then.
    ignoreFetchAbort: true,
    fetchMethod: async (_key, _stale, { context }) => narrowed(model, await common(), context),
  });
  const state = { version, common, known };
  states.set(model, state);
  return state;
}

async function readCommon(model: Model, setting: Setting): Promise<Omit<Knowledge, 'words'>> {
  const [facts, through, findings] = await Promise.all([readFacts(model, setting), model.through(), model.findings()]);
  return { facts, through, findings };
}

async function narrowed(model: Model, common: Omit<Knowledge, 'words'>, rights: Rights): Promise<Knowledge> {
  const values = await model.dimensionValues(rights.restrictions);
  const findings = isNarrowed(rights)
    ? common.findings.map((finding) => ({ ...finding, example: null }))
    : common.findings;
  return { ...common, words: vocabularyOf(values, common.facts, rights), findings };
}

/** The words of the registry over these values. */
export function vocabularyOf(values: readonly Candidate[], facts: Facts, rights: Rights): Vocabulary {
  const kpis = KPIS.map((kpi) => ({
    name: kpi.name,
    synonyms: kpi.synonyms,
    absent: isClosed(kpi.name, rights) || typeof kpi.refuses?.(facts) === 'string',
    ...(kpi.lead === null ? {} : { lead: kpi.lead }),
  }));
  const dimensions = Object.values(DIMENSIONS).map((one) => ({ ...one, absent: !facts.dimensions.has(one.name) }));
  return new Vocabulary(kpis, dimensions, values, MEASURES);
}

/** The same promise for everybody who asks; a failure is not remembered. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | null = null;
  return () => {
    reading ??= read().catch((error: unknown) => {
      reading = null;
      throw error;
    });
    return reading;
  };
}
