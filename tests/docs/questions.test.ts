import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TOPIC_NAMES } from '../../src/commands/help-topics.js';
import { answer } from '../../src/commands/index.js';
import type { Asker } from '../../src/commands/questions.js';
import { KPIS } from '../../src/kpi/index.js';
import { addDays, spanText } from '../../src/periods/index.js';
import { mistakeText } from '../../src/reply/text.js';
import { type Demo, openDemo, TODAY } from './demo.js';
import { blocks, document, questionsIn, rows, section } from './document.js';

const QUESTIONS = document('docs/questions.md');
const FLOWS = section(QUESTIONS, 'Where stock adds up');
const MISTAKES = section(QUESTIONS, 'When something is not understood');

let demo: Demo;
let flows: Demo;
beforeAll(async () => {
  demo = await openDemo();
  flows = await openDemo({ flows: true });
});
afterAll(async () => {
  await demo.close();
  await flows.close();
});

async function resultOf(question: string, { app }: Demo = demo) {
  const reply = await answer(question, app.desk);
  if (reply.kind !== 'result') throw new Error(`${question}: ${JSON.stringify(reply)}`);
  return reply.result;
}

/** A person in Slack, where all can be said. */
const READER: Asker = {
  chat: 'slack',
  user: 'U0READER',
  groups: [],
  unknownGroups: [],
  channel: 'C0DOCS',
  public: false,
};

/** Answers with rows, or helps. */
async function works(question: string, { app }: Demo = demo): Promise<void> {
  const reply = await answer(question, app.questions.deskFor(READER));
  if (reply.kind === 'mistake') throw new Error(reply.mistake.message);
  if (reply.kind === 'digest') expect(reply.digest.cards.length).toBeGreaterThan(0);
  if (reply.kind === 'result') expect(reply.result.rows.length).toBeGreaterThan(0);
}

describe('every question is answered', () => {
  it.each(questionsIn(QUESTIONS.replace(FLOWS, '')))('docs/questions.md: %s', (question) => works(question));
  it.each(questionsIn(FLOWS))('docs/questions.md, of flows: %s', (question) => works(question, flows));
  it.each(questionsIn(document('README.md')))('README.md: %s', (question) => works(question));
  it.each(questionsIn(document('docs/slack.md')))('docs/slack.md: %s', (question) => works(question));
  it.each(questionsIn(document('docs/operations.md')))('docs/operations.md: %s', (question) => works(question));
});

describe('every example of the help is answered', () => {
  it.each(['', ...TOPIC_NAMES, ...KPIS.map(({ name }) => name)])('/stock help %s', async (topic) => {
    const of = topic === 'profit' ? flows : demo;
    const reply = await answer(`/stock help ${topic}`, of.app.questions.deskFor(READER));
    if (reply.kind !== 'help') throw new Error(JSON.stringify(reply));
    expect(reply.help.examples.length).toBeGreaterThan(1);
    for (const example of reply.help.examples) await works(example, of);
  });
});

describe('docs/questions.md', () => {
  const PERIODS = rows(section(QUESTIONS, 'Periods'));
  const COMPARED = rows(section(QUESTIONS, 'Against another period'));
  const inCode = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);

  it('names the days of every period as an answer does', async () => {
    const told = PERIODS.slice(1);
    expect(told.length).toBeGreaterThan(30);
    for (const [words, , days = ''] of told) {
      for (const phrase of inCode(words)) {
        const { period } = await resultOf(`/stock total ${phrase}`);
        expect(`${phrase}: ${period && shown(period)}`).toBe(`${phrase}: ${days.replace(/ \(.*/, '')}`);
      }
    }
  });

  it('names the days of every comparison as an answer does', async () => {
    for (const [words, main, other] of COMPARED.slice(1)) {
      const [question = ''] = inCode(words);
      const { period, versus } = await resultOf(question);
      expect([question, period ? shown(period) : 'now', versus && shown(versus)]).toEqual([question, main, other]);
    }
  });

  it('says what is understood as an answer does', async () => {
    const told = rows(QUESTIONS).filter(([, full = '']) => full.startsWith('`/stock'));
    expect(told.length).toBeGreaterThan(10);
    for (const [words, full] of told) {
      const [question = ''] = inCode(words);
      expect([question, (await resultOf(question)).question]).toEqual([question, inCode(full)[0]]);
    }
  });

  it.each(blocks(MISTAKES))('shows mistakes as they come back: %#', async (block) => {
    const lines = block.trimEnd().split('\n');
    const question = lines[0]?.trim() ?? '';
    const reply = await answer(question, demo.app.desk);
    if (reply.kind !== 'mistake') throw new Error(`${question} was understood`);
    expect(block.trimEnd()).toBe(mistakeText(question, reply.mistake));
    for (const suggestion of reply.mistake.suggestions) await works(suggestion);
  });
});

const shown = ({ from, through }: { from: string; through: string }): string =>
  spanText({ from, to: addDays(through, 1) });

it('is told as of the day on which it is tried', () => {
  expect(QUESTIONS).toContain(TODAY);
});
