import { describe, expect, it } from 'vitest';
import { said, saysOf } from '../support/reading.js';
import { everythingSent } from '../support/sent.js';
import { directChannel } from '../support/slack.js';
import { ANN, drifted, EVEN, GENERAL, QUIET } from './company.js';
import { type Posting, posting } from './posted.js';

const EIGHT = '2026-03-09T08:00:00Z';
const NINE = '2026-03-10T08:00:00Z';

const MORNING = `digests: [{ name: morning, owner: ${ANN}, at: daily 08:00, channel: ${GENERAL} }]`;
const ONLY_BOB = 'access: [{ only: { kpis: [variance] }, for: { users: [U0BOB] } }]';
const northFor = (whom: string) => `access: [{ see: { warehouse: [NORTH] }, for: ${whom} }]`;

/** Production has 30 radios more in NORTH, and 7631 more in SOUTH. */
const BOTH = { ...EVEN, 'A-1 NORTH': 110, 'A-1 SOUTH': 7731 };

async function drifting(settings: string): Promise<Posting> {
  const tally = await posting({ settings });
  tally.put(drifted({ ...QUIET, '2026-03-09': BOTH }));
  return tally;
}

const headlines = ({ posts }: Posting, channel: string) => posts(channel).map(({ text }) => text);

describe('what is posted', () => {
  it('has only what its owner may see, and says that', async () => {
    const tally = await drifting(`${MORNING}\n${northFor(`{ users: [${ANN}] }`)}`);
    await tally.to(EIGHT);
    const [digest] = tally.posts(GENERAL);
    expect(digest && saysOf(digest)).toContain('Environment variance · Mon 9 Mar · warehouse NORTH only');
    expect(digest?.text).toContain('worst: Electronics +30.0 %');
    expect(tally.slack.files.map(({ name }) => name)).toContain('digest.csv');
    expect(everythingSent(tally.slack)).not.toMatch(/SOUTH|77?[36]1/);
  });

  it('has only what its channel may see, where its owner sees more', async () => {
    const tally = await drifting(`access: [{ only: { values: { warehouse: [SOUTH] } }, for: { users: [${ANN}] } }]`);
    await tally.slack.command('/stock subscribe digest daily 08:00 in #general');
    await tally.slack.command('/stock subscribe digest daily 08:00 dm', { channel: directChannel(ANN) });
    await said(tally.slack, 'Subscribed: #2');
    await tally.to(EIGHT);
    const [open] = tally.posts(GENERAL);
    const [own] = tally.posts(directChannel(ANN));
    expect(open && saysOf(open)).toContain('Environment variance · Mon 9 Mar · some rows left out');
    expect(open?.text).toContain('+30.0 %');
    expect(own && saysOf(own)).toMatch(/^Environment variance · Mon 9 Mar$/m);
    expect(own && saysOf(own)).toContain('7,661');
  });
});

describe('a right that is lost', () => {
  it('pauses what needs it, which its owner is told once and finds in the list', async () => {
    const first = await drifting(MORNING);
    await first.to(EIGHT);
    const tally = await first.restart({ settings: `${MORNING}\n${ONLY_BOB}` });
    await tally.to(NINE);
    await tally.later(24 * 3_600_000);
    expect(headlines(tally, GENERAL)).toHaveLength(1);
    expect(headlines(tally, directChannel(ANN))).toEqual([
      'Subscription #1 (/stock digest) is paused: variance is not open to you here. Whoever runs Tally can open it.',
    ]);
    await tally.slack.command('/stock subscriptions');
    const list = await said(tally.slack, 'Your subscriptions');
    expect(saysOf(list)).toContain('paused, “morning” of the configuration');
    expect(saysOf(list)).toContain('#1: variance is not open to you here.');
  });

  it('and comes back lets it go on when it is resumed', async () => {
    const first = await drifting(`${MORNING}\n${ONLY_BOB}`);
    await first.to(EIGHT);
    const tally = await first.restart({ settings: MORNING });
    await tally.slack.command('/stock subscription 1 resume');
    await said(tally.slack, '#1 goes on');
    await tally.to(NINE);
    expect(headlines(tally, GENERAL)).toHaveLength(1);
  });
});

describe('an owner who leaves', () => {
  it('pauses what they had, which its channel is told once', async () => {
    const tally = await drifting(MORNING);
    tally.slack.changeUser(ANN, { deleted: true });
    await tally.to(EIGHT);
    await tally.to(NINE);
    expect(headlines(tally, GENERAL)).toEqual(['Subscription #1 (/stock digest) is paused: its owner has left.']);
    expect(tally.slack.messages).toHaveLength(1);
    expect(await tally.app.state.subscriptions.get(1)).toMatchObject({
      status: 'paused',
      trouble: 'Its owner has left.',
    });
  });

  it('is not told what nobody reads', async () => {
    const tally = await posting();
    await tally.slack.command('/stock subscribe digest daily 08:00 dm', { user: 'U0BOB' });
    await said(tally.slack, 'Subscribed: #1');
    const next = await tally.restart();
    next.slack.changeUser('U0BOB', { deleted: true });
    await next.to(EIGHT);
    expect(next.posts(directChannel('U0BOB'))).toEqual([]);
    expect(await next.app.state.subscriptions.get(1)).toMatchObject({ status: 'paused' });
  });
});
