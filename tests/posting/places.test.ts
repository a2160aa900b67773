import { describe, expect, it } from 'vitest';
import { said, saysOf } from '../support/reading.js';
import { directChannel } from '../support/slack.js';
import { DAY, MINUTE } from './clock.js';
import { ANN, GENERAL } from './company.js';
import { type Posting, posting } from './posted.js';

const EIGHT = '2026-03-09T08:00:00Z';
const MORNING = `digests: [{ name: morning, owner: ${ANN}, at: daily 08:00, channel: ${GENERAL} }]`;

const told = ({ posts }: Posting) => posts(directChannel(ANN)).map(({ text }) => text);

async function listed({ slack }: Posting): Promise<string> {
  await slack.command('/stock subscriptions');
  return saysOf(await said(slack, 'Your subscriptions'));
}

describe('a channel that is archived', () => {
  it('is told to the owner once, stands in the list, and is tried again when it is due', async () => {
    const tally = await posting({ settings: MORNING });
    tally.slack.changeChannel(GENERAL, { archived: true });
    await tally.to(EIGHT);
    await tally.later(DAY);
    expect(told(tally)).toEqual([
      expect.stringMatching(
        /^Subscription #1 \(\/stock digest\), due Mon 9 Mar, 08:00 UTC, was not posted: .* is archived\./,
      ),
    ]);
    expect(await tally.deliveries(1)).toMatchObject([
      { state: 'failed', attempts: 1 },
      { state: 'failed', attempts: 1 },
    ]);
    const list = await listed(tally);
    expect(list).toContain('active, last one not delivered');
    expect(list).toMatch(/#1: .* is archived\./);
    tally.slack.changeChannel(GENERAL, { archived: false });
    await tally.later(DAY);
    expect(tally.posts(GENERAL)).toHaveLength(1);
    expect(await tally.app.state.subscriptions.get(1)).toMatchObject({ status: 'active', trouble: null });
  });
});

describe('a channel that Tally was removed from', () => {
  it('is told to the owner, and gets it late when Tally is invited back', async () => {
    const tally = await posting({ settings: MORNING });
    tally.slack.changeChannel(GENERAL, { member: false });
    await tally.to(EIGHT);
    expect(told(tally)).toEqual([
      expect.stringMatching(
        /08:00 UTC, could not be posted yet, and is tried again for an hour: Tally is not in .*invite/,
      ),
    ]);
    tally.slack.changeChannel(GENERAL, { member: true });
    await tally.later(10 * MINUTE);
    const [digest] = tally.posts(GENERAL);
    expect(digest && saysOf(digest)).toMatch(/Due at 08:00, delivered at 08:10.*: Tally is not in /);
    expect(told(tally)).toHaveLength(1);
    expect(await tally.app.state.subscriptions.get(1)).toMatchObject({ trouble: null });
  });

  it('is given up after an hour, without another word', async () => {
    const tally = await posting({ settings: MORNING });
    tally.slack.changeChannel(GENERAL, { member: false });
    await tally.to(EIGHT);
    await tally.later(10 * MINUTE);
    await tally.later(50 * MINUTE);
    expect(await tally.deliveries(1)).toMatchObject([{ state: 'failed', attempts: 3 }]);
    await tally.later(DAY);
    expect(told(tally)).toHaveLength(1);
  });
});

describe('a token that is revoked for a while', () => {
  it('stands in the list, and all that is due is posted when Slack takes it again', async () => {
    const tally = await posting({ settings: MORNING });
    tally.slack.fail('chat.postMessage', { error: 'token_revoked' });
    await tally.to(EIGHT);
    expect(tally.posts(GENERAL)).toEqual([]);
    expect(await listed(tally)).toMatch(/#1: .*Slack refuses Tally \(token_revoked\)\./);
    await tally.later(6 * MINUTE);
    const [digest, ...more] = tally.posts(GENERAL);
    expect(more).toEqual([]);
    expect(digest && saysOf(digest)).toMatch(
      /Due at 08:00, delivered at 08:06.*: Slack refuses Tally \(token_revoked\)\./,
    );
    expect(told(tally)).toEqual([]);
    expect(await tally.app.state.subscriptions.get(1)).toMatchObject({ trouble: null });
  });
});
