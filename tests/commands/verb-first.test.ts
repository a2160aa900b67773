import { expect, it } from 'vitest';
import { verbFirst } from '../../src/commands/verb-first.js';
import { mistakeOf, openCompany } from '../support/app.js';
import { SMALL } from '../support/small.js';

it.each([
  ['pause subscription 1', ['/stock subscription 1 pause']],
  ['Stop subscription #3', ['/stock subscription 3 pause', '/stock subscription 3 delete']],
  ['cancel digest 3', ['/stock subscription 3 delete']],
  ['edit subscription 3 daily 09:00', ['/stock subscription 3 edit daily 09:00']],
  ['delete alert 1', ['/stock alert 1 delete']],
  ['mute 1', ['/stock alert 1 mute 1 h']],
  ['mute alert 1 2h', ['/stock alert 1 mute 2h']],
  ['pause 1', ['/stock subscription 1 pause', '/stock alert 1 pause']],
])('“%s” is said with its verb last', async (text, suggestions) => {
  const app = await openCompany(SMALL);
  expect(await mistakeOf(app, `/stock ${text}`)).toMatchObject({
    code: 'unknown',
    message: expect.stringContaining(`“${suggestions[0]?.replace('/stock ', '')}”`),
    suggestions,
  });
});

it.each(['pause', 'pause electronics', 'variance 5', 'delete 5 electronics', 'mute subscription 3', 'constructor 5'])(
  '“%s” is nothing of that',
  (text) => {
    expect(verbFirst(text)).toBeNull();
  },
);

it('what the data have is asked for first', async () => {
  const files = { ...SMALL.files, 'product.csv': 'product_id,name,category\nA-1,Run 5,Electronics\n' };
  const app = await openCompany({ ...SMALL, files });
  const { answer } = await import('../../src/commands/index.js');
  expect(await answer('/stock run 5', app.desk)).toMatchObject({
    kind: 'result',
    result: { question: expect.stringContaining('Run 5') },
  });
});
