import { describe, expect, it, onTestFinished } from 'vitest';
import { saysOf } from '../support/reading.js';
import { DEFAULT_SCOPES, directChannel, startSlack } from '../support/slack.js';
import { DAY, HOUR, MINUTE } from './clock.js';
import { ANN, DRIFT, drifted, GENERAL, QUIET } from './company.js';
import { behindDoor } from './door.js';
import { type Posting, type PostingOptions, posting } from './posted.js';

const EIGHT = '2026-03-09T08:00:00Z';
const settings = `digests: [{ name: morning, owner: ${ANN}, at: daily 08:00, channel: ${GENERAL} }]`;
const WITH_HISTORY = { scopes: [...DEFAULT_SCOPES, 'channels:history'] };

const mornings = (options: PostingOptions = {}) => posting({ settings, ...options });
const told = ({ posts }: Posting) => posts(directChannel(ANN)).map(({ text }) => text);
const said = ({ posts }: Posting) => posts(GENERAL).map(saysOf);

describe('what was due while Tally was off', () => {
  it('is posted late, and says so', async () => {
    const first = await mornings();
    const tally = await first.restart({ after: 2 * HOUR + 12 * MINUTE });
    expect(said(tally)).toEqual([expect.stringMatching(/Due at 08:00, delivered at 09:12.*: Tally was not running\./)]);
    await tally.to('2026-03-10T08:00:00Z');
    expect(said(tally)[1]).not.toContain('Due at');
  });

  it('for longer than it is caught up with is reported to its owner, once', async () => {
    const first = await mornings();
    const tally = await first.restart({ after: 8 * HOUR });
    await tally.later(HOUR);
    expect(said(tally)).toEqual([]);
    expect(told(tally)).toEqual([
      'Subscription #1 (/stock digest), due Mon 9 Mar, 08:00 UTC, was not posted: Tally was not running.',
    ]);
    expect(await tally.deliveries(1)).toMatchObject([{ state: 'failed' }]);
  });

  it('several times is posted once', async () => {
    const first = await mornings();
    const tally = await first.restart({ after: 3 * DAY + 2 * HOUR });
    expect(said(tally)).toEqual([expect.stringContaining('Due at 08:00, delivered at 09:00')]);
    expect((await tally.deliveries(1)).map(({ state }) => state)).toEqual(['sent', 'dropped', 'dropped', 'dropped']);
    expect(told(tally)).toEqual([]);
  });
});

describe('a Slack that cannot be reached for an hour', () => {
  it('gets it once, marked late', async () => {
    const slack = await startSlack();
    onTestFinished(() => slack.close());
    const door = await behindDoor(slack);
    const tally = await mornings({ onto: door.slack });
    await door.shut();
    await tally.to(EIGHT);
    await tally.later(HOUR);
    expect(slack.messages).toEqual([]);
    await door.reopen();
    await tally.later(12 * MINUTE);
    expect(said(tally)).toEqual([
      expect.stringMatching(/Due at 08:00, delivered at 09:12.*: Slack could not be reached\./),
    ]);
    await tally.later(HOUR);
    expect(slack.messages).toHaveLength(1);
  });
});

describe('a Slack that took it and whose answer is lost', () => {
  it('has it once, where Tally may read the history of the channel', async () => {
    const tally = await mornings({ slack: WITH_HISTORY });
    tally.put(drifted({ ...QUIET, '2026-03-09': DRIFT }));
    tally.slack.fail('chat.postMessage', { lost: true });
    await tally.to(EIGHT);
    await tally.later(MINUTE);
    expect(said(tally)).toEqual([expect.not.stringContaining('may be a repeat')]);
    expect(await tally.deliveries(1)).toMatchObject([
      { state: 'sent', posts: 1, files: ['digest.csv', '1-electronics.png'] },
    ]);
  });

  it('gets it once more where Tally may not, which says so', async () => {
    const tally = await mornings();
    tally.slack.fail('chat.postMessage', { lost: true });
    await tally.to(EIGHT);
    await tally.later(MINUTE);
    expect(said(tally)).toEqual([
      expect.not.stringContaining('may be a repeat'),
      expect.stringContaining('This may be a repeat.'),
    ]);
    await tally.later(HOUR);
    expect(said(tally)).toHaveLength(2);
  });

  it('has a file of its thread once', async () => {
    const tally = await mornings({ slack: WITH_HISTORY });
    tally.put(drifted({ ...QUIET, '2026-03-09': DRIFT }));
    tally.slack.fail('files.completeUploadExternal', { lost: true }, 2);
    await tally.to(EIGHT);
    await tally.later(MINUTE);
    await tally.later(MINUTE);
    const shared = tally.slack.files.filter(({ threadTs }) => threadTs !== undefined);
    expect(shared.map(({ name }) => name)).toEqual(['digest.csv', '1-electronics.png']);
    expect(said(tally)).toHaveLength(1);
  });
});
