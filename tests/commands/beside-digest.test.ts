import { expect, it } from 'vitest';
import { mistakeOf, openCompany } from '../support/app.js';
import { SMALL } from '../support/small.js';
import { refusedFor, told } from './subscriptions/asked.js';

it.each([
  ['digest electronics', 'electronics', '/stock variance electronics'],
  ['digest by category', 'by category', '/stock variance by category'],
  ['digest; total', 'total', '/stock total'],
])('“%s” names the question that is meant', async (text, place, question) => {
  const app = await openCompany(SMALL);
  const mistake = await refusedFor(app, `/stock ${text}`);
  expect(mistake).toMatchObject({ code: 'refused', place, suggestions: [question, '/stock digest'] });
  expect(mistake.message).toBe(
    `The digest is about everything that you may see; for “${place}” there is “${question.replace('/stock ', '')}”.`,
  );
  await told(app, question);
});

it('a digest with a time is subscribed to', async () => {
  const app = await openCompany(SMALL);
  const { suggestions } = await refusedFor(app, '/stock digest weekdays 07:30 dm');
  expect(suggestions).toEqual(['/stock subscribe digest weekdays 07:30 dm']);
  await told(app, suggestions[0] ?? '');
  expect(await app.state.subscriptions.list()).toMatchObject([
    { question: '/stock digest', schedule: 'weekdays 07:30' },
  ]);
});

it('what says nothing takes only the way to show it', async () => {
  const app = await openCompany(SMALL);
  expect((await mistakeOf(app, '/stock digest xyzzy')).suggestions).toEqual(['/stock digest', '/stock digest as csv']);
});
