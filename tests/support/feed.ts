import type { Feed } from '../../src/model/feed.js';

/** A mapping of stock of Test, of which a test changes what it is about. */
export const feedOf = (changes: Partial<Feed> = {}): Feed => ({
  id: 'stock:erp:stock:test',
  table: 'stock',
  source: 'erp',
  from: 'stock',
  shown: changes.from ?? 'stock',
  environment: 'test',
  columns: null,
  constants: {},
  recode: {},
  formats: {},
  meaning: { quantity: 'complete', demand: 'complete' },
  carryDays: 30,
  repeats: {},
  key: [],
  changed: null,
  ...changes,
});
