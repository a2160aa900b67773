import { expect, it } from 'vitest';
import { delivering, MINUTE, SECOND } from './delivering.js';

const CHANNELS = 300;

it('delivers a thousand that are due at once as fast as Slack takes them, in the order in which they were due', async () => {
  const { world, slack, state, start, subscribe, composed } = await delivering();
  for (let index = 0; index < 1000; index++)
    await subscribe({ channel: `C${index % CHANNELS}`, owner: `U${index % 40}` });
  world.stillness = 40;
  start();
  await world.pass(2 * MINUTE + 255 * SECOND);
  expect(slack.messages).toHaveLength(1000);
  expect(await state.deliveries.backlog()).toEqual({ count: 0, oldest: null });

  const times = slack.messages.map(({ at }) => at.getTime());
  for (let index = 4; index < times.length; index++)
    expect((times[index] ?? 0) - (times[index - 4] ?? 0)).toBeGreaterThanOrEqual(SECOND);
  for (const messages of byChannel(slack.messages).values())
    for (let index = 1; index < messages.length; index++)
      expect((messages[index]?.at.getTime() ?? 0) - (messages[index - 1]?.at.getTime() ?? 0)).toBeGreaterThanOrEqual(
        SECOND,
      );
  // Where a channel has to rest, those after it go first; there are 300 of them, so it never has to here.
  expect(composed.map(({ of }) => of)).toEqual(Array.from({ length: 1000 }, (_, index) => index + 1));
});

it('posts at most once a second in a channel, whatever waits for it, and to others meanwhile', async () => {
  const { world, slack, start, subscribe } = await delivering();
  for (let index = 0; index < 10; index++) await subscribe();
  await subscribe({ channel: 'C2' });
  start();
  await world.pass(2 * MINUTE + 13 * SECOND);
  const [first, second] = [byChannel(slack.messages).get('C1'), byChannel(slack.messages).get('C2')];
  expect(second).toMatchObject([{ content: { text: '#11' } }]);
  expect((second?.[0]?.at.getTime() ?? 0) - (first?.[0]?.at.getTime() ?? 0)).toBeLessThan(SECOND);
  const gaps = (first ?? []).slice(1).map(({ at }, index) => at.getTime() - (first?.[index]?.at.getTime() ?? 0));
  expect(gaps).toHaveLength(9);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(SECOND);
  // From one message to the next it is looked up, composed and posted, which takes its time, too.
  expect(Math.max(...gaps)).toBeLessThan(2 * SECOND);
});

function byChannel<T extends { readonly channel: string }>(messages: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const one of messages) found.set(one.channel, [...(found.get(one.channel) ?? []), one]);
  return found;
}
