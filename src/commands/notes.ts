import { plural } from '../kpi/format.js';
import { narrowedNotes } from '../kpi/narrowed.js';
import type { Plan } from '../kpi/planned.js';
import type { AsOf } from '../kpi/result.js';
import type { FeedStatus, Model } from '../model/index.js';
import { addDays } from '../periods/index.js';
import type { Knowledge } from './desk.js';
import { happenedTo } from './happened.js';
import { troublesOf } from './troubles.js';

/** When each source was asked; a table that holds both environments is told for each. */
export function asOfList(statuses: readonly FeedStatus[], { through }: Pick<Knowledge, 'through'>): readonly AsOf[] {
  return statuses.flatMap(({ feed, asOf }): AsOf[] => {
    if (asOf === null) return [];
    const held = through.filter((one) => one.feed === feed.id).map(({ environment }) => environment);
    const environments = feed.environment === null && held.length > 0 ? held : [feed.environment];
    return environments.map((environment) => ({ source: feed.source, environment, at: asOf.toISOString() }));
  });
}

/** What a reader must know before trusting a number of this answer, beside what its headline says. */
export function notesFor(
  plan: Plan,
  knowledge: Knowledge,
  statuses: readonly FeedStatus[],
  model: Pick<Model, 'today' | 'now' | 'maxAge' | 'notices'>,
): readonly string[] {
  return [
    ...narrowedNotes(plan, (dimension) => knowledge.words.valuesOf(dimension)),
    ...troublesOf(statuses, model),
    // That it was opened again made no figure another.
    ...happenedTo(model, ['set-aside', 'history']),
    ...leftOut(plan, knowledge),
    ...futureRows(knowledge, plan, model.today),
    ...rounded(statuses),
  ];
}

function leftOut({ measures }: Plan, { findings }: Knowledge): string[] {
  const values = measures.some(({ unit }) => unit === 'money' || unit === 'price');
  const relevant = findings.filter(({ table }) => table === 'stock' || table === 'product');
  const unreadable = relevant.filter(({ source }) => source !== null);
  const count = unreadable.reduce((sum, { rows }) => sum + rows, 0);
  const rules = relevant.filter(
    ({ source, concerns }) => source === null && (concerns === 'all' || (concerns === 'values' && values)),
  );
  return [
    ...(count > 0
      ? [
          `${plural(count, 'row')} could not be read and ${count === 1 ? 'is' : 'are'} left out; /stock quality lists them.`,
        ]
      : []),
    ...rules.map(({ rows, rule, example }) => `${plural(rows, 'row')}: ${rule}${example ? ` (as ${example})` : ''}.`),
  ];
}

function futureRows({ through, facts }: Knowledge, { time: { main } }: Plan, today: string): string[] {
  const count = through.reduce((sum, { future }) => sum + future, 0);
  if (count === 0) return [];
  const includes = main !== null && main.to > addDays(today, 1);
  const effect = includes
    ? 'counted as far as the period includes them'
    : main !== null
      ? 'the period does not include them'
      : facts.quantity === 'flow'
        ? 'counted, as a question without a period covers all rows'
        : 'not counted before their day';
  return [`${plural(count, 'row is', 'rows are')} dated after today (${today}): ${effect}.`];
}

function rounded(statuses: readonly FeedStatus[]): string[] {
  const count = statuses.reduce((sum, { lossy }) => sum + lossy, 0);
  return count > 0 ? [`${plural(count, 'row has', 'rows have')} more decimals than are kept, and were rounded.`] : [];
}
