import { expect, test } from 'vitest';
import { unusedValues } from '../../src/access/index.js';
import type { AccessRule } from '../../src/config/schema.js';

const FOR = { users: ['U0ANN'], groups: [], channels: [] };
const KNOWN = [
  { dimension: 'category', value: 'Prototypes' },
  { dimension: 'warehouse', value: 'North' },
];

test('a value that no row has is named with its place; case and blanks make no difference', () => {
  const rules: readonly AccessRule[] = [
    { only: { values: { category: ['prototypes', 'Prototyps'] } }, for: FOR },
    { see: { warehouse: ['NORTH ', 'South'], category: ['North'] }, for: FOR },
    { only: { kpis: ['cost'] }, for: FOR },
  ];
  expect(unusedValues(rules, KNOWN)).toEqual([
    'access[0].only.values.category[1]: Prototyps',
    'access[1].see.warehouse[1]: South',
    'access[1].see.category[0]: North',
  ]);
});
