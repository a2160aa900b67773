import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/state/index.js';
import { MINUTE } from './delivering.js';
import type { Message } from './fake-slack.js';
import { days, morning, type Story, type Told, told } from './story.js';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 12);
const TIMEOUT = 60_000 + RUNS * 3000;

const ENDED = ['sent', 'failed', 'dropped'];

/** Whatever it is that happens, this is so in the end. */
async function expectKept(all: Told, story: Story): Promise<void> {
  const { slack, state, due } = all;
  const ofMark = (mark: string) => slack.messages.filter((one) => one.mark === mark);
  for (const [id, times] of due) {
    const deliveries = [...(await all.deliveries(id))].reverse();
    expect(deliveries.map((one) => one.due.toISOString())).toEqual(times.map((one) => one.toISOString()));
    for (const delivery of deliveries) {
      expect(ENDED).toContain(delivery.state);
      expectMessages(delivery, ofMark(delivery.id), story);
    }
    const isFailed = deliveries.some((one) => one.state === 'failed');
    if (isFailed) expect(await state.deliveries.of('notice', id, 1)).toHaveLength(1);
    expect(deliveries.at(-1)?.state).not.toBe('dropped');
  }
  expect(await state.deliveries.backlog()).toEqual({ count: 0, oldest: null });
  if (story.hasHistory) expect(new Set(slack.messages.map(({ mark }) => mark)).size).toBe(slack.messages.length);
}

function expectMessages(
  { state, due, error }: Delivery,
  messages: readonly Message[],
  { hasHistory, events }: Story,
): void {
  if (state === 'sent') expect(messages.length).toBeGreaterThanOrEqual(1);
  if (state === 'dropped') expect(messages).toEqual([]);
  expect(messages.length).toBeLessThanOrEqual(hasHistory ? 1 : 2);
  for (const repeat of messages.slice(1)) expect(repeat.content.marks.mayBeRepeat).toBe(true);

  const [first] = messages;
  if (first === undefined) return;
  if (hasHistory && error === null) expect(first.files).toEqual(['all.csv', 'toys.png']);
  if (hasHistory) expect(new Set(first.files).size).toBe(first.files.length);
  if (events.some(({ event }) => event.what === 'set clock' || event.what === 'set one clock')) return;
  const late = first.at.getTime() - due.getTime();
  expect(late).toBeGreaterThanOrEqual(0);
  if (late > 6 * MINUTE) expect(first.content.marks.late).toMatch(/^Due (at|on) .*, delivered (at|on) .*\.$/);
  if (late <= 5 * MINUTE) expect(first.content.marks.late).toBeNull();
}

function assert(story: fc.Arbitrary<Story>, further: (all: Told) => Promise<void> = async () => {}): Promise<void> {
  return fc.assert(
    fc.asyncProperty(story, async (one) => {
      const all = await told(one);
      await expectKept(all, one);
      await further(all);
      await all.state.close();
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}

/** Within what is caught up with, nothing is given up. */
async function expectAllSent(all: Told): Promise<void> {
  for (const id of all.due.keys()) expect(await all.deliveries(id)).toMatchObject([{ state: 'sent' }]);
}

describe('whenever processes are ended, asleep or set, and Slack is down or silent, in a morning', () => {
  it(
    'each due time is delivered once, where Slack shows what it has',
    () => assert(morning(true), expectAllSent),
    TIMEOUT,
  );

  it('each is delivered once, or once more and says so, where Slack does not', () => assert(morning(false)), TIMEOUT);
});

describe('whenever that is, over days on which clocks are changed and months end', () => {
  it(
    'each due time is delivered once, given up and told, or gives way to a later one',
    () => assert(days(true)),
    TIMEOUT,
  );

  it('no more than one repeat comes of it where Slack does not show what it has', () => assert(days(false)), TIMEOUT);
});
