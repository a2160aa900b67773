import { describe, expect, it } from 'vitest';
import type { Answered } from '../../../src/commands/questions.js';
import { tallyInSlack } from '../../support/in-slack.js';
import { buttonsOf, said, until } from '../../support/reading.js';
import type { Posted, Slack, View } from '../../support/slack.js';

/** Tally that notes what is subscribed to, and answers everything else. */
async function subscribing() {
  const subscribed: string[] = [];
  const made = await tallyInSlack({
    replaced: ({ questions }) => ({
      questions: {
        ...questions,
        async ask(text, asker) {
          if (!text.startsWith('/stock subscri')) return questions.ask(text, asker);
          subscribed.push(text);
          const help = { title: 'Subscribed', text: [text], entries: [], examples: [] };
          return { id: 'abcd1234', text, kind: 'help', help } satisfies Answered;
        },
      },
    }),
  });
  return { ...made, subscribed };
}

async function formOf(slack: Slack, answer: Posted): Promise<View> {
  await slack.click(answer, 'Subscribe');
  await until(() => slack.views.size === 1);
  const [form] = slack.views.values();
  if (!form) throw new Error('There is no form');
  return form;
}

/** What a form proposes: when, and in which channel. */
const initial = ({ blocks }: View) =>
  ['value', 'conversation'].map((what) => JSON.stringify(blocks).match(`"initial_${what}":"([^"]*)"`)?.[1]);

describe('Subscribe', () => {
  it('under an answer of one’s own suggests direct messages', async () => {
    const { slack, subscribed } = await subscribing();
    await slack.command('/stock variance electronics');
    const answer = await said(slack, 'Electronics by SKU');
    const form = await formOf(slack, answer);
    expect(initial(form)).toEqual(['daily 08:00', undefined]);
    await slack.choose(form, 'text', 'weekdays 07:30 Europe/Berlin');
    await slack.submit(form);
    await said(slack, 'Subscribed');
    expect(subscribed).toEqual(['/stock subscribe variance category:Electronics weekdays 07:30 Europe/Berlin']);
    expect(answer.edits).toBe(0);
  });

  it('under an answer for all suggests the channel', async () => {
    const { slack, subscribed } = await subscribing();
    await slack.command('/stock total here');
    const form = await formOf(slack, await said(slack, 'Stock by category'));
    expect(initial(form)).toEqual(['daily 08:00', 'C0GENERAL']);
    await slack.submit(form);
    await said(slack, 'Subscribed');
    expect(subscribed).toEqual(['/stock subscribe total daily 08:00 in #C0GENERAL']);
  });

  it.each([
    ['another channel', 'C0OTHER', '/stock subscribe total daily 08:00 in #C0OTHER'],
    ['none', [], '/stock subscribe total daily 08:00'],
  ])('goes to the channel that is picked: %s', async (_, picked, asked) => {
    const { slack, subscribed } = await subscribing();
    await slack.command('/stock total here');
    const form = await formOf(slack, await said(slack, 'Stock by category'));
    await slack.choose(form, 'where', picked);
    await slack.submit(form);
    await until(() => subscribed.length === 1);
    expect(subscribed).toEqual([asked]);
  });

  it('under what comes to a channel by itself suggests direct messages: the channel has it', async () => {
    const { slack, app, tally } = await subscribing();
    const asker = await tally.courier.asker({ owner: 'U0ANN', channel: 'C0GENERAL' });
    if (asker === 'gone') throw new Error('Ann is there');
    const answered = await app.questions.deliver('/stock total', asker);
    if (answered.kind !== 'result') throw new Error('That is a question');
    const marks = { late: null, mayBeRepeat: false, schedule: null, owner: 'U0ANN' };
    await tally.courier.post('C0GENERAL', { kind: 'answer', answered, marks }, 'd-1');
    const form = await formOf(slack, await said(slack, 'Stock by category'));
    expect(initial(form)).toEqual(['daily 08:00', undefined]);
  });

  it('opens without the channel where Slack does not take it', async () => {
    const { slack } = await subscribing();
    await slack.command('/stock total here');
    const answer = await said(slack, 'Stock by category');
    slack.fail('views.open', { error: 'invalid_arguments' });
    expect(initial(await formOf(slack, answer))).toEqual(['daily 08:00', undefined]);
  });

  it('does not stand under what is no question', async () => {
    const { slack } = await subscribing();
    await slack.command('/stock quality');
    expect(buttonsOf(await said(slack, /quality/i))).not.toContain('Subscribe');
  });

  it('on the Home tab there is the way to one’s own', async () => {
    const { slack, subscribed } = await subscribing();
    await slack.openHome();
    await until(() => slack.homes.has('U0ANN'));
    const home = slack.homes.get('U0ANN');
    if (!home) throw new Error('There is no Home');
    await slack.click(home, 'My subscriptions');
    await until(() => subscribed.length === 1);
    expect(subscribed).toEqual(['/stock subscriptions']);
  });
});

describe('a channel that is named', () => {
  it.each([
    ['/stock subscribe total daily 08:00 in #general', '/stock subscribe total daily 08:00 in #C0GENERAL'],
    [
      '/stock subscribe total daily 08:00 to #general Europe/Berlin',
      '/stock subscribe total daily 08:00 to #C0GENERAL Europe/Berlin',
    ],
  ])('is known by its id: %s', async (typed, asked) => {
    const { slack, subscribed } = await subscribing();
    await slack.command(typed);
    await until(() => subscribed.length === 1);
    expect(subscribed).toEqual([asked]);
  });
});

describe('what is known of whoever asks', () => {
  const channels = {
    C0GENERAL: { name: 'general', member: true },
    C0OTHER: { name: 'other' },
    C0OLD: { name: 'old', member: true, archived: true },
    C0SECRET: { name: 'secret', private: true, member: true, people: ['U0BOB'] },
    C0OURS: { name: 'ours', private: true, member: true, people: ['U0ANN'] },
  };
  const users = { U0ANN: { name: 'ann', tz: 'Europe/Berlin' }, U0BOB: { name: 'bob' } };

  async function about(options: { readonly scopes?: readonly string[] } = {}) {
    const { slack, tally } = await tallyInSlack({ slack: { channels, users, ...options } });
    const asker = await tally.courier.asker({ owner: 'U0ANN', channel: null });
    if (asker === 'gone' || asker.about === undefined) throw new Error('Ann is there');
    return { slack, about: asker.about };
  }

  it('is the time zone, asked once', async () => {
    const { slack, about: ann } = await about();
    expect(await ann.timeZone()).toBe('Europe/Berlin');
    expect(await ann.timeZone()).toBe('Europe/Berlin');
    expect(slack.calls.filter(({ method }) => method === 'users.info')).toHaveLength(1);
  });

  it.each([
    ['C0GENERAL', null],
    ['C0OURS', null],
    ['C0OTHER', 'Tally is not in #other: write /invite @Tally there first.'],
    ['C0OLD', '#old is archived: nothing can be posted there.'],
    [
      'C0SECRET',
      'There is no such channel, or it is private and Tally or you are not in it. Write /invite @Tally there first.',
    ],
    [
      'C0NOWHERE',
      'There is no such channel, or it is private and Tally or you are not in it. Write /invite @Tally there first.',
    ],
  ])('is why nothing can be posted to %s', async (channel, obstacle) => {
    const { about: ann } = await about();
    expect(await ann.obstacle(channel)).toBe(obstacle);
  });

  it('is nothing where Tally may not ask', async () => {
    const { about: ann } = await about({ scopes: ['commands', 'chat:write'] });
    expect(await ann.timeZone()).toBeNull();
    expect(await ann.obstacle('C0GENERAL')).toBeNull();
  });
});
