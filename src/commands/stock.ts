import { canonical } from '../intent/canonical.js';
import type { Intent, Mistake } from '../intent/intent.js';
import { parse } from '../intent/parse.js';
import { Vocabulary } from '../intent/vocabulary.js';
import type { Plan } from '../kpi/compile.js';
import type { DimensionName } from '../kpi/dimensions.js';
import type { KpiQuery } from '../kpi/kpi.js';
import { plan } from '../kpi/plan.js';
import type { Result } from '../kpi/result.js';
import { isClosed, notOpen, type Rights } from '../kpi/rights.js';
import { run } from '../kpi/run.js';
import type { Feed } from '../model/feed.js';
import type { FeedStatus } from '../model/index.js';
import type { ModelTable } from '../model/shape.js';
import type { Command } from './command.js';
import { completenessOf, warned } from './completeness.js';
import { type Desk, type Knowledge, knowledgeOf } from './desk.js';
import { drillOf } from './drill.js';
import { helpFor } from './help.js';
import { requireRead } from './not-read.js';
import { asOfList, notesFor } from './notes.js';
import { quality } from './quality.js';
import type { Reply } from './reply.js';
import { standingsOf, throughList } from './standing.js';
import { status } from './status.js';
import { composeStock, stockForm, suggestStock } from './stock-form.js';

const NAME = 'stock';
const TABLES: readonly ModelTable[] = ['product', 'stock'];

/** `/stock [KPI] [values…] [by DIMENSION] [top N | bottom N] [in test | in production] [as table | chart | csv]` */
export const stock: Command = {
  name: NAME,
  summary: 'stock of Test and Production: variance, availability, distribution, comparison, cost',
  async answer(text, desk) {
    if (closed(desk)) return { kind: 'mistake', mistake: refused(text, notOpen(`/${NAME}`)) };
    const { refresher } = desk.model;
    const [, word = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
    switch (word.toLowerCase()) {
      case 'status':
        return listed(rest, text, async () => status(desk, await knowledgeOf(desk)));
      case 'quality':
        return listed(rest, text, async () => {
          const every = [...new Set(desk.model.feeds.map(({ table }) => table))];
          const statuses = await refresher.ensure(every, desk.budget);
          return quality(desk, await knowledgeOf(desk), statuses);
        });
    }
    const isProduct = ({ table }: Pick<Feed, 'table'>) => table === 'product';
    const soon = await refresher.ensure(TABLES, desk.budget, isProduct);
    if (word.toLowerCase() === 'help') return helpFor(rest, await knowledgeOf(desk), desk.rights);
    let asked = await understood(text, desk, soon);
    // What it needs is being read for the first time, which is worth a longer wait; nothing else is.
    if (asked.needed.some(({ asOf, refreshing }) => asOf === null && refreshing)) {
      const needed = new Set(asked.needed.map(({ feed }) => feed.id));
      const read = await refresher.ensure(TABLES, desk.budget, ({ id }) => needed.has(id));
      asked = await understood(text, desk, read);
    }
    requireRead(
      asked.statuses.filter(({ feed }) => isProduct(feed)),
      desk.model.now,
    );
    return replyTo(asked, text, desk);
  },
  async understands(text, desk) {
    if (closed(desk)) return false;
    return LISTS.test(text) || parse(text, (await knowledgeOf(desk)).words).ok;
  },
  async form(text, desk) {
    if (closed(desk)) return null;
    return stockForm(text, await knowledgeOf(desk), (kpi) => !isClosed(kpi, desk.rights));
  },
  async compose(fields, desk) {
    if (closed(desk)) return { ok: false, field: 'subject', message: notOpen(`/${NAME}`) };
    if (isClosed(fields.kpi, desk.rights)) return { ok: false, field: 'kpi', message: notOpen(fields.kpi) };
    return composeStock(fields, await knowledgeOf(desk));
  },
  suggest: async (typed, desk) => (closed(desk) ? [] : suggestStock(typed, await knowledgeOf(desk))),
  completions: async (desk) => (closed(desk) ? NO_WORDS : (await knowledgeOf(desk)).words),
};

/** What is no question about figures. */
const LISTS = /^\s*(status|quality|help)\b/i;
const NO_WORDS = new Vocabulary([], [], []);

const closed = ({ rights }: Desk): boolean => rights.closedSubjects.includes(NAME);

/** Without suggestions that would be refused. */
function offered(mistake: Mistake, words: Vocabulary, rights: Rights): Mistake {
  const suggestions = mistake.suggestions.filter((question) => {
    const parsed = parse(question.replace(`/${NAME} `, ''), words);
    return !parsed.ok || !isClosed(parsed.intent.kpi, rights);
  });
  return { ...mistake, suggestions };
}

/** A list about the model, which takes nothing but the way to show it. */
async function listed(rest: string, text: string, list: () => Promise<Result>): Promise<Reply> {
  const [, as] = /^(?:as\s+(table|csv))?\s*$/i.exec(rest) ?? [];
  if (rest.trim() === '' || as)
    return {
      kind: 'result',
      result: await list(),
      as: as?.toLowerCase() === 'csv' ? 'csv' : null,
      drill: null,
      editable: false,
    };
  const start = text.length - rest.length;
  const question = `/stock ${text.slice(0, start).trim()}`;
  const message = `“${rest.trim().slice(0, 80)}” is not known here: as table or as csv.`;
  return {
    kind: 'mistake',
    mistake: { code: 'unknown', message, start, end: text.length, suggestions: [question, `${question} as csv`] },
  };
}

/** A question against the state of the model. */
interface Asked {
  readonly statuses: readonly FeedStatus[];
  readonly knowledge: Knowledge;
  readonly meaning:
    | { readonly mistake: Mistake }
    | { readonly intent: Intent; readonly planned: ReturnType<typeof plan> };
  /** Tables without which it cannot be answered; all, where it cannot be told. */
  readonly needed: readonly FeedStatus[];
}

async function understood(text: string, desk: Desk, statuses: readonly FeedStatus[]): Promise<Asked> {
  await desk.model.followCalendar();
  const knowledge = await knowledgeOf(desk);
  const parsed = parse(text, knowledge.words);
  if (!parsed.ok) return { statuses, knowledge, meaning: { mistake: parsed.mistake }, needed: statuses };
  const { intent } = parsed;
  const planned = plan(queryOf(intent), knowledge.facts, desk.rights);
  const needed = 'refusal' in planned ? statuses : statuses.filter((status) => concerns(planned, status));
  return { statuses, knowledge, meaning: { intent, planned }, needed };
}

async function replyTo(
  { statuses, knowledge, meaning, needed }: Asked,
  text: string,
  { model, currency, rights }: Desk,
): Promise<Reply> {
  if ('mistake' in meaning) return { kind: 'mistake', mistake: offered(meaning.mistake, knowledge.words, rights) };
  const { intent, planned } = meaning;
  if ('refusal' in planned) {
    const suggestions = planned.alternatives.map((query) => canonical(query, knowledge.words));
    return { kind: 'mistake', mistake: refused(text, planned.refusal, suggestions) };
  }
  requireRead(needed, model.now);
  const standings = standingsOf(knowledge.through, statuses, model);
  const result = await run(model, planned, {
    question: canonical(intent, knowledge.words),
    currency,
    asOf: asOfList(statuses, knowledge),
    dataThrough: throughList(standings),
    notes: notesFor(planned, knowledge, needed, model),
  });
  const { headline, warnings, notes } = warned(
    result.headline,
    completenessOf(planned.environments, standings, model.today),
  );
  return {
    kind: 'result',
    result: { ...result, headline, warnings, notes: [...notes, ...result.notes] },
    as: intent.as ?? null,
    drill: drillOf(planned, intent, knowledge),
    editable: true,
  };
}

/** Whether the answer is made of this table; one without an environment says so in its rows. */
function concerns({ environments }: Plan, { feed: { environment } }: FeedStatus): boolean {
  return environment === null || environments.includes(environment);
}

function queryOf({ as: _, by, filters, ...intent }: Intent): KpiQuery {
  return {
    ...intent,
    filters: filters.map(({ dimension, value }) => ({ dimension: dimension as DimensionName, value })),
    ...(by === undefined ? {} : { by: by as DimensionName }),
  };
}

function refused(text: string, message: string, suggestions: readonly string[] = []): Mistake {
  return { code: 'refused', message, start: 0, end: text.length, suggestions };
}
