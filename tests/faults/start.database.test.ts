import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { describeWithMariaDb, type MariaDb, startMariaDb } from '../support/mariadb.js';
import { openCompany } from './company.js';
import { expectHealed, expectLog, expectPatience, TABLES } from './expected.js';

/** What was never read is waited for, but not for ever, and everything else is answered. */
describeWithMariaDb('at the start', () => {
  let server: MariaDb;
  beforeAll(async () => {
    server = await startMariaDb();
  });
  afterAll(() => server?.close());

  const DOWN = { source: 'erp-production', says: 'the server cannot be reached', cause: /ECONNREFUSED/ } as const;
  const UNREAD = { as_of: null, state: 'failed', error: DOWN.says };

  test('Production is down: Test is answered, and whoever asks for Production reads why', async () => {
    const company = await openCompany(server, { before: ({ production }) => production.down() });
    const read = await company.ask();
    expect(read).toMatchObject({ headline: null });
    expect(read.text).toMatch(
      /^Stock of Production in erp-production has never been read: the server cannot be reached; next try in 5 s\./,
    );
    const status = await company.status();
    expect([status.stock_north, status.stock_south]).toEqual([
      expect.objectContaining(UNREAD),
      expect.objectContaining(UNREAD),
    ]);
    expect(status['dbo.Stock']).toMatchObject({ state: 'ok', error: null });
    expectLog(company.lines('error'), DOWN, read.id);

    expect(await company.ask('/stock total in test')).toMatchObject({ headline: '10 in Test', notes: [] });
    await expectPatience(company, DOWN, 20);
    await company.production.up();
    await expectHealed(company, DOWN, 'by question', { test: 10, production: 12 });
  });

  test('Production is down, and comes up: it is read though nobody asks', async () => {
    const company = await openCompany(server, { realTime: true, before: ({ production }) => production.down() });
    const failed = Promise.all(TABLES['erp-production'].map((table) => company.next('failed', table)));
    company.app.keepFresh(async () => undefined);
    await failed;
    // It may be read as soon as it is up.
    const loaded = Promise.all(TABLES['erp-production'].map((table) => company.next('loaded', table)));
    await company.production.up();
    await loaded;
    expect(Object.values(await company.status()).map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(await company.ask()).toMatchObject({ test: 10, production: 12, notes: [] });
    // Once for each table.
    expect(company.lines('error')).toHaveLength(2);
  });

  test('both are down: whoever asks reads why, and both heal', async () => {
    const company = await openCompany(server, {
      before: async ({ production, test }) => {
        await Promise.all([production.down(), test.down()]);
      },
    });
    const read = await company.ask();
    expect(read.text).toMatch(
      /^The product master in erp-test has never been read: the server cannot be reached; next try/,
    );
    expect(Object.values(await company.status())).toEqual(
      Array.from({ length: 4 }, () => expect.objectContaining(UNREAD)),
    );
    expect(company.lines('error')).toHaveLength(4);
    await Promise.all([company.production.up(), company.test.up()]);
    await expectHealed(company, { source: 'erp-test' }, 'by schedule', { test: 10, production: 12 });
  });

  test('Production accepts connections and never answers: Test is answered within the budget, Production after its limits', async () => {
    const company = await openCompany(server, {
      limits: 'connect: 1s, stall: 1s',
      refresh: 'budget: 500ms',
      before: ({ production }) => production.freeze(),
    });
    const failed = Promise.all(TABLES['erp-production'].map((table) => company.next('failed', table)));
    const read = await company.ask('/stock total in test');
    expect(read).toMatchObject({ headline: '10 in Test', notes: [] });
    // Three seconds is what Production’s limits come to.
    expect(read.milliseconds).toBeLessThan(3000);
    const waited = await company.ask();
    expect(waited.text).toMatch(
      /^Stock of Production in erp-production has never been read: the server did not answer in time/,
    );
    // Three times a second, and what lies between them.
    expect(waited.milliseconds).toBeLessThan(8000);
    await failed;
    await expectPatience(company, DOWN);
    company.production.thaw();
    await expectHealed(company, DOWN, 'by schedule', { test: 10, production: 12 });
  });

  test('Production fails while Test is still being asked: Tally lives on', async () => {
    const company = await openCompany(server, { before: ({ production }) => production.down() });
    await company.ask();
    const unheard: unknown[] = [];
    const listen = (reason: unknown) => unheard.push(reason);
    process.on('unhandledRejection', listen);
    onTestFinished(() => void process.off('unhandledRejection', listen));
    company.test.delay(150);
    company.clock.pass(20_000);
    await company.ask('/stock quality');
    expect(unheard).toEqual([]);
    // It is the order of things that would have ended Tally.
    expect(company.events.slice(-4).map(({ kind }) => kind)).toEqual(['failed', 'failed', 'loaded', 'loaded']);
  });

  test('a host name is not known', async () => {
    const company = await openCompany(server, { productionSource: 'host: tally.invalid, tls: off' });
    const read = await company.ask();
    expect(read.text).toMatch(
      /^Stock of Production in erp-production has never been read: the host name is not known; next try/,
    );
    expectLog(
      company.lines('error'),
      { ...DOWN, says: 'the host name is not known', cause: /ENOTFOUND|EAI_AGAIN/ },
      read.id,
    );
    expect((await company.status()).stock_north).toMatchObject({ error: 'the host name is not known' });
    await expectPatience(company, DOWN, 20);
  });
});
