import fc from 'fast-check';
import type { Operation, Stamp, Step, Story, TableName, TableShape, Transaction, Values } from './story.js';

/** Printed as it is written. */
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(model, { noNullPrototype: true }) as fc.Arbitrary<T>;

const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000];

const values: fc.Arbitrary<Values> = record({
  day: fc.constantFrom<Values['day'][]>(-40, -9, -9, -8, -5, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 'soon', null),
  item: fc.constantFrom('a', 'A', 'b', 'c', '21', '22', ' a', 'ä\u00a0x', '', null),
  place: fc.constantFrom('East', 'EAST', 'West', null),
  qty: fc.constantFrom('0', '1', '2.5', '-3', '10', 'many', null),
  need: fc.constantFrom('0', '1', '4', '-1', null),
  cost: fc.constantFrom('1.5', '0.12345650', null),
  kind: fc.constantFrom('Lamp', 'lamp', 'Radio', null),
});

const quantities = values.map(({ qty }) => ({ qty }));
const days = values.map(({ day }) => ({ day }));
const places = fc.array(fc.nat(30), { minLength: 1, maxLength: 3 });
const is = <T extends string>(does: T): fc.Arbitrary<T> => fc.constant(does);

/** What a look finds, if rows are stamped and do not go from one date to another. */
const additions = (stamp: fc.Arbitrary<Stamp>): fc.WeightedArbitrary<Operation>[] => [
  {
    weight: 5,
    arbitrary: record({ does: is('insert'), rows: fc.array(values, { minLength: 1, maxLength: 3 }), stamp }),
  },
  { weight: 4, arbitrary: record({ does: is('update'), at: places, to: quantities, stamp }) },
  { weight: 2, arbitrary: record({ does: is('duplicate'), at: places, stamp }) },
  {
    weight: 1,
    // Rarely more than are brought in one by one.
    arbitrary: record({ does: is('bulk'), count: fc.constantFrom(20, 20, 40, 40, 60, 60, 11_000), row: values, stamp }),
  },
];

const stamped = fc.constantFrom<Stamp>('clock', 'clock', 'clock', 'clock', 'future');
const stampedOrNot = fc.constantFrom<Stamp>('clock', 'clock', 'clock', 'clock', 'future', 'past', 'unstamped');

const seen = fc.oneof(...additions(stamped));
const any = fc.oneof(
  ...additions(stampedOrNot),
  { weight: 3, arbitrary: record({ does: is('update'), at: places, to: fc.oneof(values, days), stamp: stampedOrNot }) },
  { weight: 2, arbitrary: record({ does: is('rekey'), at: places, stamp: stampedOrNot }) },
  { weight: 4, arbitrary: record({ does: is('delete'), at: places }) },
  { weight: 1, arbitrary: record({ does: is('truncate') }) },
);

interface Course {
  readonly operation: fc.Arbitrary<Operation>;
  /** Tables, the more often the more happens to them. */
  readonly tables: readonly TableName[];
  /** Milliseconds between steps. */
  readonly passes: readonly number[];
  /** Fewest steps. */
  readonly least: number;
}

const transactionOf = ({ operation, tables }: Course): fc.Arbitrary<Transaction> =>
  record({
    table: fc.constantFrom(...tables),
    operations: fc.array(operation, { minLength: 1, maxLength: 3 }),
    late: fc.constantFrom(0, 0, 0, 1, 1, 2, 2),
    undone: fc.constantFrom(false, false, false, false, false, true),
  });

/** How many kinds of questions there may be. */
const QUESTIONS = 12;

const stepsOf = (course: Course): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    record({
      passes: fc.constantFrom(...course.passes),
      apart: fc.constantFrom(0, 2 * SECOND, 2 * SECOND),
      transactions: fc.array(transactionOf(course), { minLength: 1, maxLength: 3 }),
      meanwhile: fc.constantFrom(false, false, true),
      restart: fc.constantFrom(false, false, false, false, false, false, true),
      verified: fc.constantFrom('asked', 'by time'),
      questions: fc.uniqueArray(fc.nat(QUESTIONS - 1), { minLength: 1, maxLength: 4 }),
    }),
    { minLength: course.least, maxLength: 5 },
  );

interface Servers {
  readonly stamps: { readonly production: readonly (string | null)[]; readonly test: readonly (string | null)[] };
  readonly indexed: readonly boolean[];
}

const shapesOf = ({ stamps, indexed }: Servers): fc.Arbitrary<Story['shapes']> => {
  const shape = (own: readonly (string | null)[], dates: readonly TableShape['days'][]): fc.Arbitrary<TableShape> =>
    record<TableShape>({
      key: fc.constantFrom('none', 'id', 'id', 'day and id'),
      stamp: fc.constantFrom(...own),
      days: fc.constantFrom(...dates),
      indexed: record({ day: fc.constantFrom(...indexed), stamp: fc.constantFrom(...indexed) }),
    }).map((one) => (one.days === 'none' && one.key !== 'none' ? { ...one, key: 'id' } : one));
  return record({
    production: shape(stamps.production, ['date', 'date', 'text', 'none']),
    test: shape(stamps.test, ['date', 'date', 'text', 'none']),
    products: shape(stamps.test, ['none']),
  });
};

const [MYSQL, SQLSERVER] = [
  ['datetime(6)', 'datetime(6)', 'datetime', 'timestamp(6)'],
  ['rowversion', 'datetime2(7)', 'datetime'],
];

const common = {
  // An ordinary day, and shortly before local time is set forward and back.
  begins: fc.constantFrom('2026-03-10T12:00:00Z', '2026-03-29T00:40:00Z', '2026-10-25T00:40:00Z'),
  ahead: fc.constantFrom(0, 0, 0, 90 * MINUTE, -90 * MINUTE),
  meaning: record<Story['meaning']>({
    quantity: fc.constantFrom('complete', 'sparse', 'flow'),
    demand: fc.constantFrom('complete', 'flow'),
  }),
  first: record({
    production: fc.array(values, { maxLength: 12 }),
    test: fc.array(values, { maxLength: 12 }),
    products: fc.array(values, { maxLength: 5 }),
  }),
};

/** Whatever can happen, to tables of all kinds. */
const wild: fc.Arbitrary<Story> = record({
  ...common,
  large: fc.constantFrom(true, true, false),
  overlap: fc.constantFrom(5 * MINUTE, 20 * SECOND),
  shapes: shapesOf({
    stamps: { production: [...MYSQL, null], test: [...SQLSERVER, null] },
    indexed: [true, true, true, false],
  }),
  steps: stepsOf({
    operation: any,
    tables: ['production', 'production', 'test', 'test', 'products'],
    passes: [0, SECOND, 7 * SECOND, 40 * SECOND, 4 * MINUTE, 6 * MINUTE, 61 * MINUTE, 25 * HOUR],
    least: 1,
  }),
});

/** Large tables whose changes are all stamped: a look has to find them, as nothing is verified for their sake. */
const steady: fc.Arbitrary<Story> = record({
  ...common,
  large: fc.constant(true),
  overlap: fc.constantFrom(5 * MINUTE, 5 * MINUTE, 20 * SECOND),
  shapes: shapesOf({ stamps: { production: MYSQL, test: SQLSERVER }, indexed: [true] }),
  steps: stepsOf({
    operation: seen,
    tables: ['production', 'production', 'production', 'test', 'test', 'products'],
    passes: [0, SECOND, 7 * SECOND, 7 * SECOND, 40 * SECOND, 2 * MINUTE, 20 * MINUTE, 20 * MINUTE],
    least: 3,
  }),
});

export const story: fc.Arbitrary<Story> = fc.oneof(wild, steady);
