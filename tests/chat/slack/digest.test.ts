import { describe, expect, it } from 'vitest';
import type { Answered } from '../../../src/commands/questions.js';
import { DIGEST } from '../../reply/digest-fixture.js';
import { tallyInSlack } from '../../support/in-slack.js';
import { buttonsOf, fileNamed, layoutOf, said, saysOf, until } from '../../support/reading.js';

/** Tally whose digest is known. */
const withDigest = () =>
  tallyInSlack({
    replaced: ({ questions }) => ({
      questions: {
        ...questions,
        async ask(text, asker) {
          if (!/digest$/.test(text)) return questions.ask(text, asker);
          return { id: 'abcd1234', text, kind: 'digest', digest: DIGEST } satisfies Answered;
        },
      },
    }),
  });

describe('/stock digest', () => {
  it('is for the asker alone, without a file, and can be shared', async () => {
    const { slack } = await withDigest();
    await slack.command('/stock digest');
    const answer = await said(slack, DIGEST.headline);
    expect(answer).toMatchObject({ kind: 'ephemeral', user: 'U0ANN' });
    expect(layoutOf(answer)).not.toContain('image');
    expect(buttonsOf(answer)).toEqual(expect.arrayContaining(['Refresh', 'Share', 'Picture', 'CSV', 'Subscribe']));
    await slack.click(answer, 'CSV');
    await fileNamed(slack, `${DIGEST.full.kpi}.csv`, ({ channel }) => channel === 'D0ANN');
    await slack.click(answer, 'Share');
    const shared = await said(slack, DIGEST.headline, ({ kind }) => kind === 'channel');
    expect(saysOf(shared)).toContain('for <@U0ANN>');
  });

  it('has the drawn chart in direct messages', async () => {
    const { slack } = await withDigest();
    await slack.direct('/stock digest');
    const answer = await said(slack, DIGEST.headline);
    await until(() => layoutOf(answer).includes('image'));
  });

  it('for all has the drawn chart, and the CSV in its thread', async () => {
    const { slack } = await withDigest();
    await slack.command('/stock digest here');
    const answer = await said(slack, DIGEST.headline);
    await fileNamed(slack, `${DIGEST.full.kpi}.csv`, ({ threadTs }) => threadTs === answer.ts);
    expect(layoutOf(answer)).toContain('image');
  });

  it('is subscribed to like a question', async () => {
    const { slack } = await withDigest();
    await slack.command('/stock digest');
    await slack.click(await said(slack, DIGEST.headline), 'Subscribe');
    await until(() => slack.views.size === 1);
    const [form] = slack.views.values();
    expect(form?.content.title).toMatchObject({ text: 'Subscribe' });
  });
});
