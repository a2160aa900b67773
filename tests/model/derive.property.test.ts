import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { derive } from '../../src/model/derive.js';
import type { Feed } from '../../src/model/feed.js';
import { temporaryFolder } from '../support/app.js';
import { feedOf } from '../support/feed.js';
import { apply, boundTo, empty, everything, load, openModel, type SourceRow } from './mirror.js';

/**
 * Whatever rows change and however they are handed over, the model is what it would be if everything had just been
 * read: a second model reads all rows of the mirrored sources anew after each step.
 */

const RUNS = Number(process.env.PROPERTY_RUNS ?? 25);

const COLUMNS = ['line', 'env', 'day', 'item', 'place', 'qty', 'need', 'cost', 'kind'];
const MAPPED = {
  date: 'day',
  product_id: 'item',
  warehouse: 'place',
  quantity: 'qty',
  demand: 'need',
  unit_cost: 'cost',
};

const ODD_DAYS = ['11-03-2026', ' 9-3-2026', 'soon', '', '\t', null];
/** The first rows end before today, so that later ones move what counts as the latest date. */
const firstDay = fc.constantFrom('01-03-2026', '05-03-2026', '06-03-2026', '07-03-2026', ...ODD_DAYS);
const laterDay = fc.constantFrom('05-03-2026', '08-03-2026', '09-03-2026', '10-03-2026', ...ODD_DAYS);

const valuesOn = (day: fc.Arbitrary<string | null>) =>
  fc.record({
    env: fc.constantFrom('test', 'TEST', 'production', 'production', 'staging'),
    day,
    item: fc.constantFrom('a', 'A', 'b', 'c', '21', '22', 'ä\u00a0x', ''),
    place: fc.constantFrom('East', 'EAST', 'east', 'West', null),
    qty: fc.constantFrom('0', '1', '2.5', '-3', '10', 'many', null),
    need: fc.constantFrom('0', '1', '4', '-1', null, null),
    cost: fc.constantFrom('1.5', '0.1234565', null),
    kind: fc.constantFrom('lamp', 'Radio', null),
  });

const later = valuesOn(laterDay);

const meaning = fc.record({
  quantity: fc.constantFrom('complete', 'sparse', 'flow'),
  demand: fc.constantFrom('complete', 'flow'),
});

const feed = (id: string, environment: Feed['environment']) =>
  fc
    .record({
      meaning,
      key: fc.constantFrom(['line'], ['line'], ['day', 'line'], []),
      carryDays: fc.constantFrom(0, 1, 5),
      repeats: fc.constantFrom<Feed['repeats']>({}, { 'product.category': 'kind' }),
      // A feed may have no dates or no demand at all.
      without: fc.constantFrom('', '', '', 'date', 'demand'),
    })
    .map(({ without, meaning: over, ...rest }) => {
      const columns: Record<string, string> = { ...MAPPED, ...(environment ? {} : { environment: 'env' }) };
      if (without) delete columns[without];
      const demand = without === 'demand' ? null : over.demand;
      return feedOf({
        ...rest,
        id,
        from: id,
        environment,
        columns,
        meaning: { ...over, demand } as Feed['meaning'],
        recode: { product_id: { 21: 'a', 22: 'A' } },
        formats: { date: 'D-M-YYYY' },
      });
    });

const feeds = fc
  .tuple(
    fc.option(feed('t1', 'test'), { freq: 8 }),
    fc.option(feed('p1', 'production'), { freq: 8 }),
    fc.option(feed('p2', 'production')),
    fc.option(feed('both', null)),
  )
  .map((all) => all.filter((one) => one !== null))
  .filter((all) => all.length > 0);

const step = fc.record({
  /** Which feed. */
  of: fc.nat(),
  /** What happens in the source. */
  inserted: fc.array(later, { maxLength: 3 }),
  updated: fc.array(fc.tuple(fc.nat(), later), { maxLength: 3 }),
  deleted: fc.array(fc.nat(), { maxLength: 2 }),
  /** How the model hears of it. `again`: rows that are handed over though they are as they were. */
  way: fc.constantFrom('key', 'key', 'dates', 'both', 'full'),
  again: fc.array(fc.nat(), { maxLength: 2 }),
  nextDay: fc.constantFrom(false, false, false, false, true),
});

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

interface Line {
  readonly row: SourceRow;
  /** The row before, where this step changed it. */
  readonly before?: SourceRow;
  readonly changed: boolean;
}

/** What happens to the rows of a source: those that it then has, and those that are gone. */
function played(rows: readonly SourceRow[], { inserted, updated, deleted, again }: Step, key: () => string | null) {
  const lines: (Line | null)[] = rows.map((row) => ({ row, changed: false }));
  const gone: SourceRow[] = [];
  const each = (places: readonly number[], what: (line: Line, place: number) => Line | null) => {
    for (const nat of places) {
      const place = nat % Math.max(1, lines.length);
      const line = lines[place];
      if (line) lines[place] = what(line, places.indexOf(nat));
    }
  };
  each(
    updated.map(([place]) => place),
    ({ row, before = row }, index) => ({ row: { ...row, ...updated[index]?.[1] }, before, changed: true }),
  );
  each(again, (line) => ({ ...line, changed: true }));
  each(deleted, ({ row, before = row }) => {
    gone.push(before);
    return null;
  });
  for (const row of inserted) lines.push({ row: { ...row, line: key() }, changed: true });
  return { lines: lines.filter((line) => line !== null), gone };
}

/** How the model is told of it. */
function told(feed: Feed, { lines, gone }: ReturnType<typeof played>, way: Step['way']) {
  const dated = feed.columns?.date !== undefined;
  const rawDate = ({ day: text = null }: SourceRow) => (dated ? text : null);
  const dates = new Set(gone.map(rawDate));
  const byKey = feed.key.length > 0 && way !== 'dates';
  for (const { row, before, changed } of lines) {
    // A row whose key changed with its date is another row: the one before is gone.
    if (before && (!byKey || feed.key.includes('day'))) dates.add(rawDate(before));
    if (changed && (!byKey || way === 'both')) dates.add(rawDate(row));
  }
  const rows = lines.filter(({ row, changed }) => changed || dates.has(rawDate(row))).map(({ row }) => row);
  return { dates: [...dates], byKey, rows: rows.length > 0 ? rows : null };
}

/** Keys that must not be taken for each other, then any number of others. */
function keys(): () => string | null {
  const odd = [null, '', ' ', '\t', '\n', '\u001e', '%1E', 'ä', '\u00a0'];
  let count = 0;
  return () => odd[count++] ?? `${count}`;
}

it('after any change the model is what reading everything anew makes of it', { timeout: 1_200_000 }, async () => {
  const folder = temporaryFolder();
  const story = fc.record({
    feeds,
    rows: fc.array(fc.tuple(fc.nat(), valuesOn(firstDay)), { maxLength: 25 }),
    steps: fc.array(step, { minLength: 1, maxLength: 6 }),
  });
  const [model, anew] = [await openModel(), await openModel()];
  onTestFinished(() => {
    for (const db of [model, anew]) db.close();
  });
  await fc.assert(
    fc.asyncProperty(story, async ({ feeds: mapped, rows: first, steps }) => {
      for (const db of [model, anew]) await empty(db);
      const sources = mapped.map((one, index) => {
        const key = keys();
        const ours = first.filter(([of]) => of % mapped.length === index);
        return {
          feed: one,
          bound: boundTo(one, COLUMNS),
          key,
          rows: ours.map(([, row]): SourceRow => ({ ...row, line: key() })),
        };
      });
      const stand = { feeds: [...mapped, PRODUCTS], today: '2026-03-10', folder };
      for (const db of [model, anew]) {
        await load(db, boundTo(PRODUCTS, ['product_id', 'category', 'unit_price']), PRODUCT_ROWS, stand);
        for (const { bound, rows } of sources) await load(db, bound, rows, stand);
      }
      for (const one of steps) {
        const source = sources[one.of % sources.length];
        if (!source) continue;
        if (one.nextDay) stand.today = '2026-03-11';
        const after = played(source.rows, one, source.key);
        source.rows = after.lines.map(({ row }) => row);
        if (one.way === 'full') await load(model, source.bound, source.rows, stand);
        else {
          const before = await everything(model);
          const { changed } = await apply(model, source.bound, told(source.feed, after, one.way), stand);
          if (!changed) expect(await everything(model)).toEqual(before);
        }
        await load(anew, source.bound, source.rows, stand);
        // A new day is noticed by a change or by the question.
        if (one.nextDay)
          for (const db of [model, anew]) await db.transaction((session) => derive(session, stand, 'stock'));
        expect(await everything(model)).toEqual(await everything(anew));
      }
    }),
    // A run takes most of a second: to find a smaller story, run the seed that is told without this.
    { numRuns: RUNS, endOnFailure: true },
  );
});

const PRODUCTS = feedOf({
  id: 'products',
  table: 'product',
  environment: null,
  meaning: { quantity: 'complete', demand: null },
});
const PRODUCT_ROWS: readonly SourceRow[] = [
  { product_id: 'a', category: 'Lamp', unit_price: '2' },
  { product_id: 'b', category: 'Radio', unit_price: null },
];
