import { describe, expect, it } from 'vitest';
import type { Answered, Asker, Questions } from '../../../src/commands/questions.js';
import type { Managed } from '../../../src/commands/reply.js';
import { type InSlackOptions, tallyInSlack } from '../../support/in-slack.js';
import { buttonsOf, said, saysOf, until } from '../../support/reading.js';
import { gate } from '../../support/sent.js';
import type { Posted, Slack, View } from '../../support/slack.js';

const LIST = '/stock subscriptions';

const entry = (id: number): Managed => ({
  label: `#${id} · variance by category · daily 08:00 · in #C0GENERAL`,
  steps: [
    { label: 'Pause', question: `/stock subscriptions pause #${id}` },
    { label: 'Edit', question: `/stock subscriptions edit #${id}`, edit: 'daily 08:00', channel: 'C0GENERAL' },
    { label: 'Delete', question: `/stock unsubscribe #${id}`, confirm: 'It is not posted any more.' },
  ],
});

interface Asked {
  readonly text: string;
  readonly asker: Asker;
}

/** Tally whose every command about subscriptions is answered with a list, or as `answer` says. */
async function managing(
  entries: readonly Managed[],
  answer: (text: string) => Partial<Answered> | null | Promise<Partial<Answered> | null> = () => null,
  options: InSlackOptions = {},
) {
  const asked: Asked[] = [];
  const made = await tallyInSlack({
    ...options,
    replaced: ({ questions }) => ({
      questions: {
        ...questions,
        async ask(text, asker) {
          asked.push({ text, asker });
          const told = await answer(text);
          if (told !== null) return { id: 'abcd1234', text, ...told } as Answered;
          return listed(questions, text, asker, entries);
        },
      },
    }),
  });
  return { ...made, asked };
}

async function listed(questions: Questions, text: string, asker: Asker, manage: readonly Managed[]): Promise<Answered> {
  const like = await questions.ask('/stock quality', asker);
  if (like.kind !== 'result') throw new Error('a list');
  const result = { ...like.result, question: LIST, title: 'Subscriptions', headline: `Asked: ${text}` };
  return { ...like, text, result, manage };
}

const mistake = (message: string): Partial<Answered> => ({
  kind: 'mistake',
  mistake: { code: 'unknown', message, start: 0, end: 1, suggestions: [] },
});

const openForm = async (slack: Slack): Promise<View> => {
  await until(() => [...slack.views.values()].some(({ closed }) => !closed));
  const view = [...slack.views.values()].find(({ closed }) => !closed);
  if (!view) throw new Error('There is no form');
  return view;
};

const listIn = (slack: Slack, what = LIST): Promise<Posted> => said(slack, `Asked: ${what}`);

describe('a list that is managed', () => {
  it('has each entry with its steps, and its channel by name', async () => {
    const { slack } = await managing([entry(1), entry(2)]);
    await slack.command(LIST);
    const list = await listIn(slack);
    expect(saysOf(list)).toContain('#1 · variance by category · daily 08:00 · in <#C0GENERAL>');
    expect(buttonsOf(list).slice(0, 6)).toEqual(['Pause', 'Edit', 'Delete', 'Pause', 'Edit', 'Delete']);
    expect(JSON.stringify(list.blocks)).toContain('It is not posted any more.');
  });

  it('shows ten, and says how many more there are', async () => {
    const { slack } = await managing(Array.from({ length: 22 }, (_, index) => entry(index + 1)));
    await slack.command(LIST);
    const list = await listIn(slack);
    expect(buttonsOf(list).filter((label) => label === 'Pause')).toHaveLength(10);
    expect(saysOf(list)).toContain('and 12 more, each by its number: /stock subscription …');
  });

  it('gives way to the one after a step, where it stands', async () => {
    const { slack, asked } = await managing([entry(1)]);
    await slack.command(LIST);
    const list = await listIn(slack);
    await slack.click(list, 'Pause');
    await until(() => list.edits === 1);
    expect(saysOf(list)).toContain('Asked: /stock subscriptions pause #1');
    expect(asked.map(({ text }) => text)).toEqual([LIST, '/stock subscriptions pause #1']);
  });

  it('in direct messages as well', async () => {
    const { slack } = await managing([entry(1)]);
    await slack.direct('subscriptions');
    const list = await listIn(slack, 'subscriptions');
    await slack.click(list, 'Delete');
    await until(() => saysOf(list).includes('Asked: /stock unsubscribe #1'));
    expect(slack.messages).toHaveLength(1);
  });

  it('stays where a step cannot be done, which is said below it', async () => {
    const { slack } = await managing([entry(1)], (text) =>
      text === LIST ? null : mistake('There is no #1 any more.'),
    );
    await slack.command(LIST);
    const list = await listIn(slack);
    await slack.click(list, 'Pause');
    await said(slack, 'There is no #1 any more.');
    expect(list.edits).toBe(0);
  });

  it('is for whoever asks alone, also with “here”', async () => {
    const { slack, asked } = await managing([entry(1)]);
    await slack.command(`${LIST} here`);
    expect(await listIn(slack)).toMatchObject({ kind: 'ephemeral', user: 'U0ANN' });
    expect(asked.at(-1)?.asker).toMatchObject({ user: 'U0ANN', public: false, here: true });
  });
});

describe('a step that takes a text', () => {
  it('asks for it with what it was, and is asked as if it were typed', async () => {
    const { slack, asked } = await managing([entry(1)]);
    await slack.command(LIST);
    const list = await listIn(slack);
    await slack.click(list, 'tally:change:1');
    const form = await openForm(slack);
    expect(form.content).toMatchObject({ title: { text: 'Edit' } });
    expect(JSON.stringify(form.blocks)).toContain('"initial_value":"daily 08:00"');
    expect(JSON.stringify(form.blocks)).toContain('"initial_conversation":"C0GENERAL"');
    await slack.choose(form, 'text', 'weekdays   07:30');
    await slack.choose(form, 'where', 'C0OTHER');
    await slack.submit(form);
    await until(() => list.edits === 1);
    expect(asked.at(-1)).toMatchObject({
      text: '/stock subscriptions edit #1 weekdays 07:30 in #C0OTHER',
      asker: { user: 'U0ANN', channel: 'C0GENERAL', public: false },
    });
    expect(form.closed).toBe(true);
  });

  it.each([
    ['daily 08:00', 'daily 08:00 dm'],
    ['daily 08:00 dm', 'daily 08:00 dm'],
  ])('moves to direct messages where the channel is taken out: %s', async (typed, said) => {
    const { slack, asked } = await managing([entry(1)]);
    await slack.command(LIST);
    await slack.click(await listIn(slack), 'tally:change:1');
    const form = await openForm(slack);
    await slack.choose(form, 'text', typed);
    await slack.choose(form, 'where', []);
    await slack.submit(form);
    await until(() => asked.length === 2);
    expect(asked.at(-1)?.text).toBe(`/stock subscriptions edit #1 ${said}`);
  });

  it('asks for no channel where there is none to change', async () => {
    const step = { label: 'Edit', question: '/stock alerts edit #1', edit: 'over 5%' };
    const { slack, asked } = await managing([{ label: '#1', steps: [step] }]);
    await slack.command(LIST);
    await slack.click(await listIn(slack), 'tally:change:0');
    const form = await openForm(slack);
    expect(form.blocks).toHaveLength(1);
    await slack.submit(form);
    await until(() => asked.length === 2);
    expect(asked.at(-1)?.text).toBe('/stock alerts edit #1 over 5%');
  });

  it('says what is wrong at its field, and keeps what was typed', async () => {
    const { slack } = await managing([entry(1)], (text) =>
      text.includes('noon') ? mistake('“noon” is no time in #C0GENERAL; 12:00 is.') : null,
    );
    await slack.command(LIST);
    const list = await listIn(slack);
    await slack.click(list, 'tally:change:1');
    const form = await openForm(slack);
    await slack.choose(form, 'text', 'daily noon');
    await slack.submit(form);
    expect(form).toMatchObject({ closed: false, errors: { text: '“noon” is no time in that channel; 12:00 is.' } });
    expect(slack.messages).toEqual([list]);
    await slack.choose(form, 'text', 'daily 12:00');
    await slack.submit(form);
    expect(form.closed).toBe(true);
  });

  it('is let go of in time where the answer is slow, and its mistake is told then', async () => {
    const door = gate();
    const { slack } = await managing([entry(1)], async (text) => {
      if (!text.includes('edit')) return null;
      await door.passed();
      return mistake('There is no #1.');
    });
    await slack.command(LIST);
    const list = await listIn(slack);
    await slack.click(list, 'tally:change:1');
    const form = await openForm(slack);
    expect(await slack.submit(form)).toMatchObject({ acked: true });
    expect(form.closed).toBe(true);
    door.open();
    await said(slack, 'There is no #1.');
    expect(list.edits).toBe(0);
  });

  it('that Tally did not open is not believed', async () => {
    const { slack, asked } = await managing([entry(1)]);
    await slack.command(LIST);
    await slack.click(await listIn(slack), 'tally:change:1');
    const form = await openForm(slack);
    const forged = String(form.content.private_metadata).replace('edit #1', 'edit #2');
    Object.assign(form, { content: { ...form.content, private_metadata: forged } });
    await slack.submit(form);
    expect(form.errors.text).toMatch(/^This form is not one that Tally opened for you/);
    expect(asked).toHaveLength(1);
  });
});
