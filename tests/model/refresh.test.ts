import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Model } from '../../src/model/index.js';
import { SourceError } from '../../src/sources/errors.js';
import type { Extraction, Source, TextRow } from '../../src/sources/source.js';
import { temporaryFolder } from '../support/app.js';
import { feedOf } from '../support/feed.js';

const FEED = feedOf();

/** A source whose reads a test answers, in their order; the last answer is given again. */
function sourceOf(
  ...answers: ((signal: AbortSignal) => AsyncIterable<readonly TextRow[]>)[]
): Source & { reads: number } {
  const columns = ['product_id', 'quantity'].map((name) => ({ name, type: 'varchar', kind: 'text' as const }));
  const source = {
    name: 'erp',
    kind: 'mysql' as const,
    place: 'nowhere',
    identity: 'erp',
    timeZone: 'UTC',
    reads: 0,
    describe: async () => columns,
    extract: async (_: string, __: unknown, signal: AbortSignal): Promise<Extraction> => {
      const answer = answers[Math.min(source.reads++, answers.length - 1)];
      if (!answer) throw new Error('No answer');
      return { kind: 'rows', batches: answer(signal) };
    },
    inspect: () => Promise.reject(new Error('not asked')),
    profile: () => Promise.reject(new Error('not asked')),
    keys: () => Promise.reject(new Error('not asked')),
    close: async () => undefined,
  };
  return source;
}

const rows = (...batches: TextRow[][]) =>
  async function* () {
    yield* batches;
  };

async function* never(signal: AbortSignal): AsyncGenerator<readonly TextRow[]> {
  yield [['A', '1']];
  signal.throwIfAborted();
  await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

/** Fails after it has handed out rows. */
const failing = (problem: ConstructorParameters<typeof SourceError>[2]) =>
  async function* (): AsyncGenerator<readonly TextRow[]> {
    yield [['A', '1000']];
    throw new SourceError('erp', null, problem);
  };

async function open(source: Source, clock = { now: 0 }, feeds = [FEED]): Promise<Model> {
  const model = await Model.open(
    {
      file: join(temporaryFolder(), 'tally.duckdb'),
      memory: 128,
      threads: 1,
      feeds,
      timeZone: 'UTC',
      maxAge: 10_000,
      minInterval: 60_000,
      overlap: 300_000,
      verify: 3_600_000,
      now: () => new Date(Date.UTC(2026, 2, 10) + clock.now),
    },
    () => new Map([['erp', source]]),
  );
  onTestFinished(() => model.close());
  return model;
}

const quantity = async (model: Model) => (await model.query(sql`SELECT sum(quantity) AS sum FROM stock`))[0]?.sum;

describe('refresh', () => {
  it('reads what was never read, however long it takes, and keeps it for minInterval', async () => {
    const clock = { now: 0 };
    const source = sourceOf(rows([['A', '1']]), rows([['A', '2']]));
    const model = await open(source, clock);
    await model.refresher.ensure(['stock'], 0);
    expect(await quantity(model)).toBe('1.0000');
    clock.now = 59_000;
    await model.refresher.ensure(['stock'], 1000);
    expect(source.reads).toBe(1);
    clock.now = 60_000;
    const [status] = await model.refresher.ensure(['stock'], 10_000);
    expect([source.reads, await quantity(model), status?.asOf?.toISOString()]).toEqual([
      2,
      '2.0000',
      '2026-03-10T00:01:00.000Z',
    ]);
  });

  it('is one read for all who ask for it at the same time', async () => {
    const source = sourceOf(rows([['A', '1']]));
    const model = await open(source);
    await Promise.all(Array.from({ length: 50 }, () => model.refresher.ensure(['stock'], 1000)));
    expect(source.reads).toBe(1);
  });

  it('answers from the last good state when the source takes longer than the budget', async () => {
    const clock = { now: 0 };
    const model = await open(sourceOf(rows([['A', '1']]), never), clock);
    await model.refresher.ensure(['stock'], 0);
    clock.now = 100_000;
    const [status] = await model.refresher.ensure(['stock'], 50);
    expect(status).toMatchObject({ refreshing: true, trouble: null, asOf: new Date('2026-03-10T00:00:00Z') });
    expect(await quantity(model)).toBe('1.0000');
  });

  it('tries again what may pass, and leaves no row of the attempt that failed', async () => {
    const source = sourceOf(failing('deadlock'), rows([['A', '1']]));
    const model = await open(source);
    await model.refresher.ensure(['stock'], 0);
    expect([source.reads, await quantity(model)]).toEqual([2, '1.0000']);
  });

  it('does not try again what will not, keeps the state before, and says why', async () => {
    const clock = { now: 0 };
    const source = sourceOf(rows([['A', '1']]), failing('no-right'));
    const model = await open(source, clock);
    await model.refresher.ensure(['stock'], 0);
    clock.now = 100_000;
    const [status] = await model.refresher.ensure(['stock'], 5000);
    expect([source.reads, await quantity(model), status?.trouble?.error]).toEqual([
      2,
      '1.0000',
      expect.objectContaining({ problem: 'no-right' }),
    ]);
    // Nor at every question: after five seconds, and after each failure twice as many.
    clock.now = 104_999;
    await model.refresher.ensure(['stock'], 5000);
    expect([source.reads, status?.nextTry]).toEqual([2, new Date('2026-03-10T00:01:45Z')]);
    clock.now = 105_000;
    const [again] = await model.refresher.ensure(['stock'], 5000);
    expect([source.reads, again?.nextTry]).toEqual([3, new Date('2026-03-10T00:01:55Z')]);
  });

  it('says why a source was never read', async () => {
    const model = await open(sourceOf(failing('login-refused')));
    expect(await model.refresher.ensure(['stock'], 0)).toMatchObject([
      { asOf: null, trouble: { says: 'the server refused the login', error: { problem: 'login-refused' } } },
    ]);
  });

  it('streams in batches into one table, values with control characters included', async () => {
    const batch = (name: string) =>
      Array.from({ length: 300 }, (_, index): TextRow => [`${name}\u001f\n\t${index}`, '1']);
    const model = await open(sourceOf(rows(...Array.from({ length: 5 }, (_, index) => batch(`N${index}`)))));
    await model.refresher.ensure(['stock'], 0);
    expect(await quantity(model)).toBe('1500.0000');
    const [first] = await model.query(
      sql`SELECT min(product_id) AS id, count(*) FILTER (WHERE contains(product_id, chr(31))) AS bad FROM stock`,
    );
    expect(first).toEqual({ id: 'N0 0', bad: 0 });
  });

  it('keeps tables apart that are read at once and differ in a sign of their name only', async () => {
    const batch = (product: string): TextRow[] => Array.from({ length: 4000 }, () => [product, '1']);
    const slowly = (product: string) =>
      async function* () {
        for (let index = 0; index < 20; index++) {
          await new Promise((resolve) => setImmediate(resolve));
          yield batch(product);
        }
      };
    const feeds = ['stock_a', 'stock-a'].map((from) => feedOf({ id: from, from }));
    const model = await open(sourceOf(slowly('A'), slowly('B')), { now: 0 }, feeds);
    await model.refresher.ensure(['stock'], 0);
    const rows = await model.query(
      sql`SELECT product_id, count(*) AS rows FROM stock GROUP BY product_id ORDER BY product_id`,
    );
    expect(rows).toEqual([
      { product_id: 'A', rows: 80_000 },
      { product_id: 'B', rows: 80_000 },
    ]);
  });

  it('closing calls off what runs', async () => {
    const clock = { now: 0 };
    const model = await open(sourceOf(rows([['A', '1']]), never), clock);
    await model.refresher.ensure(['stock'], 0);
    clock.now = 100_000;
    await model.refresher.ensure(['stock'], 0);
    await expect(model.close()).resolves.toBeUndefined();
  });
});
