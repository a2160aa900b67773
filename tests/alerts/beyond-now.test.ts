import { expect, it } from 'vitest';
import { beyondNow } from '../../src/alerts/beyond-now.js';
import type { LookedRow } from '../../src/alerts/transitions.js';
import { SUBJECT } from './subject.js';

const row = (label: string, figure: string | null, beyond = true): LookedRow => ({
  key: label,
  label,
  figure,
  base: '12',
  beyond,
  clear: !beyond,
});

it.each([
  ['nothing', [row('Kettle', '1', false)], 'Nothing is beyond it now'],
  ['one row', [row('Kettle', '7.15'), row('Lamp', '1', false)], '1 row is beyond now: Kettle +7.2 %'],
  ['what is in proportion to nothing', [row('Kettle', null)], '1 row is beyond now: Kettle +12 units, none in Test'],
  [
    'the first of many',
    ['A', 'B', 'C', 'D', 'E'].map((label) => row(label, '-9')),
    '5 rows are beyond now: A -9.0 %; B -9.0 %; C -9.0 % and 2 more',
  ],
])('of %s', (_, rows, words) => {
  expect(beyondNow(rows, SUBJECT)).toBe(words);
});
