import { describe, expect, it } from 'vitest';
import { buttonsOf, layoutOf, said, saysOf } from '../support/reading.js';
import { directChannel } from '../support/slack.js';
import { DAY, HOUR, MINUTE } from './clock.js';
import { ANN, type Days, DRIFT, drifted, EVEN, GENERAL, QUIET } from './company.js';
import { type Posting, posting } from './posted.js';

/** Production’s rows of today, by whether they are Test’s. */
const rows = (today: Days[string]) => drifted({ ...QUIET, '2026-03-09': today });
const DRIFTED = rows(DRIFT);
const EQUAL = rows(EVEN);
const CROSSED = /^Variance % of Electronics is .*5 %: \+15\.0 % \(was 0\.0 %\)$/;

/** Tally at 07:00, to which Ann has said that, and that has looked once. */
async function alerting(text: string): Promise<Posting> {
  const tally = await posting();
  await tally.slack.command(`/stock alert ${text}`);
  await said(tally.slack, 'looked at after each refresh');
  await tally.round();
  return tally;
}

const told = ({ posts }: Posting, channel = directChannel(ANN)) => posts(channel).map(({ text }) => text);

describe('an alert', () => {
  it('is told when it crosses, once, with before, now, threshold, since when, and a chart', async () => {
    const tally = await alerting('variance electronics over 5%');
    tally.put(DRIFTED);
    await tally.round(5 * MINUTE);
    await tally.round(5 * MINUTE);
    const [alert, ...more] = tally.posts(directChannel(ANN));
    if (!alert) throw new Error('Nothing was told');
    expect(more).toEqual([]);
    expect(alert.text).toMatch(CROSSED);
    expect(saysOf(alert)).toMatch(/\*Electronics\* .*0\.0 % → \*\+15\.0 %\*, since 07:05/);
    expect(saysOf(alert)).toMatch(/Threshold: .*5 %$/m);
    expect(layoutOf(alert)).toContain('image');
    expect(buttonsOf(alert)).toEqual(['As of now', 'Mute 1 day', 'My alerts']);
  });

  it('in a channel says whose it is', async () => {
    const tally = await alerting('variance electronics over 5% in #general');
    tally.put(DRIFTED);
    await tally.round(5 * MINUTE);
    const [alert] = tally.posts(GENERAL);
    expect(alert && saysOf(alert)).toContain('set up by ann');
  });

  it('that holds for half an hour waits as long', async () => {
    const tally = await alerting('variance electronics over 5% for 30 min');
    tally.put(DRIFTED);
    await tally.round(5 * MINUTE);
    await tally.round(20 * MINUTE);
    expect(told(tally)).toEqual([]);
    await tally.round(10 * MINUTE);
    const [alert] = tally.posts(directChannel(ANN));
    expect(alert && saysOf(alert)).toContain('since 07:05');
    expect(alert && saysOf(alert)).toMatch(/Threshold: .*5 %, for 30 min$/m);
  });

  it('is told again where it is to be, and when it has recovered', async () => {
    const tally = await alerting('variance electronics over 5% remind every 1 h');
    tally.put(DRIFTED);
    await tally.round(5 * MINUTE);
    await tally.round(HOUR);
    tally.put(EQUAL);
    await tally.round(5 * MINUTE);
    await tally.round(HOUR);
    expect(told(tally)).toEqual([
      expect.stringMatching(CROSSED),
      expect.stringMatching(/^Variance % of Electronics is still .*5 %: \+15\.0 % \(was 0\.0 %\)$/),
      expect.stringMatching(/^Variance % of Electronics is no longer .*5 %: 0\.0 % \(.*\+15\.0 %\)$/),
    ]);
  });

  it('by product is told of each, in one message', async () => {
    const tally = await alerting('variance by product over 5%');
    tally.put(rows({ ...DRIFT, 'A-2 NORTH': 10 }));
    await tally.round(5 * MINUTE);
    expect(told(tally)).toEqual([
      expect.stringMatching(/^Variance % of 2 products .*5 %: Lamp -50\.0 % \(was 0\.0 %\) and 1 more$/),
    ]);
    const [alert] = tally.posts(directChannel(ANN));
    expect(alert && saysOf(alert)).toMatch(/\*Lamp\* .*\n.*\*Radio\* {2}0\.0 % → \*\+16\.7 %\*/);
  });
});

describe('nothing is told', () => {
  it('while it is muted, but what there is when that is over', async () => {
    const tally = await alerting('variance electronics over 5%');
    await tally.slack.command('/stock alert 1 mute 1 day');
    await said(tally.slack, '#1 is muted until');
    tally.put(DRIFTED);
    await tally.round(5 * MINUTE);
    expect(told(tally)).toEqual([]);
    await tally.round(DAY);
    expect(told(tally)).toEqual([expect.stringMatching(CROSSED)]);
  });

  it('of a source that cannot be read, which stands in the list, until it can', async () => {
    const tally = await alerting('variance electronics over 5%');
    tally.put({ 'production.csv': null });
    await tally.round(5 * MINUTE);
    await tally.round(5 * MINUTE);
    expect(told(tally)).toEqual([]);
    await tally.slack.command('/stock alerts');
    await said(tally.slack, /#1: there .*no such file/);
    tally.put(DRIFTED);
    await tally.round(5 * MINUTE);
    expect(told(tally)).toHaveLength(1);
    expect(await tally.app.state.alerts.get(1)).toMatchObject({ trouble: null });
  });

  it('of a difference that is accepted', async () => {
    const tally = await alerting('variance by sku over 5%');
    await tally.slack.command('/stock accept A-1');
    await said(tally.slack, /accepted/i);
    tally.put(rows({ ...DRIFT, 'A-2 NORTH': 10 }));
    await tally.round(5 * MINUTE);
    expect(told(tally)).toEqual([expect.stringMatching(/^Variance % of A-2 Lamp .*5 %: -50\.0 % \(was 0\.0 %\)$/)]);
    const [alert] = tally.posts(directChannel(ANN));
    expect(alert && saysOf(alert)).toContain('1 accepted difference is left out.');
  });

  it('of one that its owner may not see any more, but that it is paused', async () => {
    const first = await alerting('variance electronics over 5%');
    const closed = 'access: [{ only: { kpis: [variance] }, for: { users: [U0BOB] } }]';
    const tally = await first.restart({ settings: closed });
    tally.put(DRIFTED);
    await tally.round(5 * MINUTE);
    await tally.round(5 * MINUTE);
    expect(told(tally)).toEqual([
      expect.stringMatching(/^Alert #1 \(.*\) is paused: variance is not open to you here\./),
    ]);
  });
});
