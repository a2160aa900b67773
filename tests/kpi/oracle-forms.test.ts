import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSubject } from './oracle/asked.js';
import { COMPANIES } from './oracle/companies.js';
import { anyForm } from './oracle/forms.js';

const QUESTIONS = 60;
const SEED = 20_261_122;

describe('top lists, thresholds, comparisons, two dimensions, steps and trends, against a second computation', () => {
  it.each(COMPANIES)('$name', { timeout: 240_000 }, async (one) => {
    const { differences } = await openSubject(one.company);
    const found: string[] = [];
    for (const question of fc.sample(anyForm(one), { seed: SEED, numRuns: QUESTIONS })) {
      found.push(...(await differences(question)));
    }
    expect(found).toEqual([]);
  });
});
