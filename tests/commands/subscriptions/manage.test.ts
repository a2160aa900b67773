import { describe, expect, it } from 'vitest';
import type { App } from '../../../src/app.js';
import { forPeople } from '../../../src/reply/columns.js';
import { mistakeOf, openCompany, resultOf } from '../../support/app.js';
import { SMALL } from '../../support/small.js';
import { openWithClock } from '../accept/apps.js';
import { company } from '../access-company.js';
import { ANN, BOB, refusedFor, told } from './asked.js';

const NOON = '2026-03-10T12:00:00Z';

/** Two of Ann’s, one of Bob’s, and one of the configuration that Ann answers for. */
async function openWithFour(): Promise<App> {
  const app = await openCompany(SMALL);
  await told(app, '/stock subscribe variance by category weekdays 07:30 in #C0OPS Europe/Berlin');
  await told(app, '/stock subscribe daily 08:00');
  await told(app, '/stock subscribe daily 09:00', BOB);
  await app.state.subscriptions.configure([
    {
      name: 'morning',
      owner: 'U0ANN',
      question: '/stock digest',
      schedule: 'daily 06:00',
      timeZone: 'UTC',
      channel: 'C0ALL',
      quiet: 'nothing',
      nextDue: new Date('2026-03-11T06:00:00Z'),
    },
  ]);
  return app;
}

const numbers = async (app: App) => (await app.state.subscriptions.list()).map(({ id }) => id);

describe('subscriptions', () => {
  it('lists what is posted for whoever asks: when, where, and what can be done with each', async () => {
    const app = await openWithFour();
    const { result, manage } = await told(app, '/stock subscriptions');
    expect(result).toMatchObject({ question: '/stock subscriptions', headline: '3 subscriptions', notes: [] });
    expect(result.rows).toMatchObject([
      {
        number: '#1',
        question: 'variance by category',
        schedule: 'weekdays 07:30',
        time_zone: 'Europe/Berlin',
        where: '#C0OPS',
        next: 'Wed 11 Mar, 07:30',
        delivered: 'never',
        state: 'active',
        next_due: '2026-03-11T06:30:00.000Z',
      },
      { number: '#2', question: 'digest', where: 'direct messages' },
      { number: '#4', question: 'digest', state: 'active, “morning” of the configuration' },
    ]);
    expect(manage?.map(({ label, steps }) => [label, steps.map((step) => step.label)])).toEqual([
      ['#1 · variance by category · weekdays 07:30 Europe/Berlin · in #C0OPS', ['Pause', 'Run now', 'Edit', 'Delete']],
      ['#2 · digest · daily 08:00 UTC · in direct messages', ['Pause', 'Run now', 'Edit', 'Delete']],
      ['#4 · digest · daily 06:00 UTC · in #C0ALL', ['Pause', 'Run now']],
    ]);
    expect(manage?.[0]?.steps).toMatchObject([
      { question: '/stock subscription 1 pause' },
      { question: '/stock subscription 1 run' },
      {
        question: '/stock subscription 1 edit',
        edit: 'variance by category weekdays 07:30 Europe/Berlin',
        channel: 'C0OPS',
      },
      { question: '/stock subscription 1 delete', confirm: expect.stringContaining('#1, variance by category') },
    ]);
  });

  it('every step does what it says', async () => {
    const app = await openWithFour();
    const { manage } = await told(app, '/stock subscriptions');
    for (const { question, edit } of manage?.[0]?.steps ?? [])
      await told(app, edit === undefined ? question : `${question} ${edit}`);
    expect(await numbers(app)).toEqual([2, 3, 4]);
  });

  it('in the terminal lists everybody’s, with their owners', async () => {
    const app = await openWithFour();
    const { rows, columns } = await resultOf(app, '/stock subscriptions');
    expect(rows.map(({ number, owner }) => [number, owner])).toEqual([
      ['#1', 'U0ANN'],
      ['#2', 'U0ANN'],
      ['#3', 'U0BOB'],
      ['#4', 'U0ANN'],
    ]);
    expect(columns.map(({ key }) => key)).toContain('owner');
    expect((await told(app, '/stock subscriptions')).result.columns.map(({ key }) => key)).not.toContain('owner');
  });

  it('says what keeps one from being delivered', async () => {
    const app = await openWithFour();
    await app.state.subscriptions.change(1, { trouble: 'The channel is archived.' });
    const { result } = await told(app, '/stock subscriptions');
    expect(result.notes).toEqual(['#1: The channel is archived.']);
    expect(result.rows[0]).toMatchObject({ state: 'active, last one not delivered' });
  });

  it('is empty where there is none, comes as CSV, and takes nothing else', async () => {
    const app = await openCompany(SMALL);
    expect((await told(app, '/stock subscriptions')).result).toMatchObject({
      headline: 'Nothing is subscribed to',
      rows: [],
    });
    expect((await told(app, '/stock subscriptions as csv')).as).toBe('csv');
    expect((await refusedFor(app, '/stock subscriptions of bob')).suggestions).toEqual([
      '/stock subscriptions',
      '/stock subscriptions as csv',
    ]);
  });
});

describe('subscription', () => {
  it('pauses one, and goes on from now', async () => {
    const { app, clock } = await openWithClock(NOON);
    await told(app, '/stock subscribe daily 08:00');
    const paused = await told(app, '/stock subscription #1 pause');
    expect(paused.result).toMatchObject({
      headline: '#1 is paused: digest, daily 08:00 UTC, in direct messages',
      rows: [{ number: '#1', next: '', state: 'paused' }],
    });
    expect((await told(app, '/stock subscription 1 pause')).result.headline).toMatch(/^#1 is paused already: /);
    expect(paused.manage?.[0]?.steps[0]).toMatchObject({ label: 'Resume', question: '/stock subscription 1 resume' });
    clock.now = new Date('2026-03-20T12:00:00Z');
    expect((await told(app, '/stock subscription 1 resume')).result.headline).toBe(
      '#1 goes on, first on Sat 21 Mar, 08:00 UTC: digest, daily 08:00 UTC, in direct messages',
    );
    const again = await told(app, '/stock subscription 1 resume');
    expect(again.result.headline).toMatch(/^#1 is not paused, first on Sat 21 Mar, 08:00 UTC: /);
    expect(again.did).toBeUndefined();
    expect(await app.state.subscriptions.get(1)).toMatchObject({
      status: 'active',
      nextDue: new Date('2026-03-21T08:00:00Z'),
    });
  });

  it('runs one now: a delivery is due, and whoever posts is told', async () => {
    const app = await openWithFour();
    let woken = 0;
    const desk = { ...app.questions.deskFor(ANN), wake: () => woken++ };
    const { answer } = await import('../../../src/commands/index.js');
    expect(await answer('/stock subscription 1 run', desk)).toMatchObject({
      kind: 'result',
      result: { headline: expect.stringMatching(/^#1 is computed and posted now: variance by category, /) },
      did: '/stock subscription 1 run',
    });
    expect(woken).toBe(1);
    expect(await app.state.deliveries.of('subscription', 1, 5)).toMatchObject([
      { kind: 'subscription', of: 1, due: new Date(NOON), owner: 'U0ANN', channel: 'C0OPS', state: 'due' },
    ]);
    expect(await app.state.subscriptions.get(1)).toMatchObject({ nextDue: new Date('2026-03-11T06:30:00Z') });
  });

  it('runs one once that is run twice', async () => {
    const app = await openWithFour();
    await told(app, '/stock subscription 1 run');
    const { result } = await told(app, '/stock subscription 1 run');
    expect(result.headline).toMatch(/^#1 is being posted already: /);
    expect(await app.state.deliveries.of('subscription', 1, 5)).toHaveLength(1);
  });

  it('edits one: what is not said of place and clock stays', async () => {
    const app = await openWithFour();
    const edited = await told(app, '/stock subscription 1 edit availability daily 09:00');
    expect(edited.result.headline).toBe(
      'Now #1 availability, daily 09:00 Europe/Berlin, in #C0OPS, first on Wed 11 Mar, 09:00 Europe/Berlin',
    );
    expect(edited.did).toBe('/stock subscription 1 edit availability daily 09:00 in #C0OPS Europe/Berlin');
    await told(app, '/stock subscription 1 edit daily 09:00 dm UTC');
    expect(await app.state.subscriptions.get(1)).toMatchObject({
      owner: 'U0ANN',
      question: '/stock availability',
      channel: null,
      timeZone: 'UTC',
      nextDue: new Date('2026-03-11T09:00:00Z'),
    });
  });

  it.each([
    ['weekly mon 10:00', { schedule: 'weekly mon 10:00', nextDue: new Date('2026-03-16T09:00:00Z') }],
    ['total', { question: '/stock total' }],
    ['digest', { question: '/stock digest' }],
    ['dm', { channel: null }],
    ['in #C0ALL', { channel: 'C0ALL' }],
    ['Asia/Tokyo', { timeZone: 'Asia/Tokyo', nextDue: new Date('2026-03-10T22:30:00Z') }],
    ['total dm', { question: '/stock total', channel: null }],
  ])('“edit %s” changes that alone', async (change, changed) => {
    const app = await openWithFour();
    const before = await app.state.subscriptions.get(1);
    await told(app, `/stock subscription 1 edit ${change}`);
    expect(await app.state.subscriptions.get(1)).toEqual({ ...before, ...changed });
  });

  it('an edit of the place alone is refused where the question is not open there', async () => {
    const settings = 'access: [{ only: { kpis: [cost] }, for: { users: [U0ANN] } }]';
    const app = await openCompany({ ...company(), settings });
    await told(app, '/stock subscribe cost daily 08:00 dm');
    const mistake = await refusedFor(app, '/stock subscription 1 edit in #C0ALL');
    expect(mistake).toMatchObject({ code: 'refused', place: 'subscription 1 edit in #C0ALL' });
    expect(mistake.message).toContain('cost is not open');
    expect(await app.state.subscriptions.get(1)).toMatchObject({ channel: null });
  });

  it('is answered with the one that it was done to: in words, its row is for programs', async () => {
    const app = await openWithFour();
    for (const what of ['', 'pause', 'resume', 'run', 'edit daily 09:00']) {
      const { result, manage } = await told(app, `/stock subscription 1 ${what}`);
      expect(result.rows).toMatchObject([{ number: '#1' }]);
      expect(result.headline).toContain('variance by category, ');
      expect(forPeople(result.columns)).toEqual([]);
      expect(manage?.map(({ label }) => label)).toEqual(['']);
    }
    const terminal = await resultOf(app, '/stock subscription 1 pause');
    expect(forPeople(terminal.columns)).not.toEqual([]);
  });

  it('has machine columns with names of their own', async () => {
    const app = await openWithFour();
    const labels = (await told(app, '/stock subscriptions')).result.columns.map(({ label }) => label);
    expect(labels).toEqual([...new Set(labels)]);
  });

  it('editing one that Tally had to pause lets it go on; one that its owner paused stays so', async () => {
    const app = await openWithFour();
    await app.state.subscriptions.change(1, { status: 'paused', trouble: 'cost is not open to you.' });
    await told(app, '/stock subscription 2 pause');
    for (const id of [1, 2]) await told(app, `/stock subscription ${id} edit variance daily 10:00`);
    expect(await app.state.subscriptions.list({ owner: 'U0ANN' })).toMatchObject([
      { id: 1, status: 'active', trouble: null },
      { id: 2, status: 'paused' },
      { id: 4 },
    ]);
  });

  it('a mistake in an edit says where, and changes nothing', async () => {
    const app = await openWithFour();
    const mistake = await refusedFor(app, '/stock subscription 1 edit varience daily 09:00');
    expect(mistake).toMatchObject({
      place: 'varience',
      suggestions: expect.arrayContaining(['/stock subscription 1 edit variance daily 09:00']),
    });
    expect(await app.state.subscriptions.get(1)).toMatchObject({ question: '/stock variance by category' });
  });

  it('one of the configuration is changed there alone', async () => {
    const app = await openWithFour();
    for (const what of ['edit daily 09:00', 'delete'])
      expect((await refusedFor(app, `/stock subscription 4 ${what}`)).message).toContain(
        '“morning” of the configuration',
      );
    expect((await refusedFor(app, '/stock unsubscribe 4')).message).toContain('“morning” of the configuration');
    await told(app, '/stock subscription 4 pause');
    await told(app, '/stock subscription 4 run');
    expect(await app.state.subscriptions.get(4)).toMatchObject({ status: 'paused', question: '/stock digest' });
  });

  it('is of nobody else, and of whoever runs Tally', async () => {
    const app = await openWithFour();
    for (const what of ['', 'pause', 'run', 'delete', 'edit daily 09:00'])
      expect((await refusedFor(app, `/stock subscription 3 ${what}`)).message).toBe(
        'There is no subscription #3 of yours.',
      );
    expect((await refusedFor(app, '/stock unsubscribe 3')).message).toBe('There is no subscription #3 of yours.');
    expect((await refusedFor(app, '/stock subscription 99 pause')).message).toBe(
      'There is no subscription #99 of yours.',
    );
    expect((await resultOf(app, '/stock subscription 3 edit variance daily 09:30')).rows[0]).toMatchObject({
      owner: 'U0BOB',
      question: 'variance',
    });
    await resultOf(app, '/stock subscription 3 delete');
    expect(await numbers(app)).toEqual([1, 2, 4]);
  });

  it.each([
    ['subscription', 'Say which', '/stock subscriptions'],
    ['subscription pause', 'Say which', '/stock subscriptions'],
    ['subscription pause #1', 'Say which', '/stock subscription 1 pause'],
    ['subscription 1 stop', '“stop” cannot be done with a subscription', '/stock subscription 1 pause'],
    ['subscription 1 pause now', '“now” says nothing after pause.', '/stock subscription 1 pause'],
    ['subscription 1 edit', 'Say what is to be changed', '/stock subscription 1 edit daily 08:00'],
    ['subscription 1 edit 8am', '“8am” says no days', '/stock subscription 1 edit daily 08:00'],
  ])('“%s” is a mistake', async (text, message, suggestion) => {
    const app = await openWithFour();
    const mistake = await refusedFor(app, `/stock ${text}`);
    expect(mistake.message).toContain(message);
    if (suggestion !== undefined) expect(mistake.suggestions[0]).toBe(suggestion);
  });
});

describe('unsubscribe', () => {
  it('takes a number, a question however it is written, or all', async () => {
    const app = await openWithFour();
    expect((await told(app, '/stock unsubscribe from the Variance per category')).result).toMatchObject({
      headline: 'Not subscribed any more: #1 variance by category',
      rows: [{ number: '#2' }, { number: '#4' }],
    });
    await told(app, '/stock unsubscribe #2');
    expect(await numbers(app)).toEqual([3, 4]);
    for (const minute of [1, 2, 3]) await told(app, `/stock subscribe daily 08:0${minute}`);
    expect((await told(app, '/stock unsubscribe all')).result.headline).toBe('3 subscriptions have ended');
    expect(await numbers(app)).toEqual([3, 4]);
  });

  it('without anything takes the only one, and of several asks which', async () => {
    const app = await openWithFour();
    expect(await refusedFor(app, '/stock unsubscribe')).toMatchObject({
      message: expect.stringContaining('Which one is meant? There is #1 variance by category, weekdays 07:30'),
      suggestions: ['/stock unsubscribe 1', '/stock unsubscribe 2'],
    });
    await told(app, '/stock unsubscribe 1');
    await told(app, '/stock unsubscribe');
    expect(await numbers(app)).toEqual([3, 4]);
    expect((await refusedFor(app, '/stock unsubscribe')).message).toBe('You have no subscription of your own.');
  });

  it('of two to the same question asks which', async () => {
    const app = await openWithFour();
    await told(app, '/stock subscribe variance by category daily 08:00');
    expect((await refusedFor(app, '/stock unsubscribe variance by category')).suggestions).toEqual([
      '/stock unsubscribe 1',
      '/stock unsubscribe 5',
    ]);
    expect(await refusedFor(app, '/stock unsubscribe total')).toMatchObject({
      message: expect.stringContaining('You are not subscribed to “total”. There is #1'),
    });
  });

  it('of “subscription 2” is of #2, and of an alert is where alerts are', async () => {
    const app = await openWithFour();
    await told(app, '/stock unsubscribe subscription 2');
    expect(await numbers(app)).toEqual([1, 3, 4]);
    expect((await refusedFor(app, '/stock unsubscribe alert 3')).suggestions).toEqual(['/stock alert 3 delete']);
  });

  it('in the terminal names one by its number', async () => {
    const app = await openWithFour();
    for (const text of ['', 'all', 'digest'])
      expect((await mistakeOf(app, `/stock unsubscribe ${text}`)).message).toContain('Say which, by its number.');
    await resultOf(app, '/stock unsubscribe 3');
    expect(await numbers(app)).toEqual([1, 2, 4]);
  });
});
