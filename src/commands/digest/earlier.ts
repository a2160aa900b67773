import { dayName, dayWords, momentIn, whenWords } from '../../digest/days.js';
import { type Against, figuresFrom } from '../../digest/figures.js';
import { ENVIRONMENTS } from '../../kpi/result.js';
import { addDays } from '../../periods/index.js';
import { type Record as Recording, StateError } from '../../state/index.js';
import type { Desk } from '../desk.js';
import type { Grounds } from './grounds.js';
import { readFiguresOf } from './read.js';

/** What a digest is set against, and what must be known of that. */
export interface Found {
  readonly previous: Against | null;
  readonly weekAgo: Against | null;
  readonly notes: readonly string[];
}

/** Days back to which earlier figures are looked for. */
const FARTHEST = 100;
/** A week ago are the latest figures of these days ago: a digest of weekdays has none of a Sunday. */
const WEEK = { least: 7, most: 10 };
/** Records that are passed over because of their doubts. */
const MOST_DOUBTED = 7;

interface Kept {
  readonly id: number;
  readonly against: Against;
}

/**
 * Earlier figures of this scope: as they were recorded or, where they never were, as the rows of that time have them.
 * `previous`: the record of what was posted before; null: the latest figures of an earlier day, whoever they were for. One
 * with doubts gives way to an earlier one without.
 */
export async function earlierOf(desk: Desk, grounds: Grounds, scope: string, previous: number | null): Promise<Found> {
  const look = recordsOf(desk, grounds, scope);
  try {
    const before = await look.before(previous);
    const week = await look.weekAgo();
    const weekAgo = week && week.id !== before?.id ? week.against : null;
    const byRows = await rowsInstead(desk, grounds, { previous: before !== null, weekAgo: week !== null });
    return {
      previous: before?.against ?? byRows.previous,
      weekAgo: weekAgo ?? byRows.weekAgo,
      notes: before ? doubtNotes(before.against) : [],
    };
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    // It is in the log: the audit of the same question goes to the same store.
    const byRows = await rowsInstead(desk, grounds, { previous: false, weekAgo: false });
    return { ...byRows, notes: ['What earlier digests said could not be read.'] };
  }
}

function recordsOf({ recorded, model, timeZone }: Desk, { by, day }: Grounds, scope: string) {
  const { today } = model;

  function kept(record: Recording | null, isOwn: boolean): Kept | null {
    if (record === null || record.scope !== scope) return null;
    const figures = figuresFrom(record.body);
    if (figures === null || figures.by !== by) return null;
    const said = figures.day === day ? againWords(day === today) : wordsOf(figures.day, today);
    const moment = momentIn(record.at, timeZone, today);
    const of = isOwn ? `the digest of ${moment}` : `${said.words} (recorded ${moment})`;
    return { id: record.id, against: { figures, ...said, of, at: record.at.toISOString() } };
  }

  /** The latest without doubts, else the latest; none where there is none that can be compared. */
  async function latest(from: string, through: string): Promise<Kept | null> {
    let best: Kept | null = null;
    let last = through;
    for (let tries = 0; tries < MOST_DOUBTED && last >= from; tries++) {
      const record = await recorded.latest(scope, { from, through: last });
      if (record === null) break;
      const found = kept(record, false);
      if (found && isSure(found)) return found;
      best ??= found;
      last = addDays(record.day, -1);
    }
    return best;
  }

  return {
    async before(id: number | null): Promise<Kept | null> {
      const own = id === null ? null : kept(await recorded.get(id), true);
      if (own && isSure(own)) return own;
      const other = await latest(addDays(day, -FARTHEST), addDays(day, -1));
      return own && !(other && isSure(other)) ? own : other;
    },
    weekAgo: () => latest(addDays(day, -WEEK.most), addDays(day, -WEEK.least)),
  };
}

type Words = Pick<Against, 'words' | 'when'>;

const wordsOf = (day: string, today: string): Words => ({ words: dayWords(day, today), when: whenWords(day, today) });

/** Of figures of the same day, which were told before. */
const againWords = (isToday: boolean): Words =>
  isToday
    ? { words: 'earlier today', when: 'earlier today' }
    : { words: 'the last digest', when: 'in the last digest' };

const isSure = ({ against }: Kept): boolean => against.figures.doubts.length === 0;

function doubtNotes({ of, figures: { doubts } }: Against): readonly string[] {
  if (doubts.length === 0) return [];
  const name = of.replace(/^./, (first) => first.toUpperCase());
  return [`${name} had doubts of its own: ${doubts.join('; ')}.`];
}

/** The rows of the day before the latest, and of a week before it, in place of what was not recorded. */
async function rowsInstead(
  desk: Desk,
  grounds: Grounds,
  has: { readonly previous: boolean; readonly weekAgo: boolean },
): Promise<Pick<Found, 'previous' | 'weekAgo'>> {
  const { today } = desk.model;
  const end = endOf(grounds);
  if (end === null) return { previous: null, weekAgo: null };
  const onDay = async (most: number, least: number): Promise<Against | null> => {
    const day = dayWithRows(grounds, addDays(end, -most), addDays(end, -least));
    const figures = day === null ? null : await readFiguresOf(day, desk, grounds);
    return (
      figures && { figures, ...wordsOf(figures.day, today), of: `the rows of ${dayName(figures.day, today)}`, at: null }
    );
  };
  return {
    previous: has.previous ? null : await onDay(WEEK.least - 1, 1),
    weekAgo: has.weekAgo ? null : await onDay(WEEK.most, WEEK.least),
  };
}

/** Before which earlier rows are looked for. */
const endOf = ({ facts, day, standings }: Grounds): string | null =>
  facts.quantity === 'complete' ? day : (standings.flatMap(({ end }) => end ?? []).sort()[0] ?? null);

/** The latest day from `from` through `through` on which both environments have rows, as far as their dates are known. */
function dayWithRows({ standings, facts }: Grounds, from: string, through: string): string | null {
  if (facts.quantity !== 'complete') return through;
  const dated = standings.filter(({ recent }) => recent.length > 0);
  const days = ENVIRONMENTS.flatMap((environment) => {
    const own = dated.filter((standing) => standing.environment === environment);
    return own.length === 0 ? [] : [new Set(own.flatMap(({ recent }) => recent.map(({ date }) => date)))];
  });
  for (let day = through; day >= from; day = addDays(day, -1)) {
    if (days.every((dates) => dates.has(day))) return day;
  }
  return null;
}
