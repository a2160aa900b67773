import { expect, test } from 'vitest';
import { tallyInSlack } from '../../support/in-slack.js';

test('an answer that goes another way is not counted as lost', async () => {
  const { slack, app } = await tallyInSlack();
  await slack.command('/stock variance electronics here', { channel: 'C0OTHER' });
  const answer = await slack.waitFor(({ kind }) => kind === 'channel');
  expect(answer.via).toBe('response_url');
  await slack.waitFor(({ text }) => text.includes('need Tally in this channel'));
  expect(await app.metrics.text()).toContain('tally_deliveries_total{outcome="lost"} 0');
});

test('what no place takes is', async () => {
  const { slack, app } = await tallyInSlack();
  slack.fail('response_url', { error: 'used_url', status: 404 }, 9);
  slack.fail('chat.postEphemeral', { error: 'user_not_in_channel' }, 9);
  slack.fail('conversations.open', { error: 'user_disabled' }, 9);
  await slack.command('/stock help');
  // The help, and the word that it could not be shown.
  await expect
    .poll(() => app.metrics.text(), { timeout: 10_000 })
    .toContain('tally_deliveries_total{outcome="lost"} 2');
});
