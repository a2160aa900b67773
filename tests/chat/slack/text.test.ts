import { describe, expect, test } from 'vitest';
import { plainText, readHere, unformatted, withoutMention } from '../../../src/chat/slack/text.js';
import { companyOf, type Item } from '../../support/catalogue.js';
import { tallyInSlack } from '../../support/in-slack.js';
import { buttonsOf, fileNamed, footerOf, linesOf, said, saysOf, tableOf, until } from '../../support/reading.js';

const NASTY: readonly Item[] = [
  ['N-1', '<!channel>', 'Signs'],
  ['N-2', '<@U0BOB> & <!here>', 'Signs'],
  ['N-3', '*bold* _it_ ~no~ `code` ```block```', 'Signs'],
  ['N-4', ':fire: @channel #general', 'Signs'],
  ['N-5', 'Rev\u202eersed \u2066mark', 'Signs'],
  ['N-6', '<https://evil.example|Click> https://evil.example', 'Signs'],
  ['N-7', '=HYPERLINK("https://evil.example")', 'Signs'],
  ['N-8', '> quote\u2028line', 'Signs'],
];

describe('names out of the data', () => {
  test('ring nobody, mark up nothing and turn nothing round, in an answer, its picture, its buttons and on Home', async () => {
    const { slack } = await tallyInSlack({ company: companyOf(NASTY) });
    await slack.command('/stock variance by product here');
    const answer = await said(slack, 'by product');
    const csv = await fileNamed(slack, 'variance.csv');
    expect(answer.rings).toEqual(['<@U0ANN>']);
    expect(tableOf(answer).flat()).toContain('≠ <!channel>');
    expect(csv.bytes.toString()).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
    const answers = () => slack.messages.filter(({ kind, text }) => kind === 'ephemeral' && !text.startsWith('Kept'));
    for (const [index, [, name]] of NASTY.entries()) {
      const question = `/stock variance product:"${name.replaceAll('"', '""')}"`;
      await slack.click(answer, 'By SKU', { value: JSON.stringify({ v: 1, q: question }) });
      await slack.waitFor(() => answers().length === index + 1);
      const own = answers().at(-1) ?? expect.fail('nothing');
      expect(own.text, name).toMatch(/^Stock variance/);
      expect(own.rings, name).toEqual([]);
      expect(saysOf(own), name).not.toMatch(/[\u2028\u202a-\u202e\u2066-\u2069]/);
      const edits = own.edits;
      await slack.click(own, 'Refresh');
      await until(() => own.edits === edits + 1);
      expect(own.text, name).toMatch(/^Stock variance/);
      if (index < 3) await slack.click(own, '☆ Keep');
    }
    await slack.openHome();
    await until(() => slack.homes.has('U0ANN'));
    const home = slack.homes.get('U0ANN') ?? expect.fail('no Home');
    expect(saysOf(home)).not.toMatch(/[\u2028\u202a-\u202e\u2066-\u2069]/);
    expect(slack.messages.filter(({ rings }) => rings.length > 0)).toEqual([answer]);
  });

  test('and what a person wrote ring nobody in a mistake', async () => {
    const { slack } = await tallyInSlack();
    for (const [index, text] of [
      '<!channel>',
      '<@U0BOB>',
      '@bob',
      '`x` *y*',
      '&lt;!channel&gt;',
      '\u202eabc',
    ].entries()) {
      await slack.command(`/stock variance ${text}`);
      await slack.waitFor(() => slack.messages.length === index + 1);
      expect(slack.messages.at(-1)?.rings, text).toEqual([]);
      expect(saysOf(slack.messages.at(-1) ?? expect.fail('nothing')), text).toContain('not known');
    }
  });
});

describe('a question', () => {
  test.each([
    ['/stock variance product:"AT&T <5>"', '`/stock variance product:"AT&amp;T &lt;5&gt;"`'],
    ['/stock variance “AT&T <5>”', '`/stock variance product:"AT&amp;T &lt;5&gt;"`'],
    ['/stock variance "over here"', '`/stock variance product:"over here"`'],
    ['/stock variance #general', '`/stock variance product:#general`'],
    ['/stock variance @bob', '`/stock variance product:"@bob"`'],
  ])('is read as it was meant: %s', async (question, canonical) => {
    const company = companyOf([
      ['S-1', 'AT&T <5>', 'Phones'],
      ['S-2', 'over here', 'Phones'],
      ['S-3', '#general', 'Phones'],
      ['S-4', '@bob', 'Phones'],
    ]);
    const { slack } = await tallyInSlack({ company });
    await slack.command(question);
    const answer = await said(slack, 'Production holds');
    expect(answer.kind).toBe('ephemeral');
    expect(footerOf(answer)).toContain(canonical);
  });
});

describe('text as Slack sends it', () => {
  test.each([
    ['AT&amp;T &lt;5&gt;', 'AT&T <5>'],
    ['&amp;lt;', '&lt;'],
    ['<@U0BOB|bob> <@U0BOB>', '@bob @U0BOB'],
    ['<#C0GENERAL|general>', '#general'],
    ['<!channel> <!here> <!subteam^S0X|@team>', '@channel @here @team'],
    ['<!date^1392734382^{date}|18 Feb>', '18 Feb'],
    [
      '<https://example.com|example.com> <mailto:a@b.c|a@b.c> <https://example.com>',
      'example.com a@b.c https://example.com',
    ],
    ['a\u00a0b ', 'a b'],
  ])('%s is %s', (sent, meant) => {
    expect(plainText(sent)).toBe(meant);
  });

  test.each([
    ['variance here', 'variance', true],
    ['variance HERE!', 'variance', true],
    ['variance @here', 'variance', true],
    ['here', '', true],
    ['variance "over here"', 'variance "over here"', false],
    ['variance there', 'variance there', false],
    ['here variance', 'here variance', false],
  ])('%s: for all? %s, %s', (text, question, here) => {
    expect(readHere(text)).toEqual({ question, here });
  });

  test.each([
    ['*variance* _electronics_', 'variance electronics'],
    ['`/stock variance category:Electronics`', '/stock variance category:Electronics'],
    ['"*A* b" *c*', '"*A* b" c'],
    ['snake_case 5*3', 'snake_case 5*3'],
  ])('%s is written %s', (sent, meant) => {
    expect(unformatted(sent)).toBe(meant);
  });

  test('a mention of the bot may stand anywhere', () => {
    expect(withoutMention('<@U0TALLY> a <@U0TALLY|tally> b <@U0BOB>', 'U0TALLY')).toBe('  a   b <@U0BOB>');
  });

  test('takes no time, however odd', () => {
    const started = performance.now();
    for (const odd of ['<', '<@', '*', ' ', '"', '&', '<!', 'a ', ' here '])
      readHere(unformatted(plainText(withoutMention(odd.repeat(40_000), 'U0TALLY'))));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

test('labels of questions show no emoji and no marks', async () => {
  const { slack } = await tallyInSlack({ company: companyOf(NASTY) });
  await slack.command('/stock variance :fire:');
  const mistake = await slack.waitFor(() => true);
  expect(linesOf(mistake).join(' ')).toContain(':fire:');
  expect(JSON.stringify(mistake.blocks)).not.toContain('"emoji":true');
  expect(buttonsOf(mistake).length).toBeGreaterThan(0);
});
