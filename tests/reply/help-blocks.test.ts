import { expect, it } from 'vitest';
import { helpBlocks } from '../../src/reply/help-blocks.js';
import { noticeBlocks } from '../../src/reply/notice-blocks.js';
import { problemsOf, readable } from './messages.js';

const HELP = {
  title: 'What you can ask about stock',
  text: ['/stock [KPI] [values…]', 'Quotes keep words together.', 'DIMENSION is one of category, sku.'],
  entries: [
    { term: 'variance', about: 'where Production differs from Test' },
    { term: 'status', about: 'when each table was read' },
  ],
  examples: ['/stock variance electronics'],
};

it('a help is its title, the grammar, a line for each entry, and the small print', () => {
  const message = helpBlocks(HELP);
  expect(problemsOf(message)).toEqual([]);
  expect(message.blocks.map(({ type }) => type)).toEqual(['header', 'section', 'section', 'context']);
  expect(readable(message)).toContain('`/stock [KPI] [values…]`');
  expect(readable(message)).toContain(
    '*variance*  where Production differs from Test\n*status*  when each table was read',
  );
  expect(message.text).toBe('What you can ask about stock: /stock [KPI] [values…]');
});

it('leaves its examples to be made buttons', () => {
  const message = helpBlocks(HELP);
  expect(message.examples).toEqual(['/stock variance electronics']);
  expect(readable(message)).not.toContain('electronics');
});

it('a definition is no code', () => {
  const message = helpBlocks({ ...HELP, text: ['Variance = production − test.'] });
  expect(readable(message)).toContain('\nVariance = production − test.\n');
});

it.each([
  { title: '', text: [], entries: [], examples: [] },
  { ...HELP, title: '<!channel>'.repeat(90), text: Array(30).fill('`<'.repeat(900)) },
  { ...HELP, entries: Array(90).fill({ term: '<'.repeat(90), about: '&*`'.repeat(900) }) },
])('stays within the limits of Slack', (help) => {
  expect(problemsOf(helpBlocks(help))).toEqual([]);
});

it('a notice is one line, with its reference as code', () => {
  const message = noticeBlocks('Something went wrong\non our side. <!channel> Reference `1a2b3c4d`');
  expect(problemsOf(message)).toEqual([]);
  expect(message.text).toBe('Something went wrong on our side. &lt;!channel&gt; Reference `1a2b3c4d`');
  expect(problemsOf(noticeBlocks(''))).toEqual([]);
  expect(problemsOf(noticeBlocks('<'.repeat(5000)))).toEqual([]);
});
