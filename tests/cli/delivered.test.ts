import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openState, POSTING, type State } from '../../src/state/index.js';
import { temporaryFolder, writeCompany } from '../support/app.js';
import { DEFAULT_SCOPES, type Posted, type Slack, startSlack } from '../support/slack.js';
import { SMALL } from '../support/small.js';
import { background, type Running, until } from './running.js';

const KILLS = Number(process.env.KILLS ?? (process.env.CI ? 50 : 3));
/** Milliseconds from when it is written that something is due until it is. */
const AHEAD = 300;
/** And until the latest moment at which the process is killed: later than most deliveries take. */
const LATEST = 2200;

/** Milliseconds. */
const PATIENCE = 60_000;

const OWNER = 'U0ANN';
const CHANNEL = 'C0GENERAL';

describe('Tally that is killed around a delivery', () => {
  test('posts it once, with one CSV, where it may read the history of the channel', {
    timeout: 60_000 + KILLS * 15_000,
  }, async () => {
    const slack = await startSlack({ scopes: [...DEFAULT_SCOPES, 'channels:history'] });
    onTestFinished(() => slack.close());
    const folder = temporaryFolder();
    const config = writeCompany(folder, SMALL);
    const start = () => background(['start', '--config', config], { env: { ...slack.env } });
    let running = await inSlack(start());
    const state = await openState({ url: `file:${join(folder, 'state.db')}`, keepAudit: 3_600_000 });
    onTestFinished(() => state.close());
    const moments: number[] = [];
    for (let kill = 1; kill <= KILLS; kill++) {
      const due = new Date(Date.now() + AHEAD);
      const { id } = await subscribed(state, kill % 2 === 0 ? '/stock variance by category' : '/stock digest', due);
      const moment = Math.random() * LATEST;
      await new Promise((resolve) => setTimeout(resolve, moment));
      running.process.kill('SIGKILL');
      await running.ended();
      moments.push(Math.round(moment));
      await leaseRunsOut(state);
      running = await inSlack(start());
      await until(() => isOver(state, id), `delivery ${kill}, killed after ${moment} ms`, PATIENCE);
      const [delivery] = await state.deliveries.of('subscription', id, 2);
      expect(delivery, `killed after ${moment} ms`).toMatchObject({ state: 'sent', due });
      const posts = markedWith(slack, delivery?.id ?? '');
      expect(
        posts.map(({ text }) => text),
        `killed after ${moment} ms`,
      ).toHaveLength(1);
      expect(filesUnder(slack, posts[0]), `killed after ${moment} ms`).toEqual(delivery?.files.toSorted());
      await state.subscriptions.remove(id);
    }
    expect(slack.messages.some(({ blocks }) => JSON.stringify(blocks).includes('may be a repeat'))).toBe(false);
    running.process.kill('SIGTERM');
    expect((await running.ended()).code).toBe(0);
  });
});

async function inSlack(running: Running): Promise<Running> {
  await until(() => running.printed().stdout.includes('Tally is in '), 'Tally in Slack', PATIENCE);
  return running;
}

async function subscribed(state: State, question: string, nextDue: Date) {
  const schedule = { schedule: 'daily 08:00', timeZone: 'UTC', nextDue };
  const added = await state.subscriptions.add({
    name: null,
    owner: OWNER,
    channel: CHANNEL,
    question,
    quiet: 'line',
    ...schedule,
  });
  if (added === 'full') throw new Error('There was no room for a subscription');
  return added;
}

/** As half a minute later: nobody else is there to take over from whoever was killed. */
async function leaseRunsOut({ leases }: State): Promise<void> {
  const held = await leases.held(POSTING);
  if (held) await leases.release(POSTING, held.holder);
}

async function isOver({ deliveries }: State, id: number): Promise<boolean> {
  const [delivery] = await deliveries.of('subscription', id, 1);
  return delivery !== undefined && ['sent', 'failed', 'quiet', 'dropped'].includes(delivery.state);
}

const markedWith = ({ messages }: Slack, delivery: string): readonly Posted[] =>
  messages.filter(({ metadata, deleted }) => metadata?.event_payload.delivery === delivery && !deleted);

function filesUnder({ messages, files }: Slack, root: Posted | undefined): readonly string[] {
  const shared = messages.filter(({ threadTs }) => threadTs !== undefined && threadTs === root?.ts);
  return shared
    .flatMap((message) => message.files.map((id) => files.find((file) => file.id === id)?.name ?? id))
    .sort();
}
