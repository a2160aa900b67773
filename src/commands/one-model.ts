import type { Model } from '../model/index.js';

const TRIES = 3;

/**
 * An answer is of one model. Where that proved damaged and was made anew meanwhile, some of its rows may have come out
 * of tables that were empty: then it is begun again, and waits for them to be read.
 */
export async function ofOneModel<T>(model: Pick<Model, 'renewals'>, answer: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < TRIES; tries++) {
    const { renewals } = model;
    const [outcome] = await Promise.allSettled([answer()]);
    if (model.renewals !== renewals) continue;
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }
  throw new Error('The model was made anew whenever a question was answered');
}
