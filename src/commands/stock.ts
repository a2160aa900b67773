import { canonical } from '../intent/canonical.js';
import type { Intent, Mistake } from '../intent/intent.js';
import { parse } from '../intent/parse.js';
import { Vocabulary } from '../intent/vocabulary.js';
import type { DimensionName } from '../kpi/dimensions.js';
import type { KpiQuery } from '../kpi/kpi.js';
import { plan } from '../kpi/plan.js';
import type { Result } from '../kpi/result.js';
import { isClosed, notOpen, type Rights } from '../kpi/rights.js';
import { run } from '../kpi/run.js';
import type { FeedStatus } from '../model/index.js';
import type { ModelTable } from '../model/shape.js';
import type { Command } from './command.js';
import { type Desk, type Knowledge, knowledgeOf } from './desk.js';
import { drillOf } from './drill.js';
import { helpFor } from './help.js';
import { asOfList, incompleteWarning, notesFor, throughList } from './notes.js';
import { quality } from './quality.js';
import type { Reply } from './reply.js';
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
    const statuses = await refresher.ensure(TABLES, desk.budget);
    await desk.model.followCalendar();
    const knowledge = await knowledgeOf(desk);
    if (word.toLowerCase() === 'help') return helpFor(rest, knowledge, desk.rights);
    const parsed = parse(text, knowledge.words);
    if (!parsed.ok) return { kind: 'mistake', mistake: offered(parsed.mistake, knowledge.words, desk.rights) };
    return ask(parsed.intent, text, desk, knowledge, statuses);
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

async function ask(
  intent: Intent,
  text: string,
  { model, currency, rights }: Desk,
  knowledge: Knowledge,
  statuses: readonly FeedStatus[],
): Promise<Reply> {
  const planned = plan(queryOf(intent), knowledge.facts, rights);
  if ('refusal' in planned) {
    const suggestions = planned.alternatives.map((query) => canonical(query, knowledge.words));
    return { kind: 'mistake', mistake: refused(text, planned.refusal, suggestions) };
  }
  const result = await run(model, planned, {
    question: canonical(intent, knowledge.words),
    currency,
    asOf: asOfList(statuses, knowledge),
    dataThrough: throughList(knowledge),
    notes: notesFor(planned, knowledge, statuses, model.today),
  });
  const warning = incompleteWarning(planned, knowledge);
  return {
    kind: 'result',
    result: warning === null ? result : { ...result, headline: `${warning}. ${result.headline}` },
    as: intent.as ?? null,
    drill: drillOf(planned, intent, knowledge),
    editable: true,
  };
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
