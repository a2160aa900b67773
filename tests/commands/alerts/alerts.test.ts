import { describe, expect, it } from 'vitest';
import { forPeople } from '../../../src/reply/columns.js';
import { type AlertRow, MOST_ALERTS, POSTING } from '../../../src/state/index.js';
import { mistakeOf, openCompany, resultOf } from '../../support/app.js';
import { SMALL } from '../../support/small.js';
import { openWithClock } from '../accept/apps.js';
import { company } from '../access-company.js';
import { ANN, about, ask, BOB, refusedFor, told } from '../subscriptions/asked.js';

const NOON = '2026-03-10T12:00:00Z';
const HOUR = 3_600_000;

describe('alert', () => {
  it('keeps the question in full with its threshold, how long, how often and where', async () => {
    const app = await openCompany(SMALL);
    const reply = await told(
      app,
      '/stock alert variance electronics over 5% by product for 30 min remind every 4 h in #C0OPS',
    );
    expect(reply.result.headline).toBe(
      'Alert #1 variance category:Electronics by product over 5%, for 30 min, again every 4 h, in #C0OPS: looked at after each refresh. 1 row is beyond now: Radio +14.3 %',
    );
    expect(await app.state.alerts.list()).toMatchObject([
      {
        id: 1,
        owner: 'U0ANN',
        question: '/stock variance category:Electronics by product over 5%',
        hold: HOUR / 2,
        remind: 4 * HOUR,
        channel: 'C0OPS',
        status: 'active',
      },
    ]);
    expect(reply.did).toBe(
      '/stock alert variance category:Electronics by product over 5% for 30 min remind every 4 h in #C0OPS',
    );
    const again = await told(app, reply.did ?? '');
    expect(again.result.headline).toContain('You have that already: Alert #1');
    expect(await app.state.alerts.list()).toHaveLength(1);
  });

  it('said again with other terms is changed', async () => {
    const app = await openCompany(SMALL);
    await told(app, '/stock alert variance over 5%');
    const again = await told(app, '/stock alert variance over 5% for 30 min remind every 4 h');
    expect(again.result.headline).toBe(
      'Now Alert #1 variance over 5%, for 30 min, again every 4 h, in direct messages. 1 row is beyond now: all stock +35.7 %',
    );
    expect(await app.state.alerts.list()).toMatchObject([{ id: 1, hold: 30 * 60_000, remind: 4 * 3_600_000 }]);
  });

  it('says what is beyond already, or that nothing is', async () => {
    const app = await openCompany(SMALL);
    const headline = async (text: string) => (await told(app, `/stock alert ${text}`)).result.headline;
    expect(await headline('variance by sku over 5%')).toMatch(
      /refresh\. 2 rows are beyond now: B-1 Chair \+3 units, none in Test; A-2 Radio, White \+50\.0 %$/,
    );
    expect(await headline('variance over 90%')).toMatch(/refresh\. Nothing is beyond it now$/);
  });

  it('says why what is beyond is not known', async () => {
    const app = await openCompany({ ...SMALL, files: { ...SMALL.files, 'production.csv': 'not,a,table\n1,2,3' } });
    const { headline } = (await told(app, '/stock alert variance over 5%')).result;
    expect(headline).toMatch(/refresh\. What is beyond it now is not known: /);
  });

  it.each([
    ['out of stock', '/stock availability by sku in stock under 1'],
    ['availability fill rate under 90%', '/stock availability fill rate under 90%'],
    ['total in production under 10', '/stock total under 10 in production'],
    ['over 5%', '/stock variance over 5%'],
  ])('“alert %s” watches what it says', async (text, question) => {
    const app = await openCompany(SMALL);
    await told(app, `/stock alert ${text}`);
    expect(await app.state.alerts.list()).toMatchObject([{ question }]);
  });

  it.each([
    ['variance electronics', 'An alert needs a threshold', '/stock alert variance category:Electronics over 5%'],
    ['availability', 'An alert needs a threshold', '/stock alert availability under 95%'],
    ['total', 'An alert needs a threshold', '/stock alert total over 100'],
    ['variance over 5% last month', 'about now, and takes no period', '/stock alert variance over 5%'],
    ['variance over 5% vs last week for 2 h', 'not set against another time', '/stock alert variance over 5% for 2 h'],
    ['variance by sku top 3 over 5%', 'looks at every row', '/stock alert variance by sku over 5%'],
    ['trend variance over 5%', 'no steps of time', '/stock alert variance over 5%'],
    ['variance by week over 5%', 'no steps of time', '/stock alert variance over 5%'],
    ['variance by sku by warehouse over 5%', 'rows of one kind', '/stock alert variance by sku over 5%'],
    ['digest', 'An alert is about figures with a threshold', '/stock alert variance over 5%'],
    ['varience over 5% dm', '“varience” is not known', '/stock alert variance over 5% dm'],
    ['variance over 5% for 30 days', 'That can be 1 min to 7 days.', undefined],
    ['', 'An alert is about figures with a threshold', '/stock alert variance over 5%'],
  ])('“alert %s” is a mistake with a way out', async (text, message, suggestion) => {
    const app = await openCompany(SMALL);
    const mistake = await refusedFor(app, `/stock alert ${text}`);
    expect(mistake.message).toContain(message);
    if (suggestion !== undefined) expect(mistake.suggestions[0]).toBe(suggestion);
    expect(await app.state.alerts.list()).toEqual([]);
    for (const question of mistake.suggestions) expect((await ask(app, question)).kind).not.toBe('mistake');
  });

  it('is checked with what both the person and the channel may see', async () => {
    const app = await openCompany({
      ...company(),
      settings: 'access: [{ only: { kpis: [cost] }, for: { users: [U0ANN] } }]',
    });
    await told(app, '/stock alert cost over 5%');
    expect((await refusedFor(app, '/stock alert cost over 5% in #C0ALL')).message).toContain('cost is not open');
    expect((await refusedFor(app, '/stock alert cost over 5%', BOB)).message).toContain('cost is not open');
    const obstacle = () => Promise.resolve('#C0ALL is archived.');
    const barred = { ...ANN, about: about({ obstacle }) };
    expect((await refusedFor(app, '/stock alert variance over 5% in #C0ALL', barred)).message).toBe(
      '#C0ALL is archived.',
    );
    expect((await mistakeOf(app, '/stock alert variance over 5%')).message).toContain('Alerts are set in Slack');
  });

  it('has a limit for each person, and says it', async () => {
    const app = await openCompany(SMALL);
    for (let percent = 1; percent <= MOST_ALERTS; percent++) await told(app, `/stock alert variance over ${percent}%`);
    expect((await refusedFor(app, '/stock alert variance over 99%')).message).toContain('You have 50 alerts');
  });
});

describe('alerts', () => {
  it('lists what is looked at, what is beyond now, and what can be done', async () => {
    const { app } = await openWithClock(NOON);
    await told(app, '/stock alert variance by sku over 5% for 30 min');
    await told(app, '/stock alert variance over 10%', BOB);
    const { result, manage } = await told(app, '/stock alerts');
    expect(result.headline).toBe('1 alert, not beyond its threshold');
    expect(result.rows).toMatchObject([
      {
        number: '#1',
        question: 'variance by sku over 5%',
        beyond: '0',
        hold: '30 min',
        state: 'active',
        checked: 'not yet',
      },
    ]);
    expect(manage?.map(({ label, steps }) => [label, steps.map((step) => step.question)])).toEqual([
      [
        '#1 · variance by sku over 5% · for 30 min · in direct messages',
        ['/stock alert 1 mute 1 h', '/stock alert 1 mute 1 day', '/stock alert 1 pause', '/stock alert 1 delete'],
      ],
    ]);
    expect((await resultOf(app, '/stock alerts')).rows.map(({ owner }) => owner)).toEqual(['U0ANN', 'U0BOB']);
    expect((await told(app, '/stock alerts as csv')).as).toBe('csv');
    await refusedFor(app, '/stock alerts of bob');
  });

  it('says what is beyond, what has not been for long enough, and when it was looked at on the asker’s clock', async () => {
    const app = await openCompany(SMALL);
    const made = await told(app, '/stock alert variance by sku over 5%');
    const [alert] = await app.state.alerts.list();
    if (!alert) throw new Error(made.result.headline);
    const term = await app.state.leases.take(POSTING, 'here', { until: new Date('2100-01-01T00:00:00Z') });
    const row = { label: '', since: new Date(NOON), before: null, now: '7', worst: '7', already: false, told: null };
    const rows = ['firing', 'pending', 'pending'].map(
      (state, index) => ({ ...row, key: `${index}`, state }) as AlertRow,
    );
    const found = { rows, seen: new Map(), checked: new Date(NOON), delivery: null };
    expect(await app.state.alerts.looked(alert, found, { holder: 'here', term: term ?? 0 })).toBe(true);
    const inBerlin = { ...ANN, about: about({ timeZone: () => Promise.resolve('Europe/Berlin') }) };
    const { headline, rows: shown } = (await told(app, '/stock alerts', inBerlin)).result;
    expect(headline).toBe('1 alert, beyond its threshold');
    expect(shown).toMatchObject([{ beyond: '1, 2 pending', checked: 'Tue 10 Mar, 13:00 Europe/Berlin' }]);
  });

  it('mutes one for a time, pauses it, and deletes it', async () => {
    const { app, clock } = await openWithClock(NOON);
    await told(app, '/stock alert variance by sku over 5%');
    const muted = await told(app, '/stock alert mute #1 2h');
    expect(muted).toMatchObject({
      did: '/stock alert 1 mute 2 h',
      result: {
        headline: '#1 is muted until Tue 10 Mar, 14:00 UTC: variance by sku over 5%, in direct messages',
        rows: [{ state: 'active, muted until Tue 10 Mar, 14:00 UTC' }],
      },
    });
    expect(muted.manage?.[0]?.steps[0]).toMatchObject({ label: 'Unmute' });
    clock.now = new Date('2026-03-10T14:00:00Z');
    expect((await told(app, '/stock alerts')).result.rows).toMatchObject([{ state: 'active' }]);
    await told(app, '/stock alert 1 mute for 1 day');
    await told(app, '/stock alert 1 unmute');
    expect((await told(app, '/stock alert 1 resume')).result.headline).toMatch(/^#1 is not paused: variance by sku/);
    const paused = await told(app, '/stock alert 1 pause');
    expect(paused.result.rows).toMatchObject([{ state: 'paused' }]);
    expect(forPeople(paused.result.columns)).toEqual([]);
    expect((await told(app, '/stock alert 1 pause')).result.headline).toMatch(/^#1 is paused already: variance by sku/);
    await app.state.alerts.change(1, { trouble: 'cost is not open to you.' });
    expect((await told(app, '/stock alert 1')).result.notes).toEqual(['#1: cost is not open to you.']);
    await told(app, '/stock alert 1 resume');
    expect(await app.state.alerts.get(1)).toMatchObject({ status: 'active', trouble: null, mutedUntil: null });
    expect((await told(app, '/stock alert 1 delete')).result).toMatchObject({
      headline: '#1 is deleted: variance by sku over 5%, in direct messages',
      rows: [],
    });
    expect(await app.state.alerts.list()).toEqual([]);
  });

  it('are of nobody else, and of whoever runs Tally', async () => {
    const app = await openCompany(SMALL);
    await told(app, '/stock alert variance by sku over 5%', BOB);
    for (const what of ['', 'mute 1 h', 'unmute', 'pause', 'resume', 'delete'])
      expect((await refusedFor(app, `/stock alert 1 ${what}`)).message).toBe('There is no alert #1 of yours.');
    await resultOf(app, '/stock alert 1 delete');
    expect(await app.state.alerts.list()).toEqual([]);
  });

  it.each([
    ['alert 1 stop', '“stop” cannot be done with an alert: mute, unmute', '/stock alert 1 mute 1 h'],
    ['alert 1 mute', 'After “mute” comes for how long', '/stock alert 1 mute 1 h'],
    ['alert 1 mute 1 h now', 'After “mute” comes for how long', '/stock alert 1 mute 1 h'],
    ['alert 1 mute 91 days', '1 min to 90 days', '/stock alert 1 mute 1 h'],
    ['alert 1 pause now', '“now” says nothing after pause.', '/stock alert 1 pause'],
  ])('“%s” is a mistake', async (text, message, suggestion) => {
    const app = await openCompany(SMALL);
    await told(app, '/stock alert variance by sku over 5%');
    const mistake = await refusedFor(app, `/stock ${text}`);
    expect(mistake.message).toContain(message);
    expect(mistake.suggestions[0]).toBe(suggestion);
  });
});
