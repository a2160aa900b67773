import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { helpBlocks } from '../../src/reply/help-blocks.js';
import { helpText } from '../../src/reply/text.js';
import { problemsOf } from './messages.js';

const LINE = 'A line of help that says what can be asked, in no more than eighty characters.';
const FULL = {
  title: 'What you can ask about stock',
  text: Array.from({ length: 6 }, () => LINE),
  entries: Array.from({ length: 12 }, (_, at) => ({
    term: at === 0 ? 'distribution' : 'cost',
    about: 'where unit costs differ, and what that does to the stock',
  })),
  examples: Array.from({ length: 6 }, () => '/stock variance electronics by sku'),
};

describe('a help in the terminal', () => {
  it('of six lines, twelve entries and six short examples fits 24 lines of 80 columns', () => {
    const lines = helpText(FULL, 80).split('\n');
    expect(lines).toHaveLength(24);
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  });

  it('aligns what entries are about, and goes on below it', () => {
    const help = {
      title: 'Help',
      text: ['What there is to say of it goes on in the next line.'],
      entries: [
        { term: 'variance', about: 'where Production differs from Test' },
        { term: 'by', about: 'category, sku' },
      ],
      examples: ['/stock', '/stock total', '/stock variance electronics over 5%', '/stock cost'],
    };
    expect(`\n${helpText(help, 40)}\n`).toBe(`
Help
What there is to say of it goes on in
the next line.

  variance  where Production differs
            from Test
  by        category, sku

Try /stock             /stock total
    /stock variance electronics over 5%
    /stock cost
`);
  });

  it('has lines as long as they are where there is no width', () => {
    expect(helpText(FULL).split('\n')).toHaveLength(1 + 6 + 1 + 12 + 1 + 6);
  });

  it('a help without entries and examples is its text', () => {
    expect(helpText({ title: 'Help', text: ['Ask.'], entries: [], examples: [] }, 80)).toBe('Help\nAsk.');
  });
});

it('the same help is one message in Slack', () => {
  const message = helpBlocks(FULL);
  expect(problemsOf(message)).toEqual([]);
  expect(message.blocks).toHaveLength(4);
  expect(message.examples).toHaveLength(6);
});
