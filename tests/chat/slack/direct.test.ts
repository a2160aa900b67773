import { describe, expect, test } from 'vitest';
import { tallyInSlack } from '../../support/in-slack.js';
import { blockOf, buttonsOf, fileNamed, footerOf, layoutOf, said, until } from '../../support/reading.js';

describe.each(['socket', 'http'] as const)('a direct message over %s', (mode) => {
  test('needs no slash, and is answered with the text at once and then the drawn chart', async () => {
    const { slack } = await tallyInSlack({ mode });
    await slack.direct('variance electronics');
    const answer = await said(slack, 'Electronics by SKU');
    expect(answer).toMatchObject({ kind: 'channel', channel: 'D0ANN', rings: [] });
    expect(answer.threadTs).toBeUndefined();
    await until(() => layoutOf(answer).includes('image'));
    expect(answer.history.map(layoutOf)).toEqual(['header section section table actions context']);
    expect(blockOf(answer, 'image').slack_file).toEqual({ id: (await fileNamed(slack, 'variance.png')).id });
    expect(buttonsOf(answer)).toEqual(['By warehouse', 'Edit', 'Refresh', 'Picture', 'CSV', '☆ Keep', 'Subscribe']);
    expect(footerOf(answer)).not.toContain('Asked by');
    expect(slack.messages).toHaveLength(1);
  });
});

describe('a direct message', () => {
  test('with a slash is the same', async () => {
    const { slack } = await tallyInSlack();
    await slack.direct('/stock variance electronics');
    expect(footerOf(await said(slack, 'Electronics by SKU'))).toContain('`/stock variance category:Electronics`');
  });

  test('of a greeting leads to the help', async () => {
    const { slack } = await tallyInSlack();
    await slack.direct('hello');
    const mistake = await said(slack, '“hello” is not known');
    expect(mistake).toMatchObject({ kind: 'channel', channel: 'D0ANN' });
    await slack.click(mistake, '/stock help');
    await said(slack, 'What you can ask about stock');
    expect(slack.messages).toHaveLength(2);
  });

  test('in a thread is answered there', async () => {
    const { slack } = await tallyInSlack();
    await slack.direct('total');
    const first = await said(slack, 'Stock by category');
    await slack.direct('variance', { threadTs: first.ts });
    expect((await said(slack, 'Stock variance')).threadTs).toBe(first.ts);
  });

  test('as csv is answered with the file alone', async () => {
    const { slack } = await tallyInSlack();
    await slack.direct('variance as csv');
    await fileNamed(slack, 'variance.csv', ({ channel }) => channel === 'D0ANN');
    expect(slack.messages.map(({ via }) => via)).toEqual(['files.completeUploadExternal']);
  });

  test('“By …” adds the next step below: a conversation is kept', async () => {
    const { slack } = await tallyInSlack();
    await slack.direct('variance');
    const answer = await said(slack, 'by category');
    await slack.click(answer, 'By product');
    const next = await said(slack, 'by product');
    expect(next.ts).not.toBe(answer.ts);
    expect(next.channel).toBe('D0ANN');
  });
});
