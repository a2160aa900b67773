import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  begin,
  expectProblem,
  type Facts,
  failureOf,
  type MortalEngine,
  openSource,
  readAll,
  rest,
} from '../engine.js';
import { tablesFor } from './tables.js';

/** A server that dies and comes back. */
export function describeOutage(facts: Facts, start: () => Promise<MortalEngine>): void {
  const { stock, many } = tablesFor(facts);
  let engine: MortalEngine;

  beforeAll(async () => {
    engine = await start();
    for (const table of [stock, many]) await engine.create(table);
  });
  afterAll(() => engine?.close());

  test('a server that dies amid a read, and comes back, is read again by the same source', async () => {
    const source = openSource(engine.config());
    try {
      const batches = await begin(source, engine.from(many));
      await batches.next();
      await engine.kill();
      await expectProblem(rest(batches), 'interrupted', engine.from(many));
      expect((await failureOf(source.inspect())).retry).toBe(true);
      await engine.revive();
      expect(await readAll(source, engine.from(stock))).toHaveLength(4);
    } finally {
      await source.close();
    }
  });
}
