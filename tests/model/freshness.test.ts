import { expect, it } from 'vitest';
import { openCompany, plainTables } from '../support/app.js';

const HEAD = 'date,product_id,quantity';
const PRODUCT = 'product_id,name\nA,Lamp\n';

async function throughOf(test: string, production: string) {
  const files = { 'product.csv': PRODUCT, 'test.csv': test, 'production.csv': production };
  const app = await openCompany({ files, tables: plainTables('{ quantity: complete }') });
  await app.model.refresher.ensure(['stock'], 1000);
  return app.model.through();
}

it('tells the latest date not after today, the rows after it, and how many rows the latest dates have', async () => {
  const test = `${HEAD}\n2026-03-08,A,1\n2026-03-09,A,1\n2026-03-09,B,1\n2026-03-11,A,1\n`;
  const [first] = await throughOf(test, `${HEAD}\n`);
  expect(first).toMatchObject({
    environment: 'test',
    date: '2026-03-09',
    undated: false,
    future: 1,
    recent: [
      { date: '2026-03-09', rows: 2 },
      { date: '2026-03-08', rows: 1 },
    ],
  });
});

it('tells of 15 dates at most', async () => {
  const days = Array.from({ length: 20 }, (_, index) => `2026-02-${String(index + 1).padStart(2, '0')}`);
  const [first] = await throughOf([HEAD, ...days.map((day) => `${day},A,1`)].join('\n'), `${HEAD}\n`);
  expect(first?.recent.map(({ date }) => date)).toEqual(days.reverse().slice(0, 15));
});

it('tells of rows without a date that they have none', async () => {
  const [test, production] = await throughOf('product_id,quantity\nA,1\n', `${HEAD}\n2026-03-12,A,1\n`);
  expect(test).toMatchObject({ environment: 'test', date: null, undated: true, recent: [] });
  expect(production).toMatchObject({ environment: 'production', date: null, undated: false, future: 1 });
});

it('tells the latest date of every table that has dates', async () => {
  const files = {
    'product.csv': PRODUCT,
    'sales.csv': 'date,product_id,customer_id,quantity\n2026-03-01,A,1,1\n2026-03-11,A,1,1\n',
  };
  const tables =
    '  - { table: product, source: here, from: product.csv }\n  - { table: sales, source: here, from: sales.csv }';
  const app = await openCompany({ files, tables });
  await app.model.refresher.ensure(['product', 'sales'], 1000);
  expect([...(await app.model.latestDates())]).toEqual([['sales:here:sales.csv', '2026-03-01']]);
});
