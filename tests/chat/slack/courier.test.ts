import { describe, expect, it } from 'vitest';
import { LONGEST_POST } from '../../../src/chat/slack/courier.js';
import { deliverySchema } from '../../../src/config/digests.js';
import type { Content, Marks } from '../../../src/delivery/content.js';
import { longestPost } from '../../../src/delivery/job.js';
import { ALERT, DIGEST, QUIET } from '../../reply/digest-fixture.js';
import { type InSlackOptions, tallyInSlack } from '../../support/in-slack.js';
import { buttonsOf, layoutOf, saysOf } from '../../support/reading.js';
import { directChannel } from '../../support/slack.js';

const GENERAL = 'C0GENERAL';
const IN_GENERAL = { owner: 'U0ANN', channel: GENERAL };
const MARKS: Marks = { late: null, mayBeRepeat: false, schedule: '#12 · weekdays 07:30 Europe/Berlin', owner: 'U0ANN' };
const NOTICE: Content = {
  kind: 'notice',
  text: 'Subscription #12 is paused.',
  marks: { ...MARKS, schedule: null, owner: null },
};

/** Tally in Slack, its courier, and an answer to post. */
async function courierIn(options: InSlackOptions = {}) {
  const made = await tallyInSlack(options);
  const { courier } = made.tally;
  const asker = await courier.asker(IN_GENERAL);
  if (asker === 'gone') throw new Error('Ann is there');
  const answered = await made.app.questions.ask('/stock variance electronics', asker);
  if (answered.kind !== 'result') throw new Error('That is a question');
  const answer: Content = { kind: 'answer', answered, marks: MARKS };
  return { ...made, courier, answer };
}

const callsOf = ({ slack }: Awaited<ReturnType<typeof courierIn>>, method: string) =>
  slack.calls.filter((call) => call.method === method);

describe('a delivery', () => {
  it('of an answer has its table, picture, buttons and marks, and the mark that it is found by', async () => {
    const tally = await courierIn();
    const marks = { ...MARKS, late: 'Due at 08:00, delivered at 09:12.', mayBeRepeat: true };
    const ts = await tally.courier.post(GENERAL, { ...tally.answer, marks } as Content, 'd-1');
    const [posted, ...more] = tally.slack.messages;
    expect(more).toEqual([]);
    expect(posted).toMatchObject({
      ts,
      channel: GENERAL,
      metadata: { event_type: 'tally_delivery', event_payload: { delivery: 'd-1' } },
      rings: [],
    });
    if (!posted) return;
    expect(layoutOf(posted)).toContain('table image');
    expect(saysOf(posted)).toContain('Due at 08:00, delivered at 09:12.\nThis may be a repeat.');
    expect(saysOf(posted)).toContain('#12 · weekdays 07:30 Europe/Berlin · set up by ann');
    expect(buttonsOf(posted)).toEqual(['By warehouse', 'Edit', 'As of now', 'Picture', 'CSV', '☆ Keep', 'Subscribe']);
  });

  it.each([
    ['a digest', { kind: 'digest', digest: DIGEST, marks: MARKS }, 'image', ['As of now', 'Subscribe']],
    ['an alert', { kind: 'alert', alert: ALERT, marks: MARKS }, 'image', ['As of now', 'My alerts']],
    ['a quiet day', { kind: 'digest', digest: QUIET, marks: MARKS }, 'section', []],
    ['a notice', NOTICE, 'section', []],
  ] as const)('of %s', async (_, content, block, buttons) => {
    const { slack, courier } = await courierIn();
    await courier.post(GENERAL, content as Content, 'd-1');
    const [posted] = slack.messages;
    if (!posted) throw new Error('nothing was posted');
    expect(layoutOf(posted)).toContain(block);
    expect(buttonsOf(posted)).toEqual(expect.arrayContaining([...buttons]));
  });

  it('has buttons for the parts of a digest that lead on, which answer whoever presses', async () => {
    const { slack, courier } = await courierIn();
    const [part] = DIGEST.sections;
    if (!part) throw new Error('a digest has parts');
    const question = { label: 'Variance by category', text: '/stock variance by category' };
    const digest = { ...DIGEST, sections: [{ ...part, question }] };
    await courier.post(GENERAL, { kind: 'digest', digest, marks: MARKS }, 'd-1');
    const [posted] = slack.messages;
    if (!posted) throw new Error('nothing was posted');
    await slack.click(posted, 'Variance by category', { user: 'U0BOB' });
    const own = await slack.waitFor(({ kind }) => kind === 'ephemeral');
    expect(own).toMatchObject({ user: 'U0BOB', text: expect.stringContaining('variance by category') });
    expect(posted.edits).toBe(0);
  });

  it('goes to a person in their direct messages, which are opened once', async () => {
    const tally = await courierIn();
    const to = { owner: 'U0ANN', channel: null };
    expect(await tally.courier.channelOf(to)).toBe(directChannel('U0ANN'));
    expect(await tally.courier.channelOf(to)).toBe(directChannel('U0ANN'));
    expect(callsOf(tally, 'conversations.open')).toHaveLength(1);
    await tally.courier.post(directChannel('U0ANN'), NOTICE, 'd-1');
    expect(tally.slack.messages[0]).toMatchObject({ kind: 'channel', channel: directChannel('U0ANN') });
  });

  it('is drawn and uploaded once, however many messages show it', async () => {
    const tally = await courierIn();
    await tally.courier.prepare(GENERAL, tally.answer);
    expect(tally.slack.messages).toEqual([]);
    for (const mark of ['d-1', 'd-2', 'd-3']) await tally.courier.post(GENERAL, tally.answer, mark);
    expect(tally.slack.files).toHaveLength(1);
    expect(tally.slack.messages.map(layoutOf).filter((layout) => layout.includes('image'))).toHaveLength(3);
  });

  it('waits for a picture that is not ready, and posts once', async () => {
    const tally = await courierIn({ slack: { fileDelayMs: 500 } });
    await tally.courier.post(GENERAL, tally.answer, 'd-1');
    expect(callsOf(tally, 'chat.postMessage').map(({ outcome }) => outcome)).toContain('invalid_blocks');
    expect(tally.slack.messages).toHaveLength(1);
    expect(layoutOf(tally.slack.messages[0] ?? { blocks: [] })).toContain('image');
  });

  it('has Slack’s own chart where a picture never gets ready, also on a slow Slack', async () => {
    const tally = await courierIn({ slack: { fileDelayMs: 3_600_000 } });
    tally.slack.fail('chat.postMessage', { error: 'invalid_blocks', delayMs: 350 }, 5);
    await tally.courier.post(GENERAL, tally.answer, 'd-1');
    expect(layoutOf(tally.slack.messages[0] ?? { blocks: [] })).toContain('data_visualization');
  }, 15_000);

  it('is over before another instance may take over', () => {
    expect(LONGEST_POST).toBeLessThan(longestPost(deliverySchema.parse(undefined).takeOver));
  });

  it('has Slack’s own chart where there is no picture', async () => {
    const tally = await courierIn({ replaced: () => ({ draw: () => Promise.reject(new Error('no canvas')) }) });
    await tally.courier.post(GENERAL, tally.answer, 'd-1');
    expect(layoutOf(tally.slack.messages[0] ?? { blocks: [] })).toContain('data_visualization');
  });

  it('is posted in simpler form where Slack refuses its blocks', async () => {
    const tally = await courierIn({ slack: { nativeCharts: false }, replaced: () => ({ draw: async () => null }) });
    await tally.courier.post(GENERAL, tally.answer, 'd-1');
    expect(saysOf(tally.slack.messages[0] ?? ({ text: '', blocks: [] } as never))).toContain('Without the chart');
    expect(await tally.app.metrics.text()).toContain('tally_deliveries_total{outcome="degraded"} 1');
  });

  it.each([
    ['as Slack shows them', {}, 'ann'],
    ['by their id where Tally may not ask', { scopes: ['commands', 'chat:write', 'files:write'] }, 'U0ANN'],
  ])('names whoever set it up, %s, and notifies nobody', async (_, workspace, name) => {
    const { slack, courier } = await courierIn({ slack: workspace });
    const contents = [
      { kind: 'digest', digest: DIGEST, marks: MARKS },
      { kind: 'alert', alert: ALERT, marks: MARKS },
    ] as const;
    for (const content of contents) await courier.post(GENERAL, content, content.kind);
    for (const posted of slack.messages) {
      expect(saysOf(posted)).toContain(`set up by ${name}`);
      expect(posted.rings).toEqual([]);
    }
    expect(slack.messages).toHaveLength(2);
  });

  it('names a channel by its name in a notice', async () => {
    const { slack, courier } = await courierIn();
    const text = 'Subscription #12 in #C0GENERAL is paused: `/stock subscribe in #C0GENERAL`.';
    await courier.post(GENERAL, { ...NOTICE, text } as Content, 'd-1');
    expect(saysOf(slack.messages[0] as never)).toBe(
      'Subscription #12 in <#C0GENERAL> is paused: `/stock subscribe in #C0GENERAL`.',
    );
  });
});
