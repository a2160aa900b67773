import { expect, it } from 'vitest';
import { ofOneModel } from '../../src/commands/one-model.js';

it('an answer during which the model was made anew is begun again', async () => {
  const model = { renewals: 0 };
  const answers = ['of an empty table', 'right'];
  const answered = ofOneModel(model, async () => {
    if (model.renewals === 0) model.renewals = 1;
    return answers.shift();
  });
  expect(await answered).toBe('right');
});

it('so is one that failed over it, and no other', async () => {
  const model = { renewals: 0 };
  let tries = 0;
  const failing = (renewed: number) => async () => {
    tries++;
    model.renewals = renewed;
    throw new Error('a table is not there');
  };
  await expect(ofOneModel(model, failing(1))).rejects.toThrow('a table is not there');
  expect(tries).toBe(2);
  await expect(ofOneModel(model, failing(1))).rejects.toThrow('a table is not there');
  expect(tries).toBe(3);
});

it('a model that is made anew at every try is not waited for without end', async () => {
  const model = { renewals: 0 };
  await expect(ofOneModel(model, async () => model.renewals++)).rejects.toThrow('made anew whenever');
});
