import { describe, expect, it } from 'vitest';
import { openCompany, resultOf } from '../support/app.js';
import { also, daily, days, march, stockOn } from './days.js';

/** The tenth of March is today. */
const EVERY_DAY = stockOn(days(1, 10));
const without = (...gone: number[]) => stockOn(days(1, 10).filter((day) => !gone.includes(day)));

async function said(test: string, production: string, period: string) {
  const company = daily({ 'test.csv': test, 'production.csv': production });
  const { warnings, notes, headline } = await resultOf(await openCompany(company), `/stock variance ${period}`);
  return { warnings, notes, headline };
}

describe('a period that ended before the latest rows', () => {
  it('is not blamed for what came after it', async () => {
    const half = also(without(10), `${march(10)},A,10`);
    expect((await said(EVERY_DAY, half, '')).warnings).toHaveLength(1);
    expect(await said(EVERY_DAY, half, 'from 2026-03-01 to 2026-03-08')).toMatchObject({
      warnings: [],
      notes: ['Figures are the state of 2026-03-08, at the period’s end.'],
    });
  });

  it('has its own load that was not finished as the headline', async () => {
    const half = also(without(9), `${march(9)},A,9`);
    const { warnings, headline } = await said(EVERY_DAY, half, 'yesterday');
    expect(warnings).toEqual(['Production looks incomplete on 2026-03-09: 1 row, usually 4']);
    expect(headline).toMatch(/^Production looks incomplete on 2026-03-09/);
  });

  it('says that its state is of an earlier day than its last', async () => {
    const { warnings, notes } = await said(without(7, 8), without(7, 8), 'from 2026-03-04 to 2026-03-08');
    expect([...(warnings ?? []), ...notes].join(' ')).toMatch(/2026-03-0[67]/);
  });

  it('says when an environment has nothing in it', async () => {
    const { warnings, headline } = await said(EVERY_DAY, without(3), '2026-03-03');
    expect(warnings?.join()).toMatch(/Production/);
    expect(headline).toMatch(/Production/);
  });
});

it('a period without any rows says just that', async () => {
  const { headline } = await said(EVERY_DAY, EVERY_DAY, '2025-03');
  expect(headline).toBe('There are no rows in this period: the first rows are of 2026-03-01');
});
