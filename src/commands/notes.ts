import type { Plan } from '../kpi/compile.js';
import { ENVIRONMENT_LABEL } from '../kpi/expressions.js';
import { plural } from '../kpi/format.js';
import { narrowedNotes } from '../kpi/narrowed.js';
import type { AsOf, DataThrough } from '../kpi/result.js';
import type { FeedStatus, Through } from '../model/index.js';
import type { Knowledge } from './desk.js';

/** When each source was asked; a table that holds both environments is told for each. */
export function asOfList(statuses: readonly FeedStatus[], { through }: Pick<Knowledge, 'through'>): readonly AsOf[] {
  return statuses.flatMap(({ feed, asOf }): AsOf[] => {
    if (asOf === null) return [];
    const held = through.filter((one) => one.feed === feed.id).map(({ environment }) => environment);
    const environments = feed.environment === null && held.length > 0 ? held : [feed.environment];
    return environments.map((environment) => ({ source: feed.source, environment, at: asOf.toISOString() }));
  });
}

export function throughList({ through }: Pick<Knowledge, 'through'>): readonly DataThrough[] {
  const places = new Map(
    through.map(({ source, environment }) => [`${source} ${environment}`, { source, environment }]),
  );
  return [...places.values()].map((place) => ({
    ...place,
    date: latest(through.filter((one) => one.source === place.source && one.environment === place.environment)),
  }));
}

export function latest(through: readonly Through[]): string | null {
  return (
    through
      .flatMap(({ date }) => (date === null ? [] : [date]))
      .sort()
      .at(-1) ?? null
  );
}

/** What a reader must know before trusting a number of this answer. */
export function notesFor(
  plan: Plan,
  knowledge: Knowledge,
  statuses: readonly FeedStatus[],
  today: string,
): readonly string[] {
  return [
    ...narrowedNotes(plan, (dimension) => knowledge.words.valuesOf(dimension)),
    ...datesDiffer(plan, knowledge),
    ...troubles(statuses),
    ...leftOut(plan, knowledge),
    ...futureRows(knowledge, today),
    ...rounded(statuses),
  ];
}

/** The headline before the headline: a load that is not finished makes false differences. */
export function incompleteWarning(plan: Plan, { incomplete, facts }: Knowledge): string | null {
  const concerned = incomplete.filter(({ environment }) => plan.environments.includes(environment));
  if (facts.quantity !== 'complete' || concerned.length === 0) return null;
  return concerned
    .map(
      ({ environment, date, rows, usual }) =>
        `${ENVIRONMENT_LABEL[environment]} looks incomplete on ${date}: ${plural(rows, 'row')}, usually ${plural(usual, 'row').replace(/ rows?$/, '')}`,
    )
    .join('; ');
}

function datesDiffer({ environments }: Plan, { through, facts }: Knowledge): string[] {
  const ends = environments.map((environment) => ({
    environment,
    date: latest(through.filter((one) => one.environment === environment)),
  }));
  const [first, second] = ends;
  const said = ends
    .map(({ environment, date }) => `${ENVIRONMENT_LABEL[environment]} ends ${date ?? 'nowhere'}`)
    .join(', ');
  const apart =
    first && second && first.date !== second.date
      ? [`${said}${facts.quantity === 'flow' ? '' : ': different days'}.`]
      : [];
  const behind = through.filter(
    ({ environment, date }) =>
      date !== ends.find((one) => one.environment === environment)?.date && environments.includes(environment),
  );
  return [
    ...apart,
    ...behind.map(
      ({ feed, environment, date }) =>
        `One table of ${ENVIRONMENT_LABEL[environment]} (${feed}) ends ${date ?? 'nowhere'}, before the others.`,
    ),
  ];
}

function troubles(statuses: readonly FeedStatus[]): string[] {
  return statuses.flatMap(({ feed, refreshing, error, asOf }) => {
    const name = `${feed.source} (${feed.table}${feed.environment ? `, ${feed.environment}` : ''})`;
    const last = asOf ? `; its figures are as of ${asOf.toISOString().slice(0, 16).replace('T', ' ')} UTC` : '';
    if (error) return [`${name} could not be refreshed: ${error.says}${last}.`];
    return refreshing ? [`${name} is still being refreshed${last}.`] : [];
  });
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

function futureRows({ through, facts }: Knowledge, today: string): string[] {
  const count = through.reduce((sum, { future }) => sum + future, 0);
  if (count === 0) return [];
  const effect =
    facts.quantity === 'flow'
      ? 'counted, as a question without a period covers all rows'
      : 'not counted before their day';
  return [`${plural(count, 'row is', 'rows are')} dated after today (${today}): ${effect}.`];
}

function rounded(statuses: readonly FeedStatus[]): string[] {
  const count = statuses.reduce((sum, { lossy }) => sum + lossy, 0);
  return count > 0 ? [`${plural(count, 'row has', 'rows have')} more decimals than are kept, and were rounded.`] : [];
}
