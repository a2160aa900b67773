import fc from 'fast-check';
import { type Business, type NamedPeriod, type Period, UNITS_OF_TIME, type Versus } from '../../src/periods/index.js';

/** Any days, periods and businesses that can be, for properties. */
export const anyDay: fc.Arbitrary<string> = fc
  .date({ min: new Date('1950-01-01'), max: new Date('2149-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

/** Days on which months, years and leap days turn come often. */
const edgyDay = fc.oneof(
  anyDay,
  fc.constantFrom('2024-02-29', '2025-02-28', '2026-03-31', '2026-12-31', '2027-01-01', '2020-12-31', '2026-10-14'),
);

export const anyBusiness: fc.Arbitrary<Business> = fc.record({
  today: edgyDay,
  fiscalYearStart: fc.integer({ min: 1, max: 12 }),
});

export const anyUnit = fc.constantFrom(...UNITS_OF_TIME);
const year = fc.integer({ min: 2015, max: 2035 });
const quarter = fc.integer({ min: 1, max: 4 });
const count = fc.integer({ min: 1, max: 60 });

export const anyNamed: fc.Arbitrary<NamedPeriod> = fc.oneof(
  fc.record({ kind: fc.constant('day' as const), date: edgyDay }),
  fc.record({ kind: fc.constantFrom('today' as const, 'yesterday' as const) }),
  fc.record({ kind: fc.constant('week' as const), year, week: fc.integer({ min: 1, max: 52 }) }),
  fc.record(
    { kind: fc.constant('month' as const), year, month: fc.integer({ min: 1, max: 12 }) },
    { requiredKeys: ['kind', 'month'] },
  ),
  fc.record({ kind: fc.constant('quarter' as const), year, quarter }, { requiredKeys: ['kind', 'quarter'] }),
  fc.record({ kind: fc.constant('year' as const), year }),
  fc.record({ kind: fc.constant('fiscal' as const), year, quarter }, { requiredKeys: ['kind', 'year'] }),
);

/** Some of those with two ends end before they begin. */
export const anyPeriod: fc.Arbitrary<Period> = fc.oneof(
  anyNamed,
  fc.record({ kind: fc.constantFrom('last' as const, 'recent' as const), count, unit: anyUnit }),
  fc.record({ kind: fc.constant('this' as const), unit: anyUnit }),
  fc.record({ kind: fc.constant('since' as const), from: anyNamed }),
  fc.record({ kind: fc.constant('between' as const), from: anyNamed, to: anyNamed }),
);

export const anyVersus: fc.Arbitrary<Versus> = fc.oneof(
  fc.record({ kind: fc.constant('earlier' as const), unit: anyUnit }),
  fc.record({ kind: fc.constant('period' as const), period: anyPeriod }),
);
