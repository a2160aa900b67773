import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/app.js';
import { until } from '../support/reading.js';
import { DEFAULT_SCOPES, directChannel, type SlackOptions } from '../support/slack.js';
import { DAY, HOUR, MINUTE, SECOND } from './clock.js';
import { ANN, DRIFT, drifted, GENERAL, QUIET } from './company.js';
import { type Posting, posting } from './posted.js';

const EIGHT = '2026-03-09T08:00:00Z';
const MORNING = `digests: [{ name: morning, owner: ${ANN}, at: daily 08:00, channel: ${GENERAL} }]`;
const WITH_HISTORY = { scopes: [...DEFAULT_SCOPES, 'channels:history'] };
const DRIFTED = drifted({ ...QUIET, '2026-03-09': DRIFT });

const standings = (...all: readonly Posting[]) => all.map(({ posting }) => posting.standing());

/** Two over folders of their own, on one state store. */
async function two(slack: SlackOptions = {}): Promise<readonly [Posting, Posting]> {
  const settings = `${MORNING}\nstate: { url: 'file:${join(temporaryFolder(), 'shared.db')}' }`;
  const first = await posting({ settings, slack });
  await until(() => first.posting.standing() === 'active');
  const second = await first.beside();
  for (const one of [first, second]) one.put(DRIFTED);
  return [first, second];
}

describe('of two instances on one state store', () => {
  it('one posts, and the other stands by', async () => {
    const [first, second] = await two();
    expect(standings(first, second)).toEqual(['active', 'standby']);
    await first.to(EIGHT);
    await second.later(MINUTE);
    expect(first.posts(GENERAL)).toHaveLength(1);
    expect(await second.deliveries(1)).toMatchObject([{ state: 'sent', attempts: 1 }]);
  });

  it('the other takes over from one that is gone, goes on from what it said, and keeps it when that is back', async () => {
    const [first, second] = await two();
    await first.to(EIGHT);
    await first.kill();
    await second.later(DAY);
    const [, digest, ...more] = second.posts(GENERAL);
    expect(more).toEqual([]);
    expect(JSON.stringify(digest?.blocks)).toContain('Compared with the digest of Mon 9 Mar, 08:00 UTC.');
    const again = await first.restart();
    await again.later(10 * SECOND);
    expect(standings(again, second)).toEqual(['standby', 'active']);
  });

  it('the other takes over at once from one that is ended', async () => {
    const [first, second] = await two();
    await first.end();
    await second.later(10 * SECOND);
    await until(() => second.posting.standing() === 'active');
  });

  it('what the first had posted when it went is not posted again, and gets its files', async () => {
    const [first, second] = await two(WITH_HISTORY);
    const taken = first.slack.waitFor(({ channel }) => channel === GENERAL);
    first.leap(HOUR);
    await taken;
    await first.kill();
    await second.later(MINUTE);
    await second.later(MINUTE);
    expect(second.posts(GENERAL)).toHaveLength(1);
    expect(await second.deliveries(1)).toMatchObject([{ state: 'sent', posts: 1 }]);
    const shared = second.slack.files.filter(({ threadTs }) => threadTs !== undefined);
    expect(shared.map(({ name }) => name)).toEqual(['digest.csv', '1-electronics.png']);
  });

  it('only one tells an alert', async () => {
    const [first, second] = await two();
    const alert = { owner: ANN, question: '/stock variance over 5%', hold: 0, remind: null, channel: null };
    await first.app.state.alerts.add(alert);
    await second.round(MINUTE);
    await first.round(MINUTE);
    await second.round(MINUTE);
    expect(first.posts(directChannel(ANN))).toHaveLength(1);
  });
});
