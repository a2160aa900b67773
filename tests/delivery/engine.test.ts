import { describe, expect, it } from 'vitest';
import { DAY, delivering, HOUR, MINUTE, posted, SECOND, SLOWLY } from './delivering.js';

const MONDAY = '2026-11-23';
/** From the start of a test to 08:00. */
const EIGHT = 2 * MINUTE;
const at = (time: string, day = MONDAY) => new Date(`${day}T${time}Z`);

describe('what is due', () => {
  it('is posted when it is due, once, and again at its next time', async () => {
    const { world, slack, start, subscribe, subscription } = await delivering();
    await subscribe();
    const { engine } = start();
    await world.pass(EIGHT - SECOND);
    expect(slack.messages).toEqual([]);
    await world.pass(5 * SECOND);
    expect(slack.messages).toMatchObject([{ channel: 'C1', content: { text: '#1', marks: { late: null } } }]);
    expect(await subscription()).toMatchObject({ nextDue: at('08:00', '2026-11-24'), trouble: null });
    await engine.stop(0);
    start(SLOWLY);
    await world.pass(DAY + MINUTE);
    expect(slack.texts).toEqual(['#1', '#1']);
    expect(slack.messages.map(({ at }) => at.toISOString().slice(0, 16))).toEqual([
      '2026-11-23T08:00',
      '2026-11-24T08:00',
    ]);
  });

  it('carries the id of its delivery, and notes where it stands', async () => {
    const { world, slack, start, subscribe, deliveries } = await delivering();
    await subscribe();
    start();
    await world.pass(EIGHT + 5 * SECOND);
    const [delivery] = await deliveries();
    expect(delivery).toMatchObject({ state: 'sent', attempts: 1, posts: 1, at: { channel: 'C1', ts: '0' } });
    expect(slack.messages[0]?.mark).toBe(delivery?.id);
  });

  it('goes to its owner where it has no channel', async () => {
    const { world, slack, start, subscribe } = await delivering();
    await subscribe({ channel: null });
    start();
    await world.pass(EIGHT + 5 * SECOND);
    expect(slack.messages).toMatchObject([{ channel: 'D-U1' }]);
  });

  it('is looked at as soon as somebody says so', async () => {
    const { world, slack, start, subscribe, state } = await delivering();
    const { id, owner, channel } = await subscribe();
    const { engine } = start({ every: HOUR });
    await world.pass(SECOND);
    await state.deliveries.add([{ kind: 'subscription', of: id, due: world.now, owner, channel, payload: null }]);
    engine.wake();
    await world.pass(SECOND);
    expect(slack.texts).toEqual(['#1']);
  });

  it('has its files in its thread, in their order', async () => {
    const all = await delivering();
    all.compose = (delivery, marks) => posted(delivery, marks, ['all.csv', 'toys.png']);
    await all.subscribe();
    all.start();
    await all.world.pass(EIGHT + 10 * SECOND);
    expect(all.slack.messages).toMatchObject([{ files: ['all.csv', 'toys.png'] }]);
    expect(await all.deliveries()).toMatchObject([{ state: 'sent', files: ['all.csv', 'toys.png'] }]);
  });

  it('says nothing on a quiet day, and keeps what was recorded of it', async () => {
    const all = await delivering();
    all.compose = () => ({ kind: 'quiet', record: 7 });
    await all.subscribe();
    all.start();
    await all.world.pass(EIGHT + 5 * SECOND);
    expect(all.slack.messages).toEqual([]);
    expect(await all.deliveries()).toMatchObject([{ state: 'quiet', record: 7 }]);
  });

  it('is dropped where it is gone', async () => {
    const all = await delivering();
    all.compose = () => ({ kind: 'gone' });
    await all.subscribe();
    all.start();
    await all.world.pass(EIGHT + 5 * SECOND);
    expect(await all.deliveries()).toMatchObject([{ state: 'dropped' }]);
  });

  it('of a schedule that says nothing is paused, and others are posted', async () => {
    const { world, slack, start, subscribe, subscription } = await delivering();
    await subscribe({ schedule: 'hourly' });
    await subscribe({ timeZone: 'Mars/Olympus' });
    await subscribe();
    start();
    await world.pass(EIGHT + 5 * SECOND);
    expect(slack.texts).toEqual(['#3']);
    expect(await subscription(1)).toMatchObject({ status: 'paused', trouble: '“hourly” could not be read.' });
    expect(await subscription(2)).toMatchObject({ status: 'paused' });
  });
});

describe('what became due while nobody was there', () => {
  it('is posted late, and says why', async () => {
    const { world, slack, start, subscribe } = await delivering('2026-11-23T09:12:00Z');
    await subscribe();
    start();
    await world.pass(5 * SECOND);
    expect(slack.messages[0]?.content.marks.late).toBe('Due at 08:00, delivered at 09:12 UTC: Tally was not running.');
  });

  it('says its times on the clock of its subscription, and the day where it is another', async () => {
    const { world, slack, start, subscribe } = await delivering('2026-11-24T03:00:00Z');
    await subscribe({
      timeZone: 'America/New_York',
      schedule: 'daily 18:00',
      nextDue: new Date('2026-11-23T23:00:00Z'),
    });
    await subscribe({ timeZone: 'Europe/Berlin', schedule: 'daily 23:30', nextDue: new Date('2026-11-23T22:30:00Z') });
    start();
    await world.pass(5 * SECOND);
    expect(slack.messages.map(({ content }) => content.marks.late)).toEqual([
      'Due on Mon 23 Nov at 23:30, delivered on Tue 24 Nov at 04:00 Europe/Berlin: Tally was not running.',
      'Due at 18:00, delivered at 22:00 America/New_York: Tally was not running.',
    ]);
  });

  it('several times is posted for the last of them', async () => {
    const { world, slack, start, subscribe, deliveries } = await delivering('2026-11-26T09:00:00Z');
    await subscribe();
    start();
    await world.pass(5 * SECOND);
    expect(slack.texts).toEqual(['#1']);
    expect((await deliveries()).map(({ due, state }) => [due.toISOString().slice(8, 10), state])).toEqual([
      ['26', 'sent'],
      ['25', 'dropped'],
      ['24', 'dropped'],
      ['23', 'dropped'],
    ]);
  });

  it('for too long is not posted, which its owner is told once', async () => {
    const { world, slack, start, subscribe, subscription, deliveries } = await delivering('2026-11-23T14:00:01Z');
    await subscribe();
    start(SLOWLY);
    await world.pass(5 * SECOND);
    expect(slack.messages).toMatchObject([
      {
        channel: 'D-U1',
        content: {
          text: 'Subscription #1 (/stock digest), due Mon 23 Nov, 08:00 UTC, was not posted: Tally was not running.',
        },
      },
    ]);
    expect(await subscription()).toMatchObject({ status: 'active', trouble: 'Not posted: Tally was not running.' });
    expect(await deliveries()).toMatchObject([{ state: 'failed', error: 'Not posted: Tally was not running.' }]);
    await world.pass(DAY);
    expect(slack.texts.slice(1)).toEqual(['#1']);
    expect(await subscription()).toMatchObject({ trouble: null });
  });
});

describe('a Slack that', () => {
  it('is down for an hour gets it when it is back', async () => {
    const { world, slack, log, start, subscribe, deliveries } = await delivering();
    await subscribe();
    slack.isDown = true;
    start(SLOWLY);
    await world.pass(EIGHT + HOUR);
    slack.isDown = false;
    await world.pass(6 * MINUTE);
    expect(slack.texts).toEqual(['#1']);
    expect(slack.messages[0]?.content.marks).toEqual({
      late: expect.stringMatching(/^Due at 08:00, delivered at 09:0\d UTC: Slack could not be reached\.$/),
      mayBeRepeat: false,
      schedule: null,
      owner: null,
    });
    expect(slack.refused).toBeLessThan(25);
    expect(log.filter((line) => line === 'deliveries are held back')).toHaveLength(1);
    expect(await deliveries()).toMatchObject([{ state: 'sent', posts: 1 }]);
  });

  it('is busy gets it when it said', async () => {
    const { world, slack, start, subscribe } = await delivering();
    await subscribe();
    const fates = ['busy', 'taken'] as const;
    let tries = 0;
    slack.fate = () => fates[tries++] ?? 'taken';
    slack.hasHistory = false;
    start();
    await world.pass(EIGHT + 3 * SECOND);
    expect(slack.messages).toEqual([]);
    await world.pass(3 * SECOND);
    expect(slack.messages).toMatchObject([{ content: { marks: { mayBeRepeat: false } } }]);
  });

  it.each(['lost', 'cut off, taken'] as const)(
    'took it without saying so is asked whether it has it: %s',
    async (fate) => {
      const { world, slack, start, subscribe, deliveries } = await delivering();
      await subscribe();
      slack.fate = () => (slack.messages.length === 0 ? fate : 'taken');
      start();
      await world.pass(EIGHT + 2 * MINUTE);
      expect(slack.texts).toEqual(['#1']);
      expect(await deliveries()).toMatchObject([{ state: 'sent', at: { ts: '0' } }]);
    },
  );

  it.each(['dropped', 'cut off'] as const)('has not taken it gets it again: %s', async (fate) => {
    const { world, slack, start, subscribe } = await delivering();
    await subscribe();
    let tries = 0;
    slack.fate = () => (tries++ === 0 ? fate : 'taken');
    start();
    await world.pass(EIGHT + 2 * MINUTE);
    expect(slack.messages).toMatchObject([{ content: { marks: { mayBeRepeat: false } } }]);
  });

  it.each(['lost', 'cut off, taken', 'cut off, taken later', 'dropped', 'cut off'] as const)(
    'is silent about a file is asked whether it has it: %s',
    async (fate) => {
      const all = await delivering();
      all.compose = (delivery, marks) => posted(delivery, marks, ['all.csv']);
      await all.subscribe();
      let calls = 0;
      all.slack.fate = () => (calls++ === 1 ? fate : 'taken');
      all.start();
      await all.world.pass(EIGHT + 2 * MINUTE);
      expect(all.slack.messages).toMatchObject([{ files: ['all.csv'] }]);
      expect(await all.deliveries()).toMatchObject([{ state: 'sent', files: ['all.csv'] }]);
    },
  );

  it('does not show its history gets it once more, with a word about that, and not a third time', async () => {
    const { world, slack, start, subscribe, subscription, deliveries } = await delivering();
    await subscribe();
    slack.hasHistory = false;
    slack.fate = () => (slack.messages.length < 2 ? 'lost' : 'taken');
    start();
    await world.pass(EIGHT + 10 * MINUTE);
    expect(slack.texts).toEqual([
      '#1',
      '#1',
      'Subscription #1 (/stock digest), due Mon 23 Nov, 08:00 UTC, was not posted: Slack may have it, which could not be looked up.',
    ]);
    expect(slack.messages.map(({ content }) => content.marks.mayBeRepeat)).toEqual([false, true, false]);
    expect(await deliveries()).toMatchObject([{ state: 'failed', posts: 2 }]);
    expect((await subscription()).trouble).toContain('Slack may have it');
  });

  it('refuses Tally itself is left alone for minutes; what was not posted is told when it can be', async () => {
    const { world, slack, log, start, subscribe, subscription, deliveries } = await delivering();
    await subscribe();
    await subscribe({ channel: 'C2' });
    slack.problems.set('everywhere', { kind: 'access', code: 'token_revoked', says: 'Slack refuses Tally.' });
    start(SLOWLY);
    await world.pass(4 * HOUR);
    expect(await subscription()).toMatchObject({ status: 'active', trouble: 'Waiting: Slack refuses Tally.' });
    expect(log.filter((line) => line === 'deliveries are held back')).toHaveLength(1);
    await world.pass(4 * HOUR);
    expect(await deliveries(1)).toMatchObject([{ state: 'failed' }]);
    expect(await deliveries(2)).toMatchObject([{ state: 'failed' }]);
    slack.problems.clear();
    await world.pass(10 * MINUTE);
    expect(slack.messages).toMatchObject([{ channel: 'D-U1' }, { channel: 'D-U1' }]);
    const says = 'was not posted: Slack refuses Tally.';
    expect(slack.texts.toSorted()).toEqual([
      `Subscription #1 (/stock digest), due Mon 23 Nov, 08:00 UTC, ${says}`,
      `Subscription #2 (/stock digest), due Mon 23 Nov, 08:00 UTC, ${says}`,
    ]);
  });
});

describe('a place that', () => {
  const NOT_IN = { kind: 'place', code: 'not_in_channel', says: 'Tally is not in the channel: /invite it.' } as const;

  it('lacks Tally is tried again within the hour, and the owner is told at once and once', async () => {
    const { world, slack, start, subscribe, subscription, deliveries } = await delivering();
    await subscribe();
    slack.problems.set('C1', NOT_IN);
    start(SLOWLY);
    await world.pass(EIGHT + MINUTE);
    expect(slack.texts).toEqual([
      'Subscription #1 (/stock digest), due Mon 23 Nov, 08:00 UTC, could not be posted yet, and is tried again for an hour: Tally is not in the channel: /invite it. It can be given another place: Edit under /stock subscriptions.',
    ]);
    expect(await deliveries()).toMatchObject([{ state: 'due', error: NOT_IN.says, posts: 0, postingSince: null }]);
    await world.pass(DAY + 2 * HOUR);
    expect(slack.messages).toHaveLength(1);
    expect(await deliveries()).toMatchObject([{ state: 'failed' }, { state: 'failed', attempts: 3 }]);
    expect(await subscription()).toMatchObject({ status: 'active', trouble: NOT_IN.says });
  });

  it('has Tally again gets it, late, and nothing is wrong any more', async () => {
    const { world, slack, start, subscribe, subscription } = await delivering();
    await subscribe();
    slack.problems.set('C1', NOT_IN);
    start();
    await world.pass(EIGHT + MINUTE);
    slack.problems.clear();
    await world.pass(10 * MINUTE);
    expect(slack.messages[1]?.content.marks.late).toBe(
      'Due at 08:00, delivered at 08:10 UTC: Tally is not in the channel: /invite it.',
    );
    expect(await subscription()).toMatchObject({ trouble: null });
  });

  it('is archived is not tried again', async () => {
    const { world, slack, start, subscribe, deliveries } = await delivering();
    await subscribe();
    slack.problems.set('C1', { kind: 'place', code: 'is_archived', says: 'The channel is archived.' });
    start(SLOWLY);
    await world.pass(2 * HOUR);
    expect(await deliveries()).toMatchObject([{ state: 'failed', attempts: 1, error: 'The channel is archived.' }]);
    expect(slack.texts).toEqual([
      'Subscription #1 (/stock digest), due Mon 23 Nov, 08:00 UTC, was not posted: The channel is archived. It can be given another place: Edit under /stock subscriptions.',
    ]);
  });

  it('is somebody who takes nothing is not told of there', async () => {
    const { world, slack, start, subscribe, subscription, state } = await delivering();
    await subscribe({ channel: null });
    slack.problems.set('D-U1', { kind: 'place', code: 'user_disabled', says: 'The person takes no messages.' });
    start(SLOWLY);
    await world.pass(3 * HOUR);
    expect(await state.deliveries.of('notice', 1, 10)).toEqual([]);
    expect(await subscription()).toMatchObject({ trouble: 'The person takes no messages.' });
  });
});

describe('a subscription', () => {
  it('whose owner has left is paused, and its channel is told once', async () => {
    const { world, slack, start, subscribe, subscription } = await delivering();
    await subscribe();
    slack.gone.add('U1');
    start(SLOWLY);
    await world.pass(2 * DAY);
    expect(slack.messages).toMatchObject([
      { channel: 'C1', content: { text: 'Subscription #1 (/stock digest) is paused: its owner has left.' } },
    ]);
    expect(await subscription()).toMatchObject({ status: 'paused', trouble: 'Its owner has left.' });
  });

  it('that cannot be answered any more is paused, and its owner is told', async () => {
    const all = await delivering();
    const asked = all.compose;
    all.compose = (delivery, marks) =>
      delivery.kind === 'notice' ? asked(delivery, marks) : { kind: 'refused', says: 'Cost is not open to you.' };
    await all.subscribe();
    all.start(SLOWLY);
    await all.world.pass(2 * DAY);
    expect(all.slack.messages).toMatchObject([
      { channel: 'D-U1', content: { text: 'Subscription #1 (/stock digest) is paused: Cost is not open to you.' } },
    ]);
    expect(await all.subscription()).toMatchObject({ status: 'paused', trouble: 'Cost is not open to you.' });
  });

  it('that cannot be computed is tried again until it is too late', async () => {
    const all = await delivering();
    const asked = all.compose;
    let tries = 0;
    all.compose = (delivery, marks) => {
      if (delivery.kind === 'notice') return asked(delivery, marks);
      tries++;
      return { kind: 'failed', says: 'The sources could not be read.' };
    };
    await all.subscribe();
    all.start(SLOWLY);
    await all.world.pass(EIGHT + 6 * HOUR + 6 * MINUTE);
    expect(tries).toBeGreaterThan(60);
    expect(tries).toBeLessThan(90);
    expect(await all.deliveries()).toMatchObject([
      { state: 'failed', error: 'Not posted: The sources could not be read.' },
    ]);
    expect(all.slack.messages).toHaveLength(1);
  });

  it('that fails inside Tally is given up after eight tries, and keeps nobody waiting', async () => {
    const all = await delivering();
    const asked = all.compose;
    all.compose = (delivery, marks) => {
      if (delivery.of === 1 && delivery.kind !== 'notice') throw new Error('A bug');
      return asked(delivery, marks);
    };
    await all.subscribe();
    await all.subscribe();
    all.start(SLOWLY);
    await all.world.pass(EIGHT + 10 * SECOND);
    expect(all.slack.texts).toEqual(['#2']);
    await all.world.pass(HOUR);
    expect(await all.deliveries()).toMatchObject([{ state: 'failed', attempts: 8 }]);
    expect(all.log.filter((line) => line === 'delivery failed')).toHaveLength(8);
  });

  it('whose file cannot be made was sent all the same', async () => {
    const all = await delivering();
    all.compose = (delivery, marks) => {
      const one = posted(delivery, marks, ['all.csv']);
      const bytes = () => Promise.reject(new Error('A bug'));
      return one.kind === 'post' ? { ...one, attachments: one.attachments.map((file) => ({ ...file, bytes })) } : one;
    };
    await all.subscribe();
    all.start(SLOWLY);
    await all.world.pass(3 * HOUR);
    expect(all.slack.messages).toHaveLength(1);
    expect(await all.deliveries()).toMatchObject([{ state: 'sent', error: expect.stringContaining('inside Tally') }]);
  });
});

describe('of several instances', () => {
  it('one posts; another goes on when it is gone', async () => {
    const { world, slack, start, subscribe } = await delivering();
    await subscribe();
    const first = start();
    await world.pass(SECOND);
    const second = start();
    await world.pass(MINUTE);
    expect([first.engine.standing(), second.engine.standing()]).toEqual(['active', 'standby']);
    expect(second.engine.claimant()).toBeNull();
    await world.pass(MINUTE - 3 * SECOND);
    first.process.kill();
    await world.pass(MINUTE);
    expect(second.engine.standing()).toBe('active');
    expect(slack.texts).toEqual(['#1']);
  });

  it('another goes on at once when one stops', async () => {
    const { world, slack, start, subscribe } = await delivering();
    await subscribe();
    const first = start();
    await world.pass(SECOND);
    start();
    await world.pass(EIGHT - 3 * SECOND);
    await first.engine.stop(SECOND);
    await world.pass(10 * SECOND);
    expect(slack.texts).toEqual(['#1']);
  });

  it.each(['prepare', 'posting'])('one that falls asleep at “%s” posts nothing when it wakes', async (moment) => {
    const { world, slack, start, subscribe, deliveries } = await delivering();
    await subscribe();
    const first = start();
    let wake = () => {};
    first.process.before = (name) => {
      if (name === moment) wake = first.process.sleep();
    };
    await world.pass(EIGHT + SECOND);
    start();
    await world.pass(2 * MINUTE);
    expect(slack.texts).toEqual(['#1']);
    wake();
    await world.pass(5 * MINUTE);
    expect(slack.texts).toEqual(['#1']);
    expect(first.engine.standing()).toBe('standby');
    expect(await deliveries()).toMatchObject([{ state: 'sent' }]);
  });

  it('a stop waits for what is being posted', async () => {
    const { world, slack, start, subscribe, deliveries } = await delivering();
    await subscribe();
    slack.latency = 2 * SECOND;
    const { engine } = start();
    await world.pass(EIGHT + SECOND);
    const stopped = engine.stop(20 * SECOND);
    await world.pass(20 * SECOND);
    await stopped;
    expect(slack.texts).toEqual(['#1']);
    expect(await deliveries()).toMatchObject([{ state: 'sent' }]);
  });
});

describe('a clock that', () => {
  it('is set forward and back delivers nothing twice, and forgets nothing', async () => {
    const { world, slack, start, subscribe, deliveries } = await delivering();
    await subscribe();
    await subscribe({ schedule: 'daily 09:30', nextDue: at('09:30') });
    const { process } = start(SLOWLY);
    await world.pass(10 * MINUTE);
    process.ahead = 26 * HOUR;
    await world.pass(10 * MINUTE);
    process.ahead = 0;
    await world.pass(2 * DAY + 2 * HOUR);
    for (const id of [1, 2]) {
      const states = (await deliveries(id)).map(({ due, state }) => [due.toISOString().slice(8, 10), state]);
      expect(states.filter(([day]) => day === '24' || day === '25')).toEqual([
        ['25', 'sent'],
        ['24', 'sent'],
      ]);
      expect(new Set(states.map(([day]) => day)).size).toBe(states.length);
    }
    const marks = slack.messages.map(({ mark }) => mark);
    expect(new Set(marks).size).toBe(marks.length);
  });
});
