import { afterAll, beforeAll, beforeEach, describe, vi } from 'vitest';
import { describeWithMariaDb, type MariaDb, startMariaDb } from '../support/mariadb.js';
import { describeAsking } from './incremental/asking.js';
import { describeChanges } from './incremental/changes.js';
import { describeDates } from './incremental/dates.js';
import { describeLarge } from './incremental/large.js';
import { describeMoments } from './incremental/moments.js';
import { type MariaDbShop, mariaDbShop, type Shop, sqlServerShop } from './incremental/shops.js';
import { describeStamps } from './incremental/stamps.js';
import { describeTables } from './incremental/tables.js';
import { describeVersions } from './incremental/versions.js';
import { describeViews } from './incremental/views.js';
import { world } from './incremental/world.js';

vi.mock(import('../../src/model/extent.js'), async (original) => {
  const { askable } = await original();
  return { askable: (table, keys, rows) => askable(table, keys, world.large ? rows + 50_000 : rows) };
});

beforeEach(() => {
  world.large = true;
});

/** One suite over both servers. */
function describeRefresh(shopOf: () => Shop): void {
  describeChanges(shopOf);
  describeDates(shopOf);
  describeMoments(shopOf);
  describeStamps(shopOf);
  describeTables(shopOf);
  describeAsking(shopOf);
}

describe('SQL Server', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await sqlServerShop();
  });
  afterAll(() => shop?.close());
  describeRefresh(() => shop);
  describeVersions();
});

describeWithMariaDb('MariaDB', () => {
  let server: MariaDb;
  let shop: MariaDbShop;
  beforeAll(async () => {
    server = await startMariaDb();
    shop = await mariaDbShop(server);
  });
  afterAll(async () => {
    await shop?.close();
    await server?.close();
  });
  describeRefresh(() => shop);
  describeLarge(() => shop);
  describeViews(() => shop);
});
