import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openState, POSTING } from '../../src/state/index.js';
import { temporaryFolder } from '../support/app.js';
import { DOES, type Step, World } from './world.js';

const steps = fc.array(
  fc.record<Step>({
    does: fc.constantFrom(...DOES, 'claim', 'posting'),
    holder: fc.constantFrom('a', 'b'),
    which: fc.nat(20),
    seconds: fc.integer({ min: 1, max: 35 }),
    end: fc.constantFrom('sent', 'failed', 'quiet', 'dropped'),
    refused: fc.boolean(),
  }),
  { minLength: 20, maxLength: 80 },
);

/** Somebody who comes when all else is over gets and ends all that did not end. */
async function drain(world: World): Promise<string[]> {
  const { leases, deliveries } = world.stores.a;
  world.now += 24 * 3_600_000;
  const times = { now: world.at(0), until: world.at(60) };
  const lapsed = await leases.held(POSTING);
  const by = { holder: 'c', term: (await leases.take(POSTING, 'c', { ...times, lapsed })) ?? 0 };
  const left = (await deliveries.claim(by, { ...times, most: 1000 })).map(({ id }) => id);
  for (const id of left)
    expect(await deliveries.settle(id, by, { state: 'sent', now: world.at(1), error: null })).toBe(true);
  return left;
}

it('no delivery is two instances’ at the same time and none is lost, whatever they do and when they lose the lease', async () => {
  const folder = temporaryFolder();
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (steps) => {
      runs += 1;
      const options = { url: `file:${join(folder, `${runs}.db`)}`, keepAudit: 1e12 };
      const stores = { a: await openState(options), b: await openState(options) };
      try {
        const world = new World(stores);
        await world.add(3);
        await world.take('a');
        for (const step of steps) await world.does(step);
        const unfinished = world.unfinished();
        expect((await drain(world)).sort()).toEqual(unfinished.sort());
        expect(await stores.b.deliveries.backlog()).toEqual({ count: 0, oldest: null });
      } finally {
        await Promise.all([stores.a.close(), stores.b.close()]);
      }
    }),
    { numRuns: 100 },
  );
}, 60_000);
