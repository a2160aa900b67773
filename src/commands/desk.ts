import { Vocabulary } from '../intent/vocabulary.js';
import { DIMENSIONS } from '../kpi/dimensions.js';
import { type Facts, readFacts } from '../kpi/facts.js';
import { KPIS } from '../kpi/index.js';
import type { Finding, IncompleteDate, Model, Through } from '../model/index.js';

/** What commands work with. Chats hand text to `answer` and know nothing of it. */
export interface Desk {
  readonly model: Model;
  /** Longest wait for a refresh, in milliseconds. */
  readonly budget: number;
  readonly tolerance: number;
  readonly currency: string;
}

/** What is known of the model's rows between two refreshes. */
export interface Knowledge {
  readonly facts: Facts;
  readonly words: Vocabulary;
  readonly through: readonly Through[];
  readonly incomplete: readonly IncompleteDate[];
  readonly findings: readonly Finding[];
}

const known = new WeakMap<Model, { version: string; knowledge: Promise<Knowledge> }>();

/** Read once for each state of the model, not at each question. */
export function knowledgeOf(desk: Desk): Promise<Knowledge> {
  const { model } = desk;
  const version = `${model.today} ${model.refresher.version}`;
  const cached = known.get(model);
  if (cached?.version === version) return cached.knowledge;
  const knowledge = read(desk);
  known.set(model, { version, knowledge });
  // A failed read must not be remembered.
  knowledge.catch(() => known.delete(model));
  return knowledge;
}

async function read({ model, tolerance }: Desk): Promise<Knowledge> {
  const [facts, values, through, incomplete, findings] = await Promise.all([
    readFacts(model, tolerance),
    model.dimensionValues(),
    model.through(),
    model.incompleteDates(),
    model.findings(),
  ]);
  const dimensions = Object.values(DIMENSIONS).map((one) => ({ ...one, absent: !facts.dimensions.has(one.name) }));
  return { facts, words: new Vocabulary(KPIS, dimensions, values), through, incomplete, findings };
}
