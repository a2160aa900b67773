import { momentIn, withDayNames } from '../../digest/days.js';
import { GROUPED_BY, type GroupedBy } from '../../digest/figures.js';
import { ENVIRONMENT_LABEL } from '../../kpi/expressions.js';
import type { Facts } from '../../kpi/facts.js';
import { ENVIRONMENTS, type Environment } from '../../kpi/result.js';
import type { FeedStatus } from '../../model/index.js';
import type { ModelTable } from '../../model/shape.js';
import { acceptedItems } from '../accept/accepted.js';
import { earlierEnd } from '../common-day.js';
import { type Completeness, completenessOf } from '../completeness.js';
import { type Desk, type Knowledge, knowledgeOf } from '../desk.js';
import { ageOf } from '../moments.js';
import { NotRead, requireRead } from '../not-read.js';
import { latest, type Standing, standingsOf } from '../standing.js';
import { troublesOf } from '../troubles.js';

const TABLES: readonly ModelTable[] = ['product', 'stock'];

/** Milliseconds after which rows that could not be refreshed are too old to be called today’s. */
const OLD = 30 * 60_000;

/** What a digest stands on: how the tables are, what is known of their rows, and what of it cannot be trusted. */
export interface Grounds {
  readonly statuses: readonly FeedStatus[];
  readonly knowledge: Knowledge;
  /** With what is accepted today. */
  readonly facts: Facts;
  readonly standings: readonly Standing[];
  readonly by: GroupedBy | null;
  /** Where one environment ends before the other, the last day of both, whose state is compared; null: that of now. */
  readonly common: string | null;
  /** The day that the figures are of. */
  readonly day: string;
  /** Environments whose rows are there. */
  readonly known: ReadonlySet<Environment>;
  /** With when their figures were true. */
  readonly stale: ReadonlyMap<Environment, string>;
  /** Tables that were never read: what is missing is no difference. */
  readonly unread: boolean;
  /** Worst first. */
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
  /** How they are now: those of which nothing is said in the warnings. */
  readonly sound: readonly FeedStatus[];
}

/** Brings the tables up to date, for at most `patience` milliseconds. Throws NotRead where no stock was ever read. */
export async function groundsOf(desk: Desk, patience: number): Promise<Grounds> {
  const { model } = desk;
  const statuses = await model.refresher.ensure(TABLES, patience);
  const stock = statuses.filter(({ feed }) => feed.table === 'stock');
  if (stock.every(({ asOf }) => asOf === null)) requireRead(stock, model.now);
  await model.followCalendar();
  const [knowledge, accepted] = await Promise.all([knowledgeOf(desk), acceptedItems(desk)]);
  const facts = { ...knowledge.facts, accepted: accepted.items };
  const standings = standingsOf(knowledge.through, statuses, model);
  const unread = statuses.filter(({ asOf }) => asOf === null);
  const old = stock.filter((status) => isOld(status, model.now));
  const completeness = completenessOf(ENVIRONMENTS, standings, model.today);
  const common = earlierEnd(standings);
  return {
    statuses,
    knowledge,
    facts,
    standings,
    common,
    day: common ?? endOfBoth(standings) ?? model.today,
    by: GROUPED_BY.find((name) => facts.dimensions.has(name)) ?? null,
    known: facts.environments,
    stale: staleOf(old, desk),
    unread: unread.length > 0,
    warnings: [
      ...(unread.length > 0 ? [sentenceOf(new NotRead(unread, model.now).says)] : []),
      ...ENVIRONMENTS.filter((environment) => !stock.some((status) => isOf(environment, status))).map(
        (environment) => `No table of the configuration feeds ${ENVIRONMENT_LABEL[environment]}`,
      ),
      ...troublesOf(old, model).map(sentenceOf),
      ...falseBecauseOf(completeness, common),
    ].map((warning) => withDayNames(warning, model.today)),
    notes: [...accepted.notes, ...completeness.notes.map((note) => withDayNames(note, model.today))],
    sound: statuses.filter((status) => !unread.includes(status) && !old.includes(status)),
  };
}

/** Where their state of the same day is compared it makes nothing false that one is loaded before the other. */
const falseBecauseOf = ({ warnings, apart }: Completeness, common: string | null): readonly string[] =>
  apart === null || apart.silent || common === null ? warnings : warnings.filter((warning) => warning !== apart.says);

/** The day on which both end, where a day is the whole state. */
function endOfBoth(standings: readonly Standing[]): string | null {
  if (standings.some(({ feed }) => feed.meaning.quantity !== 'complete')) return null;
  const ends = ENVIRONMENTS.map((name) => latest(standings.filter(({ environment }) => environment === name)));
  const [first = null, second] = ends;
  return first === second ? first : null;
}

const isOf = (environment: Environment, { feed }: FeedStatus): boolean =>
  feed.environment === null || feed.environment === environment;

/** A table that is as fresh as its settings have it is not old, however seldom it is read. */
const isOld = ({ asOf, trouble, refreshing }: FeedStatus, now: Date): boolean =>
  asOf !== null && (trouble !== null || refreshing) && ageOf(asOf, now) >= OLD;

function staleOf(old: readonly FeedStatus[], { model, timeZone }: Desk): ReadonlyMap<Environment, string> {
  return new Map(
    ENVIRONMENTS.flatMap((environment) => {
      const moments = old.filter((status) => isOf(environment, status)).flatMap(({ asOf }) => asOf ?? []);
      const [oldest] = moments.sort((a, b) => a.getTime() - b.getTime());
      if (!oldest) return [];
      return [[environment, momentIn(oldest, timeZone, model.today)] as const];
    }),
  );
}

/** As a part of a headline. */
const sentenceOf = (text: string): string => text.replace(/\.$/, '');
