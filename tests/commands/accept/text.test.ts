import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type AcceptText, acceptText, readAccept } from '../../../src/commands/accept/text.js';
import { type Candidate, Vocabulary } from '../../../src/intent/vocabulary.js';
import { DIMENSIONS } from '../../../src/kpi/dimensions.js';

const TODAY = '2026-03-10';
const candidate = (dimension: string, value: string, label?: string): Candidate => ({
  dimension,
  value,
  selects: `${dimension} ${value}`,
  ...(label === undefined ? {} : { label }),
});

/** The words of the small company. */
const small = new Vocabulary([], Object.values(DIMENSIONS), [
  candidate('sku', 'A-1', 'Radio, Black'),
  candidate('sku', 'A-2', 'Radio, White'),
  candidate('sku', 'A-3'),
  candidate('product', 'Radio'),
  candidate('product', 'Lamp'),
  candidate('category', 'Electronics'),
  candidate('warehouse', 'North'),
  candidate('warehouse', 'South'),
]);

it.each([
  ['A-2 in north', { warehouse: 'North', until: null, reason: null }],
  ['a-2 warehouse:North for 30 days', { warehouse: 'North', until: '2026-04-09' }],
  ['sku:A-2 for 2 weeks', { warehouse: null, until: '2026-03-24' }],
  ['Radio White until 2026-03-10', { items: [{ dimension: 'sku', value: 'A-2' }], until: '2026-03-10' }],
  ['the A-2 because moved, not counted', { reason: 'moved, not counted' }],
  ['A-2 because moved until 2026-04-01', { reason: 'moved', until: '2026-04-01' }],
  ['A-2 because away for 2 days', { reason: 'away', until: '2026-03-12' }],
  ['A-2 because waiting until friday', { reason: 'waiting until friday', until: null }],
  ['A-2 because "Electronics" until 2026-04-01', { reason: 'Electronics', until: '2026-04-01' }],
  ['A-2 “a ""new"" shelf”', { reason: 'a "new" shelf' }],
  ['"A-2" ""', { items: [{ dimension: 'sku', value: 'A-2' }], reason: null }],
])('“accept %s” is understood', (text, said) => {
  expect(readAccept('accept', `accept ${text}`, small, TODAY)).toMatchObject({ ok: true, said });
});

it.each([
  [
    'A-9 until 2026-12-01',
    '“A-9” is no sku and no product name. Did you mean sku:A-1 or sku:A-2 or sku:A-3?',
    '/stock accept sku:A-1 until 2026-12-01',
    'A-9',
  ],
  ['"A-9"', '“A-9” is no sku and no product name. Did you mean sku:A-1', '/stock accept sku:A-1', '"A-9"'],
  [
    'Radoo',
    '“Radoo” is no sku and no product name. Did you mean product:Radio?',
    '/stock accept product:Radio',
    'Radoo',
  ],
  ['A-1 recount', '“recount” is no sku and no product name. A reason stands in quotes.', undefined, 'recount'],
  ['A-1 2026-12-01', '“2026-12-01” is no item. Did you mean until', '/stock accept A-1 until 2026-12-01', '2026-12-01'],
  ['', 'Say what is accepted: a sku, or a product name for all its skus.', '/stock accepted', ''],
  [
    'electronics',
    '“Electronics” is a category. What is accepted is an item, not all that a category has or will have',
    '/stock variance category:Electronics by sku',
    'electronics',
  ],
  ['category:Toys', 'There is no category “Toys”.', undefined, 'category:Toys'],
  ['colour:red', '“colour” names no item: sku, product, warehouse.', undefined, 'colour:red'],
  [
    'A-1 until 2026-02-30',
    'There is no 2026-02-30 in the calendar. After “until” comes a day as YYYY-MM-DD, such as 2026-04-09',
    '/stock accept A-1 until 2026-04-09',
    'until 2026-02-30',
  ],
  [
    'A-1 until 2026-03-09',
    '2026-03-09 is over: the first day that can stand here is today, 2026-03-10.',
    '/stock accept A-1 until 2026-04-09',
    'until 2026-03-09',
  ],
  [
    'A-1 until tomorrow',
    '“tomorrow” is no day. After “until” comes',
    '/stock accept A-1 until 2026-03-11',
    'until tomorrow',
  ],
  ['A-1 until end of month', 'is no day.', '/stock accept A-1 until 2026-03-31', 'until end of month'],
  ['A-1 until the end of this year "x"', 'is no day.', '/stock accept A-1 until 2026-12-31 "x"', undefined],
  ['A-1 for 1 month', '“1 month” cannot stand here.', '/stock accept A-1 until 2026-04-10', 'for 1 month'],
  ['A-1 until', 'After “until” comes a day as YYYY-MM-DD', '/stock accept A-1 until 2026-04-09', 'until'],
  ['A-1 for ever', '“ever” cannot stand here. After “for” comes “30 days” or “2 weeks”', undefined, 'for ever'],
  ['A-1 for 0 days', '“0 days” cannot stand here. After “for” comes', undefined, 'for 0 days'],
  ['A-1 for 9999 weeks', '1 to 3650 days, 1 to 520 weeks.', undefined, 'for 9999 weeks'],
  ['A-1 until 2026-04-01 for 2 days', 'It ends once: 2026-04-01 or 2026-03-12?', undefined, 'for'],
  ['A-1 in East', 'There is no warehouse “East”.', undefined, 'East'],
  ['A-1 in', 'After “in” comes a warehouse.', undefined, 'in'],
  [
    'A-1 in production',
    'A difference is between both environments and is not accepted in one.',
    undefined,
    'production',
  ],
  ['A-1 in North in South', 'One warehouse at a time: North or South?', undefined, 'South'],
  ['A-1 "one" "two"', 'The reason is said twice.', undefined, '"two"'],
  ['A-1 because', 'After “because” comes the reason.', undefined, 'because'],
  [`A-1 "${'x'.repeat(201)}"`, 'The reason has 201 characters; at most 200 are kept.', undefined, undefined],
  ['x'.repeat(2000), 'That has 2007 characters; at most 2000 are read.', undefined, undefined],
])('“accept %s” is a mistake', (rest, message, suggestion, place) => {
  const text = `accept ${rest}`;
  const read = readAccept('accept', text, small, TODAY);
  if (read.ok) throw new Error(`understood: ${JSON.stringify(read.said)}`);
  const { mistake } = read;
  expect(mistake.message).toContain(message);
  if (suggestion !== undefined) expect(mistake.suggestions[0]).toBe(suggestion);
  if (place !== undefined) expect(text.slice(mistake.start, mistake.end)).toBe(place);
});

it.each(['until 2026-12-01', 'for 2 days', 'because moved', '"recount"', 'electronics', 'A-9'])(
  '“unaccept A-1 %s” is a mistake, and so is “accepted A-1 %s”',
  (rest) => {
    for (const verb of ['unaccept', 'accepted'] as const)
      expect(readAccept(verb, `${verb} A-1 ${rest}`, small, TODAY)).toMatchObject({ ok: false });
  },
);

const VALUES = [
  ...['A-1', '17', 'until', 'in 2', 'for 2 days', 'a "b" c', '-'].map((value) => ({
    dimension: 'sku' as const,
    value,
  })),
  ...['Radio', 'because', 'Until 2026', 'North wind'].map((value) => ({ dimension: 'product' as const, value })),
];
const WAREHOUSES = ['North', 'in', 'a, b'];
const words = new Vocabulary(
  [],
  Object.values(DIMENSIONS),
  [...VALUES, ...WAREHOUSES.map((value) => ({ dimension: 'warehouse', value }))].map((one) => ({
    ...one,
    selects: JSON.stringify(one),
  })),
);

const reason = fc.string({ unit: 'binary', maxLength: 60 }).map((text) =>
  text
    .replace(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"')
    .replace(/\s+/g, ' ')
    .trim(),
);
const texts: fc.Arbitrary<AcceptText> = fc.record({
  items: fc.uniqueArray(fc.constantFrom(...VALUES), { minLength: 1, maxLength: 4 }),
  warehouse: fc.option(fc.constantFrom(...WAREHOUSES)),
  until: fc.option(fc.constantFrom(TODAY, '2026-12-31', '2028-02-29')),
  reason: fc.option(reason.filter((text) => text !== '')),
  as: fc.constant(null),
});

it('what is written canonically is read as the same', () => {
  fc.assert(
    fc.property(texts, (said) => {
      const text = acceptText('accept', said).replace('/stock ', '');
      expect(readAccept('accept', text, words, TODAY)).toEqual({ ok: true, said });
    }),
    { numRuns: 2000, seed: 5 },
  );
});

const pieces = fc.constantFrom(
  ...'A-1 17 Radio North in until for because as csv table and the 2026-04-01 2026-02-30 2 days weeks sku: sku:A-1 warehouse:North "recount" " : , ; \' -- ); <!channel> \u0000 \u202e 🙂 kpi:cost category:x 1e9 -1'.split(
    ' ',
  ),
);

it('whatever is written is understood or a mistake with a place and no end in the past', () => {
  const verbs = fc.constantFrom('accept' as const, 'unaccept' as const, 'accepted' as const);
  const anything = fc.oneof(
    fc.array(pieces, { maxLength: 8 }).map((list) => list.join(' ')),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );
  fc.assert(
    fc.property(verbs, anything, (verb, rest) => {
      const text = `${verb} ${rest}`;
      const read = readAccept(verb, text, words, TODAY);
      if (read.ok) {
        if (verb !== 'accepted') expect(read.said.items).not.toEqual([]);
        expect((read.said.until ?? TODAY) >= TODAY).toBe(true);
        const again = readAccept(verb, acceptText(verb, read.said).replace('/stock ', ''), words, TODAY);
        expect(again).toEqual(read);
      } else {
        expect(read.mistake.message).not.toBe('');
        expect(read.mistake.start).toBeGreaterThanOrEqual(0);
        expect(read.mistake.end).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 5000, seed: 6 },
  );
});
