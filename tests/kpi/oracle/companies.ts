import fc from 'fast-check';
import type { Company } from './company.js';
import { generatedCompany, type Setting } from './generated.js';
import { Subject } from './subject.js';

/** Every meaning over time, on days around which months, years, leap days and weeks turn. */
const SETTINGS: readonly Setting[] = [
  { quantity: 'complete', demand: 'complete', today: '2026-01-12', fiscalYearStart: 4 },
  { quantity: 'complete', demand: 'flow', today: '2024-03-04', fiscalYearStart: 9 },
  { quantity: 'complete', demand: null, today: '2026-10-01', fiscalYearStart: 1 },
  { quantity: 'sparse', demand: 'complete', today: '2027-01-03', fiscalYearStart: 2 },
  { quantity: 'sparse', demand: 'flow', today: '2025-07-31', fiscalYearStart: 7 },
  { quantity: 'sparse', demand: null, today: '2026-03-10', fiscalYearStart: 12 },
  { quantity: 'flow', demand: 'flow', today: '2026-01-04', fiscalYearStart: 10 },
  { quantity: 'flow', demand: 'complete', today: '2023-12-31', fiscalYearStart: 6 },
  { quantity: 'flow', demand: null, today: '2026-05-18', fiscalYearStart: 5 },
];

const SEED = 20_261_122;

export interface Named {
  readonly name: string;
  readonly company: Company;
  readonly subject: Subject;
}

export const COMPANIES: readonly Named[] = SETTINGS.flatMap((setting, index) =>
  fc.sample(generatedCompany(setting), { seed: SEED + index, numRuns: 1 }).map((company) => ({
    name: `${setting.quantity} quantity, ${setting.demand ?? 'no'} demand, on ${setting.today}`,
    company,
    subject: new Subject(company),
  })),
);
