import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { expect, onTestFinished, test } from 'vitest';
import { openState } from '../../src/state/index.js';
import { temporaryFolder, writeCompany } from '../support/app.js';
import { startSlack } from '../support/slack.js';
import { SMALL } from '../support/small.js';
import { background, until } from './running.js';

/** A store into which no subscription can be written. */
async function refusing(folder: string): Promise<void> {
  const url = `file:${join(folder, 'state.db')}`;
  await (await openState({ url, keepAudit: 3_600_000 })).close();
  const client = createClient({ url });
  await client.execute(
    "CREATE TRIGGER refuse BEFORE INSERT ON subscription BEGIN SELECT RAISE(ABORT, 'it is refused'); END",
  );
  client.close();
}

test('Tally that is in Slack and cannot begin to post ends, and is no more in Slack', async () => {
  const slack = await startSlack({});
  onTestFinished(() => slack.close());
  const folder = temporaryFolder();
  const settings = 'digests: [{ name: morning, at: "daily 08:00", owner: U0ANN }]';
  const config = writeCompany(folder, { ...SMALL, settings });
  await refusing(folder);
  const running = background(['start', '--config', config], { env: { ...slack.env } });
  let code: number | null = null;
  running.process.on('exit', (exited) => {
    code = exited;
  });
  await until(() => code !== null, 'its end');
  expect(code).toBe(1);
  expect(running.printed().stdout).not.toContain('Tally is in');
});
