import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rightsOf } from '../../src/access/index.js';
import type { Restriction } from '../../src/kpi/rights.js';
import { ANNA, rules } from './rules.js';

const VALUES = {
  category: ['Food', 'Toys', 'Tools'],
  warehouse: ['NORTH', 'SOUTH'],
  segment: ['Home', 'Work'],
} as const;
type Dimension = keyof typeof VALUES;
type Row = Readonly<Record<Dimension, string>>;

const ROWS: readonly Row[] = VALUES.category.flatMap((category) =>
  VALUES.warehouse.flatMap((warehouse) => VALUES.segment.map((segment) => ({ category, warehouse, segment }))),
);
const some = (dimension: Dimension) => fc.subarray([...VALUES[dimension]], { minLength: 1 });
const sees = fc
  .record(
    { category: some('category'), warehouse: some('warehouse'), segment: some('segment') },
    { requiredKeys: [], noNullPrototype: true },
  )
  .filter((see) => Object.keys(see).length > 0);

const holds = (row: Row, { dimension, values }: Pick<Restriction, 'dimension' | 'values'>) =>
  values.includes(row[dimension as Dimension]);

it('a person to whom several see rules apply sees no row that none of them gives', () => {
  fc.assert(
    fc.property(fc.array(sees, { minLength: 1, maxLength: 4 }), (written) => {
      const { restrictions } = rightsOf(rules(...written.map((see) => ({ see, for: { users: [ANNA] } }))), {
        user: ANNA,
        groups: [],
        channel: null,
      });
      for (const row of ROWS.filter((one) => restrictions.every((it) => holds(one, it)))) {
        const given = written.some((see) =>
          Object.entries(see).every(([dimension, values]) => holds(row, { dimension: dimension as Dimension, values })),
        );
        expect(given, JSON.stringify([row, written])).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});
