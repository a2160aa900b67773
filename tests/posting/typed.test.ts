import { describe, expect, it } from 'vitest';
import { csvOf, said, saysOf, tableOf, until } from '../support/reading.js';
import { directChannel, type Posted, type Slack, type View } from '../support/slack.js';
import { ANN, DRIFT, drifted, GENERAL, QUIET } from './company.js';
import { type Posting, posting } from './posted.js';

/** Eight o’clock in Berlin, where Ann is. */
const EIGHT = '2026-03-09T07:00:00Z';
const USERS = { U0ANN: { name: 'ann', tz: 'Europe/Berlin' }, U0BOB: { name: 'bob' } };

const atSix = () => posting({ at: '2026-03-09T06:00:00Z', slack: { users: USERS } });

/** Tally to which Ann has said that. */
async function subscribed(text: string): Promise<Posting> {
  const tally = await atSix();
  await tally.slack.command(`/stock subscribe ${text}`);
  await said(tally.slack, 'Subscribed: #1');
  return tally;
}

async function list(slack: Slack): Promise<Posted> {
  await slack.command('/stock subscriptions');
  return said(slack, /^\*?(\d|Nothing)/m, ({ blocks }) => JSON.stringify(blocks).includes('Your subscriptions'));
}

describe('/stock subscribe', () => {
  it('posts any question to whoever asks, on their clock in Slack, with its rows as CSV', async () => {
    const tally = await subscribed('variance electronics daily 08:00');
    tally.put(drifted({ ...QUIET, '2026-03-09': DRIFT }));
    await tally.to(EIGHT);
    const [answer, ...more] = tally.posts(directChannel(ANN));
    if (!answer) throw new Error('Nothing was posted');
    expect(more).toEqual([]);
    expect(answer.text).toContain('Electronics');
    expect(tableOf(answer).flat()).toContain('+30');
    expect(saysOf(answer)).toContain('#1 · daily 08:00 Europe/Berlin');
    const csv = tally.slack.files.find(({ threadTs }) => threadTs === answer.ts);
    expect(csv && csvOf(csv).length).toBeGreaterThan(1);
    expect(await tally.app.state.audit.list({ limit: 1 })).toMatchObject([
      { chat: 'subscription', user: ANN, kpi: 'variance', canonical: '/stock variance category:Electronics' },
    ]);
  });

  it('posts to the channel that is named, and says whose it is', async () => {
    const tally = await subscribed('digest weekdays 09:30 UTC in #general');
    await tally.to('2026-03-09T09:30:00Z');
    const [digest] = tally.posts(GENERAL);
    expect(digest && saysOf(digest)).toContain('#1 · weekdays 09:30 UTC · set up by ann');
    await tally.to('2026-03-10T09:30:00Z');
    expect(tally.posts(GENERAL)).toHaveLength(2);
  });
});

describe('the list of subscriptions', () => {
  it('runs one now, which changes nothing of when it is due', async () => {
    const tally = await subscribed('digest daily 08:00 dm');
    await tally.slack.click(await list(tally.slack), 'Run now');
    await tally.slack.waitFor(({ text }) => text.includes('categories within tolerance'));
    await tally.settled();
    await tally.to(EIGHT);
    expect(tally.posts(directChannel(ANN))).toHaveLength(2);
    expect(await tally.deliveries(1)).toMatchObject([{ state: 'sent', due: new Date(EIGHT) }, { state: 'sent' }]);
  });

  it('pauses one and lets it go on', async () => {
    const tally = await subscribed('digest daily 08:00 dm');
    const shown = await list(tally.slack);
    await tally.slack.click(shown, 'Pause');
    await until(() => saysOf(shown).includes('#1 is paused'));
    await tally.to(EIGHT);
    expect(tally.posts(directChannel(ANN))).toEqual([]);
    await tally.slack.click(shown, 'Resume');
    await until(() => saysOf(shown).includes('#1 goes on, first on Tue 10 Mar, 08:00 Europe/Berlin'));
    await tally.to('2026-03-10T07:00:00Z');
    expect(tally.posts(directChannel(ANN))).toHaveLength(1);
  });

  it('deletes one', async () => {
    const tally = await subscribed('digest daily 08:00 dm');
    const shown = await list(tally.slack);
    await tally.slack.click(shown, 'Delete');
    await until(() => saysOf(shown).includes('#1 is deleted'));
    await tally.to(EIGHT);
    expect(tally.posts(directChannel(ANN))).toEqual([]);
  });

  it('changes when, where and what, under the same number', async () => {
    const tally = await subscribed('digest daily 08:00 dm');
    const shown = await list(tally.slack);
    await tally.slack.click(shown, 'Edit');
    const form = await openForm(tally.slack);
    await tally.slack.choose(form, 'text', 'total daily 09:00 UTC');
    await tally.slack.choose(form, 'where', GENERAL);
    await tally.slack.submit(form);
    await until(() => saysOf(shown).includes('Now #1 total, daily 09:00 UTC'));
    await tally.to(EIGHT);
    expect(tally.posts(directChannel(ANN))).toEqual([]);
    await tally.to('2026-03-09T09:00:00Z');
    const [answer] = tally.posts(GENERAL);
    expect(answer && saysOf(answer)).toContain('Stock by category');
  });
});

async function openForm(slack: Slack): Promise<View> {
  await until(() => slack.views.size === 1);
  const [form] = slack.views.values();
  if (!form) throw new Error('There is no form');
  return form;
}
