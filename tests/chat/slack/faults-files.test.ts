import { describe, expect, it } from 'vitest';
import { type InSlackOptions, tallyInSlack } from '../../support/in-slack.js';
import { everythingShown, until } from '../../support/sent.js';
import { DEFAULT_SCOPES, type Posted, type Slack } from '../../support/slack.js';

const QUESTION = '/stock variance electronics';
const isAnswer = ({ text }: Posted) => text.includes('Production holds 2 more than Test');
const typesOf = ({ blocks }: Posted) => blocks.map(({ type }) => type);
const outcomes = ({ calls }: Slack, method: string) =>
  calls.filter((call) => call.method === method).map(({ outcome }) => outcome);

/** Tally that was asked in public and has answered in full. */
async function answered(options: InSlackOptions = {}) {
  const tally = await tallyInSlack(options);
  await tally.slack.mention('variance electronics');
  const answer = await tally.slack.waitFor(isAnswer);
  await until('picture and CSV', () => tally.slack.files.filter(({ sharedAt }) => sharedAt !== null).length === 2);
  await until('picture shown', () => typesOf(answer).includes('image'));
  return { ...tally, answer };
}

describe('files', () => {
  it('that are not ready are waited for', async () => {
    const { slack, answer } = await answered({ slack: { fileDelayMs: 700 } });
    expect(outcomes(slack, 'chat.update')).toContain('invalid_blocks');
    expect(answer.deleted).toBe(false);
  });

  it('that never become ready leave Slack’s own chart', async () => {
    const { slack } = await tallyInSlack({ slack: { fileDelayMs: 3_600_000 } });
    await slack.mention('variance electronics');
    const answer = await slack.waitFor(isAnswer);
    await until('the chart', () => typesOf(answer).includes('data_visualization'), 15_000);
  });

  it.each([
    ['upload', { status: 400 }, 1],
    ['files.getUploadURLExternal', { error: 'file_uploads_disabled' }, 2],
    ['files.completeUploadExternal', { error: 'internal_error' }, 2],
  ] as const)('whose %s fails leave Slack’s own chart', async (method, fault, times) => {
    const { slack } = await tallyInSlack();
    slack.fail(method, fault, times === 1 ? 20 : times);
    await slack.mention('variance electronics');
    const answer = await slack.waitFor(isAnswer);
    await until('the chart', () => typesOf(answer).includes('data_visualization'), 15_000);
    await slack.waitFor(({ kind, text }) => kind === 'ephemeral' && text.includes('CSV'), 15_000);
  });

  it('that fail where the workspace has no charts leave the table', async () => {
    const { slack } = await tallyInSlack({ slack: { nativeCharts: false } });
    slack.fail('files.getUploadURLExternal', { error: 'internal_error' }, 2);
    await slack.mention('variance electronics');
    const answer = await slack.waitFor(isAnswer);
    await slack.waitFor(({ kind, text }) => kind === 'ephemeral' && text.includes('CSV'));
    expect(typesOf(answer)).toContain('table');
    expect(answer.deleted).toBe(false);
  });

  it('need files:write; without it the rest is there and the buttons say so', async () => {
    const scopes = DEFAULT_SCOPES.filter((scope) => scope !== 'files:write');
    const { slack } = await tallyInSlack({ slack: { scopes } });
    await slack.mention('variance electronics');
    const answer = await slack.waitFor(isAnswer);
    await until('the chart', () => typesOf(answer).includes('data_visualization'));
    await slack.waitFor(({ kind, text }) => kind === 'ephemeral' && text.includes('CSV'));
    await slack.click(answer, 'CSV');
    const told = await slack.waitFor(({ text }) => text.includes('could not be sent'));
    expect(told.text).toMatch(/Reference: `?[0-9a-f]{8}/);
  });

  it('need im:write for direct messages', async () => {
    const scopes = DEFAULT_SCOPES.filter((scope) => scope !== 'im:write');
    const { slack } = await tallyInSlack({ slack: { scopes } });
    await slack.command(QUESTION);
    const answer = await slack.waitFor(isAnswer);
    for (const button of ['CSV', 'Picture']) {
      const before = slack.messages.length;
      await slack.click(answer, button);
      await until('it is told', () => slack.messages.length > before);
      expect(slack.messages.at(-1)).toMatchObject({ kind: 'ephemeral', user: 'U0ANN' });
      expect(slack.messages.at(-1)?.text).toContain('could not be sent');
    }
    expect(everythingShown(slack)).not.toMatch(/missing_scope|im:write|Error:/);
  });
});

describe('a chart that cannot be drawn', () => {
  it.each([
    ['throws', () => Promise.reject(new Error('out of memory at /home/secret/chart.js:1'))],
    ['is none', () => Promise.resolve(null)],
  ])('%s: Slack’s own', async (_, draw) => {
    const { slack } = await tallyInSlack({ replaced: () => ({ draw }) });
    await slack.mention('variance electronics');
    const answer = await slack.waitFor(isAnswer);
    await until('the chart', () => typesOf(answer).includes('data_visualization'));
    await slack.click(answer, 'Picture');
    await slack.waitFor(({ kind, text }) => kind === 'ephemeral' && text.includes('no picture'));
    expect(everythingShown(slack)).not.toContain('secret');
  });
});
