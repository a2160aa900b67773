import { describe, expect, it } from 'vitest';
import { openSubject } from './oracle/asked.js';
import { COMPANIES } from './oracle/companies.js';
import { ableTo, MATRIX, PERIOD_KINDS, periodKinds, questionAt } from './oracle/questions.js';

/** One company after the other, so that all of them share what every meaning over time can be asked. */
const asked = MATRIX.map((place, index) => {
  const able = ableTo(place, COMPANIES);
  return { place, by: able[index % able.length] };
});

describe('every KPI × dimension × kind of period, against a second computation', () => {
  it('is asked of somebody', () => {
    for (const { company } of COMPANIES) expect(periodKinds(company)).toHaveLength(PERIOD_KINDS);
    expect(asked.filter(({ by }) => by === undefined).map(({ place }) => `${place.kpi.name} by ${place.by}`)).toEqual(
      [],
    );
  });

  it.each(COMPANIES)('$name', { timeout: 240_000 }, async (one) => {
    const { differences, facts, subject } = await openSubject(one.company);
    const labels = ['division', 'segment', 'category', 'product', 'warehouse'] as const;
    expect(labels.filter((label) => facts.dimensions.has(label))).toEqual(
      labels.filter((label) => subject.hasLabel(label)),
    );
    const found: string[] = [];
    for (const { place, by } of asked) {
      if (by === one) found.push(...(await differences(questionAt(place, one.company))));
    }
    expect(found).toEqual([]);
  });
});
