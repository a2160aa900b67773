import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../../src/app.js';
import { StateError } from '../../../src/state/index.js';
import { type InSlack, tallyInSlack } from '../../support/in-slack.js';
import { everythingShown, until } from '../../support/sent.js';
import type { Posted } from '../../support/slack.js';
import { SMALL } from '../../support/small.js';

const QUESTION = '/stock variance electronics';
const isAnswer = ({ text }: Posted) => text.includes('Production holds 2 more than Test');
const INNARDS = /\bat .*:\d+:\d+|SELECT|\/tmp\/|127\.0\.0\.1|Error:|node_modules|\.csv|stack/;

function failingState({ state }: App) {
  const fail = () => Promise.reject(new StateError('The state store /var/secret/state.db may not be written to.'));
  return {
    state: {
      ...state,
      audit: { ...state.audit, recent: fail, record: fail },
      favourites: { of: fail, toggle: fail, remove: fail },
      events: { firstTime: fail },
    },
  };
}

/** Asks in every way and expects an answer each time. */
async function answersAll({ slack }: InSlack): Promise<void> {
  await slack.command(QUESTION);
  const answer = await slack.waitFor((message) => isAnswer(message) && message.kind === 'ephemeral');
  await slack.mention('variance electronics', { duplicates: 2 });
  await slack.waitFor((message) => isAnswer(message) && message.channel === 'C0GENERAL' && message.kind === 'channel');
  await slack.direct('variance electronics', { duplicates: 1 });
  await slack.waitFor((message) => isAnswer(message) && message.channel === 'D0ANN');
  await slack.openHome();
  await until('home', () => slack.homes.has('U0ANN'));
  await slack.click(answer, 'Refresh');
  expect(slack.messages.filter((message) => isAnswer(message) && message.kind === 'channel')).toHaveLength(2);
}

describe('a state store that fails', () => {
  it('keeps no question from being answered, once', async () => {
    const tally = await tallyInSlack({ replaced: failingState });
    await answersAll(tally);
    const { slack, lines } = tally;
    await slack.click(slack.messages.find(isAnswer) as Posted, '☆ Keep');
    const told = await slack.waitFor(({ text }) => text.includes('Something went wrong on our side'));
    const [, id] = /Reference: `?([0-9a-f]{8})/.exec(told.text) ?? [];
    expect(lines().some(({ request, msg }) => request === id && msg === 'work failed')).toBe(true);
    expect(everythingShown(slack)).not.toContain('secret');
  });

  it.each([
    ['deleted', (file: string) => rmSync(file)],
    ['damaged', (file: string) => writeFileSync(file, 'no database '.repeat(2000))],
  ])('whose file is %s under way keeps no question from being answered', async (_, spoil) => {
    const tally = await tallyInSlack();
    for (const end of ['-wal', '-shm']) rmSync(join(tally.folder, `state.db${end}`), { force: true });
    spoil(join(tally.folder, 'state.db'));
    await answersAll(tally);
  });
});

describe('a source that was never read', () => {
  it('is named in a friendly answer with an id that is in the log', async () => {
    const { 'production.csv': _, ...files } = SMALL.files;
    const { slack, lines, app } = await tallyInSlack({ company: { ...SMALL, files } });
    await slack.command(QUESTION);
    await slack.mention('variance electronics');
    await slack.direct('variance electronics');
    await until('three are told', () => slack.messages.filter(({ text }) => text.includes('Reference')).length === 3);
    for (const { text, kind, channel } of slack.messages) {
      expect(text).toContain('there has never been read');
      expect(kind === 'ephemeral' || channel.startsWith('D')).toBe(true);
      const [, id] = /Reference: `?([0-9a-f]{8})/.exec(text) ?? [];
      expect(lines().some(({ request, msg }) => request === id && msg === 'question failed')).toBe(true);
    }
    expect(everythingShown(slack)).not.toMatch(INNARDS);
    expect((await app.state.audit.list({})).map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'failed']);
    expect(await app.metrics.text()).toMatch(/tally_questions_total\{chat="slack",outcome="failed",kpi="none"\} 3/);
  });
});

describe('a model that fails', () => {
  it('is said without a word of its innards, wherever it is asked', async () => {
    const { slack, app, lines } = await tallyInSlack();
    await slack.command(QUESTION);
    const own = await slack.waitFor(isAnswer);
    await slack.mention('variance electronics');
    const answer = await slack.waitFor((message) => isAnswer(message) && message.kind === 'channel');
    await until('picture and CSV', () => slack.files.filter(({ sharedAt }) => sharedAt !== null).length === 2);
    await until('the picture', () => answer.edits === 1);
    const open = slack.messages.filter(({ kind }) => kind === 'channel').length;
    await slack.click(answer, 'Edit');
    await until('the form', () => slack.views.size === 1);
    const [form] = [...slack.views.values()];
    await app.model.close();
    await slack.command('/stock availability furniture');
    const told = await slack.waitFor(({ text }) => text.includes('Something went wrong on our side'));
    const [, id] = /Reference: `?([0-9a-f]{8})/.exec(told.text) ?? [];
    expect(lines().some(({ request, msg, err }) => request === id && msg === 'question failed' && err)).toBe(true);
    // What was asked before is still known, so the buttons ask for something else.
    const value = JSON.stringify({ v: 1, q: '/stock distribution furniture' });
    for (const button of ['Refresh', 'CSV', 'Picture', 'Edit', 'Share']) {
      const before = slack.messages.length;
      await slack.click(button === 'Share' ? own : answer, button, button === 'Edit' ? {} : { value });
      const opened = () => button === 'Edit' && slack.views.size > 1;
      await until(`${button} is answered`, () => slack.messages.length > before || opened());
    }
    await slack.openHome();
    await until('home says so', () => JSON.stringify([...slack.homes.values()]).includes('Something went wrong'));
    const before = slack.messages.length;
    if (form) await slack.submit(form);
    await until(
      'the form is answered',
      () => slack.messages.length > before || Object.keys(form?.errors ?? {}).length > 0,
    );
    expect(everythingShown(slack)).not.toMatch(INNARDS);
    expect(slack.messages.filter(({ kind }) => kind === 'channel')).toHaveLength(open);
  });
});

describe('the audit', () => {
  it('has an entry for each question, with how it ended', async () => {
    const { slack, app } = await tallyInSlack({
      settings: 'access: [{ only: { kpis: [cost] }, for: { users: [U0BOB] } }]',
      slackSettings: 'questionsPerMinute: 5',
    });
    await slack.command(QUESTION);
    await slack.mention('variance electronics');
    await slack.command('/stock variance elektronics');
    await slack.command('/stock cost');
    await slack.command('/stock help');
    await until('five', async () => (await app.state.audit.list({})).length === 5);
    await slack.command(QUESTION);
    await slack.direct(QUESTION);
    await slack.waitFor(({ text }) => text.includes('many questions within a minute'));
    await slack.command(QUESTION, { user: 'U0BOB' });
    await until('eight', async () => (await app.state.audit.list({})).length === 8);
    await app.model.close();
    await slack.command('/stock', { user: 'U0BOB' });
    await until('nine', async () => (await app.state.audit.list({})).length === 9);
    const entries = (await app.state.audit.list({})).map(({ outcome }) => outcome).sort();
    expect(entries).toEqual(
      ['answered', 'answered', 'answered', 'failed', 'help', 'limited', 'limited', 'mistake', 'refused'].sort(),
    );
    const metrics = await app.metrics.text();
    expect(metrics).toContain('tally_questions_total{chat="slack",outcome="limited",kpi="none"} 2');
    expect(metrics).toContain('tally_questions_total{chat="slack",outcome="refused",kpi="none"} 1');
  });
});
