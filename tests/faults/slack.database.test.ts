import { afterAll, beforeAll, expect, test } from 'vitest';
import { tallyInSlack } from '../support/in-slack.js';
import { describeWithMariaDb, type MariaDb, startMariaDb } from '../support/mariadb.js';
import { everythingShown } from '../support/sent.js';
import type { Posted, Slack } from '../support/slack.js';
import { type CompanyOptions, openCompany, UNSPEAKABLE } from './company.js';

/** The same through the door that people use. */
describeWithMariaDb('in Slack', () => {
  let server: MariaDb;
  beforeAll(async () => {
    server = await startMariaDb();
  });
  afterAll(() => server?.close());

  async function open(options: CompanyOptions = {}) {
    let slack: Slack | undefined;
    const company = await openCompany(server, {
      ...options,
      async open(folder, now) {
        const tally = await tallyInSlack({ folder, now });
        slack = tally.slack;
        return tally.app;
      },
    });
    if (!slack) throw new Error('Tally is not in Slack');
    return { company, slack };
  }

  const says = (text: string) => (message: Posted) => JSON.stringify(message.blocks).includes(text);
  const OUTAGE = 'could not be refreshed: the server cannot be reached; its figures are of 20 s ago';

  test('an outage is told below the last good answer, and a press on Refresh has the next one', async () => {
    const { company, slack } = await open();
    await company.production.down();
    company.clock.pass(20_000);
    await slack.command('/stock variance');
    const old = await slack.waitFor(says(OUTAGE));
    expect(old.text).toContain('Production holds 2 more than Test');
    await company.production.up();
    await company.sql(`UPDATE erp.stock_north SET quantity = 9 WHERE sku = 'A-2'`);
    company.clock.pass(5_000);
    await slack.click(old, 'Refresh');
    const fresh = await slack.waitFor(({ text }) => text.includes('Production holds 5 more than Test'));
    expect(says('could not be refreshed')(fresh)).toBe(false);
    expect(everythingShown(slack)).not.toMatch(UNSPEAKABLE);
  });

  test('what was never read is said with a reference that finds the cause in the log', async () => {
    const { company, slack } = await open({ before: ({ production }) => production.down() });
    await slack.command('/stock variance');
    const { text } = await slack.waitFor((message) => message.text.includes('Reference'));
    expect(text).toContain('Stock of Production in erp-production has never been read: the server cannot be reached');
    const [, id] = /Reference: `?([0-9a-f]{8})/.exec(text) ?? [];
    const [line, ...more] = company.lines('warn').filter(({ request }) => request === id);
    expect([line?.msg, more]).toEqual(['question failed', []]);
    expect(JSON.stringify(line?.err)).toContain('ECONNREFUSED');
    expect(everythingShown(slack)).not.toMatch(UNSPEAKABLE);
  });
});
