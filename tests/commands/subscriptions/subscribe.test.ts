import { describe, expect, it } from 'vitest';
import { toBlocks } from '../../../src/reply/blocks.js';
import { MOST_SUBSCRIPTIONS } from '../../../src/state/index.js';
import { openCompany } from '../../support/app.js';
import { SMALL } from '../../support/small.js';
import { openWithClock } from '../accept/apps.js';
import { company } from '../access-company.js';
import { ANN, about, ask, BOB, refusedFor, told } from './asked.js';

const open = () => openCompany(SMALL);
const stored = async (app: Awaited<ReturnType<typeof open>>) => app.state.subscriptions.list();

describe('subscribe', () => {
  it('keeps the question in full, and says when it comes first', async () => {
    const app = await open();
    const reply = await told(app, '/stock subscribe the variance of electronics as csv weekdays 7:30 dm');
    expect(reply.result.headline).toBe(
      'Subscribed: #1 variance category:Electronics, weekdays 07:30 UTC, in direct messages, first on Wed 11 Mar, 07:30 UTC',
    );
    expect(await stored(app)).toMatchObject([
      {
        id: 1,
        name: null,
        owner: 'U0ANN',
        question: '/stock variance category:Electronics',
        schedule: 'weekdays 07:30',
        timeZone: 'UTC',
        channel: null,
        quiet: 'line',
        status: 'active',
        trouble: null,
        nextDue: new Date('2026-03-11T07:30:00Z'),
      },
    ]);
    expect(reply.did).toBe('/stock subscribe variance category:Electronics weekdays 07:30 dm UTC');
    await told(app, reply.did ?? '');
    expect(await stored(app)).toHaveLength(1);
  });

  it.each([
    ['daily 08:00', '/stock digest'],
    ['digest daily 08:00', '/stock digest'],
    ['me to the digest daily 08:00', '/stock digest'],
    ['/stock variance by category daily 08:00', '/stock variance by category'],
    ['daily 08:00 variance by category', '/stock variance by category'],
    ['/stock daily 08:00', '/stock digest'],
    ['status daily 08:00', '/stock status'],
    ['quality daily 08:00', '/stock quality'],
    ['accepted daily 08:00', '/stock accepted'],
    ['total last month vs last year monthly 1 08:00', '/stock total last month vs last year'],
  ])('“subscribe %s” is “%s”', async (text, question) => {
    const app = await open();
    await told(app, `/stock subscribe ${text}`);
    expect(await stored(app)).toMatchObject([{ question }]);
  });

  it('is on the clock that is said, else on that of the person, else on that of the business', async () => {
    const app = await openCompany({ ...SMALL, settings: 'timeZone: Europe/Berlin' });
    const inTokyo = { ...ANN, about: about({ timeZone: () => Promise.resolve('Asia/Tokyo') }) };
    await told(app, '/stock subscribe daily 08:00 America/New_York', inTokyo);
    await told(app, '/stock subscribe daily 08:00', inTokyo);
    const unknown = await told(app, '/stock subscribe daily 08:00', { ...ANN, about: about({}) });
    expect(unknown.result.headline).toContain('daily 08:00 Europe/Berlin');
    expect((await stored(app)).map(({ timeZone, nextDue }) => [timeZone, nextDue.toISOString()])).toEqual([
      ['America/New_York', '2026-03-11T12:00:00.000Z'],
      ['Asia/Tokyo', '2026-03-10T23:00:00.000Z'],
      ['Europe/Berlin', '2026-03-11T07:00:00.000Z'],
    ]);
  });

  it('goes to a channel, to the one in which it is asked, or to direct messages', async () => {
    const app = await open();
    const inChannel = { ...ANN, channel: 'C0OPS' };
    await told(app, '/stock subscribe daily 08:00 in #C0ALL', inChannel);
    await told(app, '/stock subscribe daily 08:01 here', inChannel);
    await told(app, '/stock subscribe daily 08:02', inChannel);
    // “here” at the end is taken off by the chat.
    await told(app, '/stock subscribe daily 08:03', { ...inChannel, here: true });
    await told(app, '/stock subscribe daily 08:04 dm', { ...inChannel, here: true });
    await told(app, '/stock subscribe daily 08:05 here', { ...ANN, channel: 'D0ANN' });
    // Where answers are for all without it.
    await told(app, '/stock subscribe daily 08:06', { ...inChannel, public: true });
    expect((await stored(app)).map(({ channel }) => channel)).toEqual([
      'C0ALL',
      'C0OPS',
      null,
      'C0OPS',
      null,
      null,
      null,
    ]);
    expect((await refusedFor(app, '/stock subscribe daily 08:00 here')).message).toContain('“here” is no channel now');
  });

  it('says why nothing can be posted in a channel, and what to do', async () => {
    const app = await open();
    const obstacle = (channel: string) => Promise.resolve(`Tally is not in #${channel}: /invite it first.`);
    const asker = { ...ANN, about: about({ obstacle }) };
    expect(await refusedFor(app, '/stock subscribe daily 08:00 in #C0ALL', asker)).toMatchObject({
      code: 'refused',
      message: 'Tally is not in #C0ALL: /invite it first.',
    });
    expect(await stored(app)).toEqual([]);
  });

  it('the same again adds nothing, and says so', async () => {
    const app = await open();
    await told(app, '/stock subscribe variance daily 08:00');
    const again = await told(app, '/stock subscribe the variance every day at 8 dm UTC');
    expect(again.result.headline).toMatch(
      /^You have that already: #1 variance, daily 08:00 UTC, in direct messages, first on/,
    );
    expect(again.did).toBeUndefined();
    await told(app, '/stock subscribe variance daily 08:00', BOB);
    await told(app, '/stock subscribe variance daily 08:01');
    await told(app, '/stock subscribe variance daily 08:00 in #C0ALL');
    expect((await stored(app)).map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  });

  it('says what else posts the same in the same channel, and nobody’s direct messages', async () => {
    const app = await open();
    await told(app, '/stock subscribe variance daily 07:30 in #C0ALL', BOB);
    await told(app, '/stock subscribe variance daily 07:30 dm', BOB);
    await told(app, '/stock subscribe total daily 07:30 in #C0ALL', BOB);
    const first = await told(app, '/stock subscribe variance daily 08:00 in #C0ALL');
    expect(first.result.notes).toEqual([
      '#1, which somebody else set up, posts the same there already, daily 07:30 UTC.',
    ]);
    const second = await told(app, '/stock subscribe variance weekdays 09:00 in #C0ALL');
    expect(second.result.notes).toContain('#4 posts the same there already, daily 08:00 UTC.');
    await app.state.subscriptions.change(1, { status: 'paused' });
    const edited = await told(app, '/stock subscription 5 edit weekdays 10:00');
    expect(edited.result.notes).toEqual(['#4 posts the same there already, daily 08:00 UTC.']);
    expect((await told(app, '/stock subscribe variance daily 08:00 dm')).result.notes).toEqual([]);
  });

  it('says what becomes of the form that is asked for', async () => {
    const app = await open();
    const notes = async (form: string) => (await told(app, `/stock subscribe total daily 07:00 ${form}`)).result.notes;
    expect(await notes('as csv')).toEqual(['The CSV comes in its thread anyway.']);
    expect(await notes('as table')).toEqual(['It comes with its chart, where it has one.']);
    expect(await notes('as chart')).toEqual([]);
  });

  it('has a limit for each person, and says it', async () => {
    const app = await open();
    for (let minute = 0; minute < MOST_SUBSCRIPTIONS; minute++)
      await told(app, `/stock subscribe daily 08:${String(minute).padStart(2, '0')}`);
    expect((await refusedFor(app, '/stock subscribe daily 09:00')).message).toBe(
      'You have 50 subscriptions, paused ones included, and there is no room for another. Delete one first.',
    );
    await told(app, '/stock subscribe daily 09:00', BOB);
  });

  it.each([
    ['varience daily 08:00', 'varience', '“varience” is not known.', '/stock subscribe variance daily 08:00'],
    [
      'variance electronisc daily 08:00 dm',
      'electronisc',
      'Did you mean',
      '/stock subscribe variance category:Electronics daily 08:00 dm',
    ],
    ['variance', '', 'Say when:', '/stock subscribe variance daily 08:00'],
    ['varience', 'varience', '“varience” is not known.', undefined],
    ['variance in production daily 08:00', undefined, 'both environments', '/stock subscribe variance daily 08:00'],
    ['variance daily 8:99', '8:99', 'is not a time of day', '/stock subscribe variance daily 08:00'],
    ['variance daily dm', 'daily', 'comes a time of day', '/stock subscribe variance daily 08:00 dm'],
    ['variance weekly 9am', '9am', 'comes a day', '/stock subscribe variance weekly mon 9am'],
    ['digest every night at 10pm', 'night', 'After “every” comes day', '/stock subscribe digest every day at 10pm'],
    ['digest daily 08:00 please', 'please', 'says nothing of a digest', '/stock subscribe digest daily 08:00'],
    ['digest tomorrow', 'tomorrow', 'is one day', '/stock subscribe digest daily 08:00'],
    [
      'digest electronics daily 08:00',
      'electronics',
      '“variance electronics”',
      '/stock subscribe variance electronics daily 08:00',
    ],
    ['8am', '8am', '“8am” says no days', '/stock subscribe daily 08:00'],
    ['08:00', '08:00', '“08:00” says no days', '/stock subscribe daily 08:00'],
    [
      'variance by category 9:30 dm',
      '9:30',
      '“9:30” says no days',
      '/stock subscribe variance by category daily 09:30 dm',
    ],
    ['variance tomorrow at 9', 'tomorrow at 9', 'is one day', '/stock subscribe variance daily 09:00'],
    ['variance mon 9', 'mon 9', '“mon 9” is not how it is said', '/stock subscribe variance weekly mon 09:00'],
    ['variance monday', 'monday', '“monday” says no time of day', '/stock subscribe variance weekly mon 08:00'],
    ['hourly', 'hourly', '“hourly” is too often', '/stock subscribe daily 08:00'],
    ['total daily 08:00 dm Mars/Olympus', 'Mars/Olympus', 'There is no time zone', '/stock help subscribe'],
    [
      'total daily 08:00 in #C0ALL Berlin',
      'Berlin',
      'Europe/Berlin',
      '/stock subscribe total daily 08:00 in #C0ALL Europe/Berlin',
    ],
    ['total daily 08:00 berlin', 'berlin', 'Europe/Berlin', '/stock subscribe total daily 08:00 Europe/Berlin'],
    ['daily 08:00 CET', 'CET', 'with its region', '/stock subscribe daily 08:00 Europe/Berlin'],
    ['daily 08:00 in New York', 'New York', 'with its region', '/stock subscribe daily 08:00 in America/New_York'],
    ['accept A-1 daily 08:00', 'accept', '“accept” is no question', '/stock help subscribe'],
    ['alerts daily 08:00', 'alerts', '“alerts” is no question', '/stock help subscribe'],
  ])('“subscribe %s” is a mistake with a way out', async (text, place, message, suggestion) => {
    const app = await open();
    const mistake = await refusedFor(app, `/stock subscribe ${text}`);
    expect(mistake.message).toContain(message);
    if (place !== undefined) expect(mistake.place).toBe(place);
    if (suggestion !== undefined) expect(mistake.suggestions[0]).toBe(suggestion);
    expect(await stored(app)).toEqual([]);
    for (const question of mistake.suggestions) expect((await ask(app, question)).kind).not.toBe('mistake');
  });

  it('is for people in Slack; elsewhere the configuration is named', async () => {
    const app = await open();
    for (const chat of ['terminal', 'command line'] as const)
      expect(await refusedFor(app, '/stock subscribe daily 08:00', { ...ANN, chat })).toMatchObject({
        code: 'refused',
        message: expect.stringContaining('“digests:” in the configuration'),
      });
  });

  it('shows names as text', async () => {
    const files = {
      ...SMALL.files,
      'product.csv': 'product_id,name,category\nA-1,<!channel> & co,Electronics\nA-2,Lamp,Electronics\n',
    };
    const app = await openCompany({ ...SMALL, files });
    const { result } = await told(app, '/stock subscribe variance product:"<!channel> & co" daily 08:00');
    expect(result.rows).toMatchObject([{ question: 'variance product:"<!channel> & co"' }]);
    expect(JSON.stringify(toBlocks(result))).not.toContain('*<!channel>');
    expect(JSON.stringify(toBlocks(result))).toContain('&lt;!channel&gt;');
  });
});

describe('rights', () => {
  const RULES = `access:
  - { only: { kpis: [cost] }, for: { users: [U0ANN], channels: [C0FINANCE] } }
  - { see: { warehouse: [NORTH] }, for: { channels: [C0NORTH] } }`;
  const CLOSED = 'access: [{ only: { subjects: [stock] }, for: { users: [U0ANN] } }]';
  const ruled = (settings = RULES) => openCompany({ ...company(), settings });

  it('a question is checked with what both the person and the channel may see', async () => {
    const app = await ruled();
    await told(app, '/stock subscribe cost daily 08:00');
    expect((await refusedFor(app, '/stock subscribe cost daily 08:00 in #C0ALL')).message).toContain(
      'cost is not open',
    );
    expect((await refusedFor(app, '/stock subscribe cost daily 08:00', BOB)).message).toContain('cost is not open');
    const south = await refusedFor(app, '/stock subscribe variance warehouse:SOUTH daily 08:00 in #C0NORTH');
    expect(south.message).toContain('There is no warehouse “SOUTH”');
    expect(await stored(app)).toHaveLength(1);
  });

  it('what all in a channel read shows nothing that is closed to it, wherever it is to be posted', async () => {
    const app = await ruled();
    const openly = { ...ANN, channel: 'C0ALL', public: true };
    expect((await refusedFor(app, '/stock subscribe cost daily 08:00 dm', openly)).code).toBe('refused');
    for (const question of ['subscriptions', 'unsubscribe 1', 'subscription 1 pause', 'alerts', 'alert 1 pause'])
      expect((await refusedFor(app, `/stock ${question}`, openly)).message).toContain('between you and Tally');
  });

  it('a closed /stock closes all of it', async () => {
    const app = await ruled(CLOSED);
    const eve = { ...ANN, user: 'U0EVE' };
    for (const question of [
      'subscribe daily 08:00',
      'subscriptions',
      'unsubscribe',
      'subscription 1',
      'alerts',
      'digest',
    ])
      expect((await refusedFor(app, `/stock ${question}`, eve)).message).toContain('/stock is not open');
    expect((await refusedFor(app, '/stock subscribe daily 08:00 in #C0ALL')).message).toContain('/stock is not open');
    await told(app, '/stock subscribe daily 08:00');
  });
});

it('a question without its command is understood, and in the audit as it was', async () => {
  const { app } = await openWithClock('2026-03-10T12:00:00Z');
  for (const text of ['subscribe variance daily 08:00', 'subscriptions', 'subscription 1 pause', 'unsubscribe'])
    expect(await app.questions.ask(text, ANN)).toMatchObject({ kind: 'result', editable: false });
  const entries = (await app.state.audit.list({})).toReversed();
  expect(entries.map(({ kpi, canonical }) => [kpi, canonical])).toEqual([
    ['subscribe', '/stock subscribe variance daily 08:00 dm UTC'],
    ['subscriptions', '/stock subscriptions'],
    ['subscription', '/stock subscription 1 pause'],
    ['unsubscribe', '/stock unsubscribe 1'],
  ]);
  expect(await app.state.audit.recent('slack', 'U0ANN', 5)).toEqual(['/stock subscriptions']);
});
