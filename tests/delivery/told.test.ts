import { describe, expect, it } from 'vitest';
import type { Asker } from '../../src/commands/questions.js';
import { DAY, delivering, HOUR, MINUTE, SLOWLY } from './delivering.js';

const EIGHT = 2 * MINUTE;

describe('whoever owns a subscription', () => {
  it('is told each time that it is paused, also for the same reason', async () => {
    const all = await delivering();
    const asked = all.compose;
    all.compose = (delivery, marks) =>
      delivery.kind === 'notice' ? asked(delivery, marks) : { kind: 'refused', says: 'Cost is not open to you.' };
    await all.subscribe();
    all.start(SLOWLY);
    await all.world.pass(HOUR);
    await all.state.subscriptions.change(1, { status: 'active', trouble: null });
    await all.world.pass(DAY);
    expect(all.slack.texts).toEqual(
      Array(2).fill('Subscription #1 (/stock digest) is paused: Cost is not open to you.'),
    );
  });
});

describe('a delivery whose owner’s user groups are not known', () => {
  it('waits until they are, and shows no less than the owner may see', async () => {
    const { world, slack, start, subscribe, composed, deliveries } = await delivering();
    await subscribe();
    let unknownGroups: readonly string[] = ['S1'];
    const { asker } = slack.courier;
    slack.courier.asker = async (to) => ({ ...((await asker(to)) as Asker), unknownGroups });
    start(SLOWLY);
    await world.pass(EIGHT + MINUTE);
    expect(composed).toEqual([]);
    expect(await deliveries()).toMatchObject([
      { state: 'due', error: 'It could not be found out which user groups its owner is in' },
    ]);
    unknownGroups = [];
    await world.pass(2 * MINUTE);
    expect(slack.texts).toEqual(['#1']);
  });
});
