import { describe, expect, it } from 'vitest';
import { mistakeOf, openCompany, resultOf } from '../support/app.js';
import { company } from './access-company.js';

const suggested = async (question: string) => {
  const app = await openCompany(company());
  const { suggestions } = await mistakeOf(app, question);
  for (const suggestion of suggestions) await resultOf(app, suggestion);
  return suggestions;
};

describe('what is suggested is answered', () => {
  it('where a KPI that has the measure needs something to choose from', async () => {
    expect(await suggested('/stock cost fill rate over 50%')).toEqual([
      '/stock availability fill rate over 50%',
      '/stock compare by division fill rate over 50%',
    ]);
  });

  it('where a question has two faults', async () => {
    const suggestions = await suggested('/stock variance by environment top 3 in test');
    expect(suggestions.length).toBeGreaterThan(0);
  });

  it('where what is suggested names a measure that its KPI has not', async () => {
    const suggestions = await suggested('/stock trend match rate in test');
    expect(suggestions).toContain('/stock trend match rate');
  });

  it('and nothing is where nothing would be', async () => {
    expect(await suggested('/stock profit in test')).toEqual([]);
  });
});
