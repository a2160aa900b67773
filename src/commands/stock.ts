import { parse } from '../intent/parse.js';
import { Vocabulary } from '../intent/vocabulary.js';
import type { Result } from '../kpi/result.js';
import { isClosed, notOpen } from '../kpi/rights.js';
import type { Feed } from '../model/feed.js';
import type { ModelTable } from '../model/shape.js';
import { acceptCommand } from './accept/index.js';
import { ALERT_VERBS, alertCommand } from './alerts/index.js';
import { besideDigest } from './beside-digest.js';
import type { Command } from './command.js';
import { type Desk, knowledgeOf } from './desk.js';
import { digestReply } from './digest/index.js';
import { helpFor } from './help.js';
import { requireRead } from './not-read.js';
import { periodSteps } from './period-steps.js';
import { quality } from './quality.js';
import type { Reply } from './reply.js';
import { status } from './status.js';
import { refused, replyTo, understood } from './stock-answer.js';
import { composeStock, stockForm, suggestStock } from './stock-form.js';
import { SUBSCRIPTION_VERBS, subscriptionCommand } from './subscriptions/index.js';
import { verbFirst } from './verb-first.js';

const NAME = 'stock';
const TABLES: readonly ModelTable[] = ['product', 'stock'];

/** `/stock [KPI] [values…] [by X [by Y]] [top N] [over 5%] [in test] [PERIOD] [vs PERIOD] [as csv]`; docs/questions.md has all of it. */
export const stock: Command = {
  name: NAME,
  summary: 'stock of Test and Production: variance, availability, distribution, comparison, cost',
  async answer(text, desk) {
    if (closed(desk)) return { kind: 'mistake', mistake: refused(text, notOpen(`/${NAME}`)) };
    const { refresher } = desk.model;
    const [, word = '', rest = ''] = FIRST_WORD.exec(text) ?? [];
    const subscription = SUBSCRIPTION_VERBS.find((verb) => verb === word.toLowerCase());
    if (subscription) return subscriptionCommand(subscription, text, desk);
    const alert = ALERT_VERBS.find((verb) => verb === word.toLowerCase());
    if (alert) return alertCommand(alert, text, desk);
    switch (word.toLowerCase()) {
      case 'status':
        return listed(rest, text, async () => status(desk, await knowledgeOf(desk)));
      case 'quality':
        return listed(rest, text, async () => {
          const every = [...new Set(desk.model.feeds.map(({ table }) => table))];
          const statuses = await refresher.ensure(every, desk.budget);
          return quality(desk, await knowledgeOf(desk), statuses);
        });
      case 'accept':
      case 'unaccept':
        return acceptCommand(word.toLowerCase() === 'accept' ? 'accept' : 'unaccept', text, desk);
      case 'accepted':
      case 'acceptances':
        return acceptCommand('accepted', text, desk);
      case 'digest':
        return (await besideDigest(rest, text, desk)) ?? digestReply(text, desk);
    }
    const isProduct = ({ table }: Pick<Feed, 'table'>) => table === 'product';
    const soon = await refresher.ensure(TABLES, desk.budget, isProduct);
    if (word.toLowerCase() === 'help') return helpFor(rest, await knowledgeOf(desk), desk);
    let asked = await understood(text, desk, soon);
    // What it needs is being read for the first time, which is worth a longer wait; nothing else is.
    if (asked.needed.some(({ asOf, refreshing }) => asOf === null && refreshing)) {
      const needed = new Set(asked.needed.map(({ feed }) => feed.id));
      const read = await refresher.ensure(TABLES, desk.budget, ({ id }) => needed.has(id));
      asked = await understood(text, desk, read);
    }
    const managed = 'mistake' in asked.meaning ? verbFirst(text) : null;
    if (managed) return { kind: 'mistake', mistake: managed };
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
  periods: async (text, desk) => (closed(desk) ? [] : periodSteps(text, await knowledgeOf(desk), desk.rights)),
  completions: async (desk) => (closed(desk) ? NO_WORDS : (await knowledgeOf(desk)).words),
};

const FIRST_WORD = /^\s*([^\s,;]*)[\s,;]*([\s\S]*)$/;

/** What is no question about figures. */
const LISTS =
  /^\s*(status|quality|help|accept|unaccept|accepted|acceptances|digest|subscribe|subscriptions?|unsubscribe|alerts?)\b/i;
const NO_WORDS = new Vocabulary([], [], []);

const closed = ({ rights }: Desk): boolean => rights.closedSubjects.includes(NAME);

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
