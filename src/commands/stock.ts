import { canonical } from '../intent/canonical.js';
import type { Intent, Mistake } from '../intent/intent.js';
import { parse } from '../intent/parse.js';
import type { DimensionName } from '../kpi/dimensions.js';
import type { KpiQuery } from '../kpi/kpi.js';
import { plan, type Refusal } from '../kpi/plan.js';
import type { Result } from '../kpi/result.js';
import { run } from '../kpi/run.js';
import type { FeedStatus } from '../model/index.js';
import type { ModelTable } from '../model/shape.js';
import type { Command } from './command.js';
import { type Desk, type Knowledge, knowledgeOf } from './desk.js';
import { helpFor } from './help.js';
import { asOfList, incompleteWarning, notesFor, throughList } from './notes.js';
import { quality } from './quality.js';
import type { Reply } from './reply.js';
import { status } from './status.js';

const TABLES: readonly ModelTable[] = ['product', 'stock'];

/** `/stock [KPI] [values…] [by DIMENSION] [top N | bottom N] [in test | in production] [as table | chart | csv]` */
export const stock: Command = {
  name: 'stock',
  summary: 'stock of Test and Production: variance, availability, distribution, comparison, cost',
  async answer(text, desk) {
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
    if (word.toLowerCase() === 'help') return helpFor(rest, knowledge);
    const parsed = parse(text, knowledge.words);
    if (!parsed.ok) return { kind: 'mistake', mistake: parsed.mistake };
    return ask(parsed.intent, text, desk, knowledge, statuses);
  },
  completions: async (desk) => (await knowledgeOf(desk)).words,
};

/** A list about the model, which takes nothing but the way to show it. */
async function listed(rest: string, text: string, list: () => Promise<Result>): Promise<Reply> {
  const [, as] = /^(?:as\s+(table|csv))?\s*$/i.exec(rest) ?? [];
  if (rest.trim() === '' || as)
    return { kind: 'result', result: await list(), as: as?.toLowerCase() === 'csv' ? 'csv' : null };
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
  { model, currency }: Desk,
  knowledge: Knowledge,
  statuses: readonly FeedStatus[],
): Promise<Reply> {
  const planned = plan(queryOf(intent), knowledge.facts);
  if ('refusal' in planned) return { kind: 'mistake', mistake: refused(planned, text, knowledge) };
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
  };
}

function queryOf({ as: _, by, filters, ...intent }: Intent): KpiQuery {
  return {
    ...intent,
    filters: filters.map(({ dimension, value }) => ({ dimension: dimension as DimensionName, value })),
    ...(by === undefined ? {} : { by: by as DimensionName }),
  };
}

function refused({ refusal, alternatives }: Refusal, text: string, { words }: Knowledge): Mistake {
  const suggestions = alternatives.map((query) => canonical(query, words));
  return { code: 'refused', message: refusal, start: 0, end: text.length, suggestions };
}
