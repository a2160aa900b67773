import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Span } from '../../src/periods/index.js';
import { datelessOf, type Line, openStock, tableOf } from './stock-at-model.js';
import { ALWAYS, naive, type World } from './stock-at-naive.js';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 15);

const TODAY = '2026-03-10';
const RECORDED = ['2026-03-02', '2026-03-05', '2026-03-09'];

/** Gaps of days and of weeks, the day before today, today and days after it. */
const dates = fc.constantFrom(
  '2026-01-20',
  '2026-02-26',
  '2026-03-01',
  '2026-03-02',
  '2026-03-06',
  '2026-03-07',
  '2026-03-09',
  TODAY,
  '2026-03-11',
  '2026-03-13',
);

const linesOn = (date: fc.Arbitrary<string | null>, maxLength: number) =>
  fc.array(
    fc.record<Line>({
      environment: fc.constantFrom('test', 'production'),
      date,
      id: fc.constantFrom('A', 'B', 'C'),
      warehouse: fc.constantFrom('East', 'East', 'West', null),
      quantity: fc.integer({ min: -3, max: 30 }),
      demand: fc.option(fc.integer({ min: 0, max: 20 })),
      cost: fc.option(fc.constantFrom(0.5, 2, 7.25)),
    }),
    { maxLength },
  );

const world: fc.Arbitrary<World> = fc.record({
  today: fc.constant(TODAY),
  quantity: fc.constantFrom('complete', 'sparse', 'flow'),
  demand: fc.constantFrom('complete', 'flow'),
  carryDays: fc.constantFrom(1, 3, 10),
  // Two tables with dates, each with latest dates of its own, and one without.
  tables: fc.tuple(linesOn(dates, 25), linesOn(dates, 8), linesOn(fc.constant(null), 6)),
  recorded: linesOn(fc.constantFrom(...RECORDED), 12),
});

const day = (offset: number) => new Date(Date.UTC(2026, 0, 15) + offset * 86_400_000).toISOString().slice(0, 10);
const span = fc
  .tuple(fc.integer({ min: 0, max: 62 }), fc.integer({ min: 1, max: 20 }))
  .map(([from, days]): Span => ({ from: day(from), to: day(from + days) }));
const steps = fc
  .tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 3, max: 30 }), fc.integer({ min: 1, max: 7 }))
  .map(([from, count, days]) =>
    Array.from({ length: count }, (_, step) => ({ from: day(from + step * days), to: day(from + (step + 1) * days) })),
  );
/** One, several that overlap, many beside each other, and no period. */
const spans = fc.oneof(
  fc.array(span, { minLength: 1, maxLength: 4 }),
  steps,
  span.map((one) => [ALWAYS, one]),
);

it('agrees with a second computation, whatever rows mean and wherever they lie', { timeout: 240_000 }, async () => {
  const asked = fc.array(fc.record({ spans, summed: fc.boolean(), dates: fc.boolean() }), {
    minLength: 6,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(world, asked, async (given, questions) => {
      const meaning = { quantity: given.quantity, demand: given.demand };
      const changes = { carryDays: given.carryDays };
      const feeds = [
        tableOf('one.csv', meaning, changes),
        tableOf('two.csv', meaning, changes),
        datelessOf('none.csv', meaning, changes),
      ] as const;
      const { model, at, read, over } = await openStock(feeds, RECORDED[0]);
      for (const date of RECORDED) {
        at(date);
        await read(
          feeds[2],
          given.recorded.filter((line) => line.date === date),
        );
      }
      at(TODAY);
      for (const [index, feed] of feeds.entries()) await read(feed, given.tables[index] ?? []);
      for (const { spans: some, summed, dates: withDates } of questions) {
        const expected = naive(given, some, { summed, dates: withDates });
        const { items, through } = await over(some, { demand: summed ? 'summed' : 'mapped', dates: withDates });
        expect(Object.fromEntries(items)).toEqual(Object.fromEntries(expected.items));
        expect(through).toEqual(expected.through);
      }
      await model.close();
    }),
    { numRuns: RUNS, seed: 20_260_310 },
  );
});
