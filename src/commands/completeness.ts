import { ENVIRONMENT_LABEL } from '../kpi/expressions.js';
import { plural } from '../kpi/format.js';
import type { Environment } from '../kpi/result.js';
import { ARCHIVE, daysApart, type Gap, gapsOf, isBehind, unfinished } from '../model/completeness.js';
import { groupsOf } from './groups.js';
import { latest, type Standing } from './standing.js';

export interface Completeness {
  /** What makes figures false, worst first: to be read before any of them. */
  readonly warnings: readonly string[];
  /** What is as it usually is, and yet worth knowing. */
  readonly notes: readonly string[];
  /** The one of the warnings that says that the environments end on different days; null where none does. */
  readonly apart: Apart | null;
}

export interface Apart {
  readonly says: string;
  /** Whether one of them has fallen silent, and has no rows where it usually has some. */
  readonly silent: boolean;
}

/** Something that may be true of several tables. */
interface Saying {
  readonly of: Standing;
  readonly one: string;
  readonly many: string;
}

/** Whether the tables of these environments have the rows that they should have, and all go through the same day. */
export function completenessOf(
  environments: readonly Environment[],
  standings: readonly Standing[],
  today: string,
): Completeness {
  const all = standings.filter(({ environment }) => environments.includes(environment));
  const apart = endsApart(environments, all, today);
  const behind = lagging(all, today);
  // The end of an environment that has fallen silent is in that sentence already.
  const untold = all.filter((one) => !apart?.matters || one.end !== latest(ofOne(one, all)));
  const tell = (sayings: readonly Saying[]) => told(all, sayings);
  return {
    warnings: [
      ...tell(all.flatMap(noRows)),
      ...tell(all.flatMap(notFinished)),
      ...(apart?.matters ? [apart.says] : []),
      ...tell(untold.flatMap((one) => silent(one, today))),
      ...tell(all.flatMap((one) => missing(one, today))),
      ...tell(behind.filter(({ matters }) => matters)),
    ],
    apart: apart?.matters ? apart : null,
    notes: [
      ...(apart && !apart.matters ? [`${apart.says}.`] : []),
      ...tell(behind.filter(({ matters }) => !matters)).map((says) => `${says}.`),
    ],
  };
}

/** Most that stands before a headline. */
const MOST = 3;

/** The headline with what must be known before it; what is too much for one line is left for the notes. */
export function warned(
  headline: string,
  { warnings, notes }: Pick<Completeness, 'warnings' | 'notes'>,
): { readonly headline: string; readonly warnings: readonly string[]; readonly notes: readonly string[] } {
  const rest = warnings.slice(MOST);
  const more = rest.length > 0 ? [`${rest.length} more below`] : [];
  const first = [...warnings.slice(0, MOST), ...more].join('; ');
  return {
    headline: first === '' ? headline : `${first}. ${headline}`,
    warnings,
    notes: [...rest.map((says) => `${says}.`), ...notes],
  };
}

const ofOne = ({ environment }: Pick<Standing, 'environment'>, all: readonly Standing[]): readonly Standing[] =>
  all.filter((other) => other.environment === environment);

/** In the order in which they first occur; of several that say the same one sentence is made. */
function told(all: readonly Standing[], sayings: readonly Saying[]): string[] {
  return groupsOf(sayings, ({ one }) => one).map((group) => {
    const names = namesOf(
      group.map(({ of }) => of),
      all,
    );
    const said = names.length === 1 ? group[0].one : group[0].many;
    return `${names.join(' and ')} ${said}`;
  });
}

/** Environments of which it is true as a whole, tables by their name in the source. */
function namesOf(standings: readonly Standing[], all: readonly Standing[]): readonly string[] {
  return groupsOf(standings, ({ environment }) => environment).flatMap((some) => {
    const [first] = some;
    const label = ENVIRONMENT_LABEL[first.environment];
    if (some.length === ofOne(first, all).length) return [label];
    return some.map(({ feed }) => `${feed.shown} of ${label}`);
  });
}

const isSparse = ({ feed }: Standing): boolean => feed.meaning.quantity === 'sparse';
const isFlow = ({ feed }: Standing): boolean => feed.meaning.quantity === 'flow';

const NONE = 'no rows up to today';

function noRows(of: Standing): Saying[] {
  return of.end === null ? [{ of, one: `has ${NONE}`, many: `have ${NONE}` }] : [];
}

function notFinished(of: Standing): Saying[] {
  const gap = of.feed.meaning.quantity === 'complete' ? unfinished(of) : null;
  if (gap?.kind !== 'unfinished') return [];
  const [rows, usually] = [plural(gap.rows, 'row'), `usually ${plural(gap.usual, 'row').replace(/ rows?$/, '')}`];
  const [one, many] =
    gap.rows < gap.usual
      ? ['looks incomplete', 'look incomplete']
      : ['has more rows than usual', 'have more rows than usual'];
  const said = `on ${gap.date}: ${rows}, ${usually}`;
  return [{ of, one: `${one} ${said}`, many: `${many} ${said}` }];
}

const gaps = (of: Standing, today: string): readonly Gap[] => (isSparse(of) ? [] : gapsOf(of, today));

function silent(of: Standing, today: string): Saying[] {
  return gaps(of, today).flatMap((gap) =>
    gap.kind === 'silent'
      ? [{ of, one: `has had no rows since ${gap.since}`, many: `have had no rows since ${gap.since}` }]
      : [],
  );
}

function missing(of: Standing, today: string): Saying[] {
  return gaps(of, today).flatMap((gap) => {
    if (gap.kind !== 'missing') return [];
    const days = gap.from === gap.to ? gap.from : `${gap.from} to ${gap.to}`;
    return [{ of, one: `has no rows for ${days}`, many: `have no rows for ${days}` }];
  });
}

/** Environments whose latest days are not the same. */
function endsApart(
  environments: readonly Environment[],
  all: readonly Standing[],
  today: string,
): (Apart & { readonly matters: boolean }) | null {
  const ends = environments.flatMap((environment) => {
    const own = ofOne({ environment }, all);
    const end = latest(own);
    const last = own.find((one) => one.end === end);
    return end === null || !last ? [] : [{ end, last }];
  });
  const [first, second] = ends.toSorted((a, b) => a.end.localeCompare(b.end));
  if (!first || !second || first.end === second.end) return null;
  const flows = all.every(isFlow);
  const matters = !all.some(isSparse) && (!flows || isBehind(first.last, first.end, second.end));
  const isSilent = ends.map(({ last }) => matters && silent(last, today).length > 0);
  const said = ends.map(({ end, last }, index) => {
    const verbs = isSilent[index] ? ['has had no rows since', 'since'] : ['ends', ''];
    const again = index > 0 && isSilent[index] === isSilent[index - 1];
    return [ENVIRONMENT_LABEL[last.environment], verbs[again ? 1 : 0], end].filter((part) => part !== '').join(' ');
  });
  return {
    says: `${said.join(', ')}: different ${flows ? 'periods' : 'days'}`,
    silent: isSilent.includes(true),
    matters,
  };
}

/** Tables that end before others of their environment, unless they have just fallen silent. */
function lagging(all: readonly Standing[], today: string): readonly (Saying & { readonly matters: boolean })[] {
  return all.flatMap((of) => {
    const end = latest(ofOne(of, all));
    if (of.end === null || end === null || of.end === end || silent(of, today).length > 0) return [];
    const archive = daysApart(of.end, end) > ARCHIVE;
    const matters = !archive && !isSparse(of) && (!isFlow(of) || isBehind(of, of.end, end));
    const said = `${of.end}, before the others`;
    return [{ of, one: `ends ${said}`, many: `end ${said}`, matters }];
  });
}
