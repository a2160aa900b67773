import { describe, expect, it } from 'vitest';
import { LiveTable } from './live-table.js';
import type { Store, Writer } from './stores.js';
import type { Stamp, TableShape, Values } from './story.js';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 24 * 3_600_000];

const OLD: Values = { day: -9, item: 'a', place: 'East', qty: '1', need: '1', cost: '1.5', kind: 'Lamp' };
const SHAPE: TableShape = { key: 'id', stamp: 'datetime', days: 'text', indexed: { day: true, stamp: true } };

const writer: Writer = {
  insert: async () => undefined,
  update: async () => undefined,
  remove: async () => undefined,
  end: async () => undefined,
};

const storeIn = (zone: string): Store => ({
  zone,
  most: 100,
  create: async () => undefined,
  begin: async () => writer,
  truncate: async () => false,
  close: async () => undefined,
});

interface Insert {
  readonly stamp: Stamp;
  /** Milliseconds for which it stays uncommitted. */
  readonly open: number;
  readonly begins?: string;
  readonly zone?: string;
  readonly shape?: Partial<TableShape>;
}

/** Whether only a comparison of all dates finds a row of an older date that is inserted into a large table. */
async function isSilent({ stamp, open, begins = '2026-03-10T12:00:00Z', zone = 'UTC', shape }: Insert) {
  const story = { begins, large: true, overlap: 5 * MINUTE };
  const table = new LiveTable('production', { ...SHAPE, ...shape }, storeIn(zone), story);
  const clock = Date.parse(begins);
  await table.create([{ ...OLD, day: 0 }], clock);
  table.looked();
  const operation = { does: 'insert', rows: [OLD], stamp } as const;
  const transaction = await table.play(
    { table: 'production', operations: [operation], late: 0, undone: false },
    clock + HOUR,
  );
  await transaction.commit(clock + HOUR + open);
  return table.isSilent(begins.slice(0, 10));
}

describe('a row of an older date is found by its stamp', () => {
  it.each<Insert>([
    { stamp: 'clock', open: 4 * MINUTE },
    { stamp: 'future', open: 4 * MINUTE },
    { stamp: 'future', open: HOUR + 4 * MINUTE },
    { stamp: 'clock', open: 2 * DAY, shape: { stamp: 'rowversion' } },
    // Stamped 02:01, when it had been 02:58 five minutes earlier.
    { stamp: 'clock', open: 2 * MINUTE, begins: '2026-10-25T00:01:00Z', zone: 'Europe/Berlin' },
  ])('%j', async (insert) => {
    expect(await isSilent(insert)).toBe(false);
  });
});

describe('a row of an older date may stay unseen', () => {
  it.each<Insert>([
    { stamp: 'unstamped', open: 0 },
    { stamp: 'past', open: 0 },
    { stamp: 'clock', open: 6 * MINUTE },
    // What was of the future is not any more.
    { stamp: 'future', open: HOUR + 6 * MINUTE },
    { stamp: 'future', open: 2 * DAY },
    // Stamped 02:40 when it is 02:40, as clocks go back within the hour.
    { stamp: 'future', open: 6 * MINUTE, begins: '2026-10-24T23:40:00Z', zone: 'Europe/Berlin' },
  ])('%j', async (insert) => {
    expect(await isSilent(insert)).toBe(true);
  });
});
