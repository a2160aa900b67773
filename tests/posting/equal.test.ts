import { expect, it } from 'vitest';
import { posting } from './posted.js';

const CHANNELS = Array.from({ length: 10 }, (_, index) => `C0TEAM${index}`);
const PEOPLE = ['U0ANN', 'U0BOB', 'U0CY'];
const DUE = new Date('2026-03-09T08:00:00Z');

it('thirty subscriptions that are due at the same minute are computed once, and posted once a second to a channel', async () => {
  const channels = Object.fromEntries(CHANNELS.map((id) => [id, { name: id.toLowerCase(), member: true }]));
  const users = Object.fromEntries(PEOPLE.map((id) => [id, { name: id.toLowerCase() }]));
  const slack = { channels, users };
  const tally = await posting({ rate: 1, slack, settings: 'delivery: { perSecond: 50 }' });
  const { state } = tally.app;
  const schedule = { schedule: 'daily 08:00', timeZone: 'UTC', nextDue: DUE, quiet: 'line', name: null } as const;
  for (const channel of CHANNELS)
    for (const owner of PEOPLE)
      await state.subscriptions.add({ ...schedule, owner, channel, question: '/stock digest' });
  await tally.to(DUE.toISOString());
  for (const channel of CHANNELS) {
    const times = tally.posts(channel).map(({ ts }) => Number(ts));
    expect(times).toHaveLength(3);
    // Messages are stamped with whole seconds.
    expect(Math.floor(times[2] ?? 0) - Math.floor(times[0] ?? 0)).toBeGreaterThanOrEqual(1);
  }
  expect(await state.audit.list({})).toHaveLength(1);
});
