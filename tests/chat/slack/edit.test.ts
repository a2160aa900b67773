import { describe, expect, test } from 'vitest';
import { companyOf } from '../../support/catalogue.js';
import { tallyInSlack } from '../../support/in-slack.js';
import { buttonsOf, footerOf, said, saysOf, tableOf, until } from '../../support/reading.js';
import type { Fields, Posted, Slack, View } from '../../support/slack.js';

async function opened(slack: Slack, answer: Posted, user?: string): Promise<View> {
  const before = slack.views.size;
  await slack.click(answer, 'Edit', user === undefined ? {} : { user });
  await until(() => slack.views.size === before + 1);
  return [...slack.views.values()].at(-1) ?? expect.fail('no form');
}

async function ask(slack: Slack, question: string): Promise<Posted> {
  await slack.command(question);
  return said(slack, question.replace(/^.*by /, 'by '));
}

/** Label and what is filled in at first, a line for each field. */
const filledIn = ({ blocks }: View): readonly string[] =>
  blocks.map(({ label, element }) => {
    const { initial_option, initial_options, initial_value } = element as Fields;
    const options = [initial_options ?? initial_option ?? []].flat() as unknown as readonly {
      text: { text: string };
    }[];
    const chosen = options.map(({ text }) => text.text).join(' + ');
    return `${(label as { text: string }).text}: ${chosen || (initial_value ?? '–')}`;
  });

describe.each(['socket', 'http'] as const)('Edit over %s', (mode) => {
  test('opens the question as a form, typeahead included, and its answer takes the old one’s place', async () => {
    const { slack } = await tallyInSlack({ mode });
    await slack.command('/stock variance electronics by warehouse top 3');
    const answer = await said(slack, 'by warehouse');
    const form = await opened(slack, answer);
    expect(saysOf(form)).toContain('Biggest first');
    expect(form.content).toMatchObject({
      title: { text: 'Edit the question' },
      submit: { text: 'Ask' },
      close: { text: 'Cancel' },
    });
    expect(filledIn(form)).toEqual([
      'What: variance: where Production differs from Test',
      'Of: Electronics (category)',
      'By: Warehouse',
      'Across: Nothing',
      'Period: None',
      'Compare with: Nothing',
      'In: Test and Production',
      'Order: Biggest first',
      'Rows: 3',
      'More: –',
    ]);
    expect(await slack.suggest(form, 'filters', 'furn')).toEqual([
      { text: 'Furniture (category)', value: 'category:Furniture' },
    ]);
    await slack.choose(form, 'kpi', 'total');
    await slack.choose(form, 'filters', ['category:Furniture']);
    await slack.choose(form, 'by', 'sku');
    await slack.choose(form, 'environment', 'production');
    await slack.choose(form, 'end', 'bottom');
    await slack.choose(form, 'count', '1');
    const { acked } = await slack.submit(form);
    expect(acked).toBe(true);
    await until(() => answer.edits === 1);
    expect(footerOf(answer)).toContain('`/stock total category:Furniture by sku bottom 1 in production`');
    expect(
      tableOf(answer)
        .slice(0, 2)
        .map(([sku]) => sku),
    ).toEqual(['SKU', 'B-1']);
    expect(form.closed).toBe(true);
    expect(slack.messages).toHaveLength(1);
  });
});

describe('the form', () => {
  test('of a question without anything leaves all open', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock');
    const form = await opened(slack, await said(slack, 'Stock overview'));
    expect(filledIn(form)).toEqual([
      'What: overview: the headline figures as cards',
      'Of: –',
      'By: What suits the question',
      'Across: Nothing',
      'Period: None',
      'Compare with: Nothing',
      'In: Test and Production',
      'Order: Biggest first',
      'Rows: –',
      'More: –',
    ]);
  });

  test('has period, comparison and second dimension, and what has no field of its own as text', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock variance over 5% by sku top 2 by variance since 2026-03-08');
    const answer = await said(slack, 'by SKU');
    const form = await opened(slack, answer);
    expect(filledIn(form)).toEqual([
      'What: variance: where Production differs from Test',
      'Of: –',
      'By: SKU',
      'Across: Nothing',
      'Period: since 2026-03-08',
      'Compare with: Nothing',
      'In: Test and Production',
      'Order: Biggest first',
      'Rows: –',
      'More: top 2 by variance over 5%',
    ]);
    await slack.choose(form, 'period', 'yesterday');
    await slack.choose(form, 'versus', 'vs last week');
    await slack.choose(form, 'more', 'over 10');
    await slack.submit(form);
    await until(() => answer.edits === 1);
    expect(footerOf(answer)).toContain('`/stock variance by sku over 10 yesterday vs last week`');
  });

  test('takes another period among what is typed, but not beside one that was chosen', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock total');
    const answer = await said(slack, 'Stock by category');
    const form = await opened(slack, answer);
    await slack.choose(form, 'period', 'last week');
    await slack.choose(form, 'more', 'on 2026-03-08');
    await slack.submit(form);
    expect(Object.keys(form.errors)).toEqual(['more']);
    await slack.choose(form, 'period', 'None');
    await slack.submit(form);
    await until(() => answer.edits === 1);
    expect(footerOf(answer)).toContain('`/stock total on 2026-03-08`');
  });

  test('makes a table of two dimensions', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock total by category');
    const answer = await said(slack, 'Stock by category');
    const form = await opened(slack, answer);
    await slack.choose(form, 'across', 'day');
    await slack.choose(form, 'more', 'since 2026-03-08');
    await slack.submit(form);
    await until(() => answer.edits === 1);
    expect(tableOf(answer)[0]?.slice(0, 3)).toEqual(['Category', '2026-03-08', '2026-03-09']);
  });

  test.each<[string, string, Readonly<Record<string, string>>, string, string]>([
    [
      'a KPI of both environments in one',
      '/stock variance',
      { environment: 'test' },
      'environment',
      'variance sets both environments against each other and cannot be asked in one.',
    ],
    ['a ranking of what is no list', '/stock compare', { count: '5' }, 'count', 'compare has nothing to rank here.'],
    [
      'a dimension that the KPI has not',
      '/stock variance',
      { by: 'environment' },
      'by',
      'variance cannot be asked by environment.',
    ],
    [
      'one environment by environment',
      '/stock total',
      { by: 'environment', environment: 'test' },
      'environment',
      'A question in one environment cannot be by environment.',
    ],
    [
      'steps of time against another time',
      '/stock total',
      { by: 'day', versus: 'vs last month' },
      'versus',
      'A question by steps of time is not set against another period as well.',
    ],
    [
      'too many figures for two dimensions',
      '/stock compare by category',
      { across: 'warehouse' },
      'across',
      'compare has too many figures for two dimensions.',
    ],
    ['words that say nothing', '/stock total', { more: 'over five' }, 'more', '“five” is not a number: 5%, 10.'],
    ['figures that cannot be grouped', '/stock', { by: 'sku' }, 'by', 'overview cannot be asked by sku.'],
  ])('says at the field what cannot be: %s', async (_, question, changes, field, message) => {
    const { slack } = await tallyInSlack();
    await slack.command(question);
    const answer = await slack.waitFor(() => true);
    const form = await opened(slack, answer);
    for (const [name, value] of Object.entries(changes)) await slack.choose(form, name, value);
    await slack.submit(form);
    expect(form).toMatchObject({ closed: false, errors: { [field]: message } });
    expect(Object.keys(form.errors)).toEqual([field]);
    expect(answer.edits).toBe(0);
  });

  test('takes no value that it did not offer', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock total');
    const form = await opened(slack, await said(slack, 'Stock by category'));
    await slack.choose(form, 'filters', ['category:Weapons'], { forged: true });
    await slack.submit(form);
    expect(form.errors).toEqual({ filters: 'One of these values is not known any more.' });
  });

  test('of an answer for all is everybody’s own, and so is what comes of it', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock variance electronics here');
    const answer = await said(slack, 'Electronics by SKU');
    await until(() => slack.files.length === 2 && slack.files.every(({ sharedAt }) => sharedAt !== null));
    const before = saysOf(answer);
    const form = await opened(slack, answer, 'U0BOB');
    await slack.choose(form, 'by', 'warehouse');
    await slack.submit(form);
    expect(await said(slack, 'by warehouse')).toMatchObject({ kind: 'ephemeral', user: 'U0BOB', channel: 'C0GENERAL' });
    expect(saysOf(answer)).toBe(before);
  });

  test('that was open for more than half an hour answers all the same', async () => {
    const { slack } = await tallyInSlack();
    await slack.command('/stock total');
    const answer = await said(slack, 'Stock by category');
    const form = await opened(slack, answer);
    slack.advance(31 * 60_000);
    await slack.choose(form, 'by', 'warehouse');
    await slack.submit(form);
    expect(await said(slack, 'Stock by warehouse')).toMatchObject({ kind: 'ephemeral', user: 'U0ANN' });
  });

  test('of an answer in direct messages is answered there', async () => {
    const { slack } = await tallyInSlack();
    await slack.direct('total');
    const form = await opened(slack, await said(slack, 'Stock by category'));
    await slack.choose(form, 'by', 'warehouse');
    await slack.submit(form);
    expect(await said(slack, 'Stock by warehouse')).toMatchObject({ kind: 'channel', channel: 'D0ANN' });
  });

  test('offers no KPI and no value that is closed, and takes none', async () => {
    const settings = `access:
  - { only: { kpis: [cost] }, for: { users: [U0BOB] } }
  - { only: { values: { category: [Furniture] } }, for: { users: [U0BOB] } }`;
    const { slack } = await tallyInSlack({ settings });
    await slack.command('/stock total');
    const form = await opened(slack, await said(slack, 'Stock by category'));
    expect(saysOf(form)).not.toContain('cost:');
    expect(await slack.suggest(form, 'filters', 'furniture')).toEqual([]);
    expect(await slack.suggest(form, 'filters', 'b-1')).toEqual([]);
    await slack.choose(form, 'kpi', 'cost', { forged: true });
    await slack.submit(form);
    expect(form.errors.kpi).toMatch(/not open to you/);
  });

  test('knows long names, names with quotes, and names with marks of another direction', async () => {
    const long = `Cabinet ${'with glass doors '.repeat(12)}`.trim();
    const company = companyOf([
      ['L-1', long, 'Furniture'],
      ['Q-1', 'The "quiet" <fan> & more', 'Electronics'],
      ['R-1', 'Rev\u202eersed', 'Electronics'],
    ]);
    const { slack } = await tallyInSlack({ company });
    await slack.command('/stock total');
    const answer = await said(slack, 'Stock by category');
    const form = await opened(slack, answer);
    const [cabinet] = await slack.suggest(form, 'filters', 'cabinet');
    const [fan] = await slack.suggest(form, 'filters', 'the "quiet');
    const [reversed] = await slack.suggest(form, 'filters', 'rev');
    expect(cabinet?.text).toMatch(/^Cabinet with glass doors .*…$/);
    expect(fan?.text).toBe('The "quiet" <fan> & more (product)');
    expect(reversed?.text).not.toContain('\u202e');
    await slack.suggest(form, 'filters', 'cab');
    await slack.choose(form, 'filters', [cabinet?.value ?? '']);
    await slack.submit(form);
    await until(() => answer.edits === 1);
    expect(footerOf(answer)).toContain('Cabinet with glass doors');
    const again = await opened(slack, answer);
    expect(filledIn(again)[1]).toMatch(/^Of: Cabinet with glass doors/);
    await slack.suggest(again, 'filters', 'the "quiet');
    await slack.choose(again, 'filters', [fan?.value ?? '']);
    await slack.submit(again);
    await until(() => answer.edits === 2);
    expect(footerOf(answer)).toContain('The ""quiet"" &lt;fan&gt; &amp; more');
    expect(answer.rings).toEqual([]);
  });
});

test('a question that is not known any more is not opened: a word says so', async () => {
  const { slack } = await tallyInSlack();
  const answer = await ask(slack, '/stock total by category');
  await slack.click(answer, 'Edit', { value: JSON.stringify({ v: 1, q: '/stock total category:Weapons' }) });
  const told = await said(slack, 'This question cannot be edited any more');
  expect(told).toMatchObject({ kind: 'ephemeral', user: 'U0ANN' });
  expect(buttonsOf(told)).toEqual([]);
  expect(slack.views.size).toBe(0);
});
