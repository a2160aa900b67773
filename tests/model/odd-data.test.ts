import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openApp } from '../../src/app.js';
import { openCompany, plainTables, resultOf, temporaryFolder, writeCompany } from '../support/app.js';

const stock = (name: string, from: string, environment: string, more = '') =>
  `  - { table: stock, source: ${name}, from: "${from}", environment: ${environment}, meaning: { quantity: complete }${more} }\n`;
const HEAD = 'date,product_id,quantity';
const totals = async (...given: Parameters<typeof openCompany>) =>
  (await resultOf(await openCompany(...given), '/stock total')).totals;

describe('odd data', () => {
  it('values beyond what a price times a quantity usually is stay exact', async () => {
    const files = {
      'product.csv': 'product_id,name\nA,Lamp\n',
      'test.csv': 'date,product_id,quantity,unit_cost\n2026-03-09,A,1000000,1000000.000001\n',
      'production.csv': 'date,product_id,quantity,unit_cost\n2026-03-09,A,20000,6000\n',
    };
    const app = await openCompany({ files, tables: plainTables('{ quantity: complete }') });
    const { rows } = await resultOf(app, '/stock compare');
    expect(rows.find(({ metric }) => metric === 'Stock value')).toMatchObject({
      test: '1000000000001.0000000000',
      production: '120000000.0000000000',
    });
  });

  it('two tables of one environment each count at their own latest date, and the one behind is named', async () => {
    const files = {
      'east.csv': `${HEAD}\n2026-03-09,A,5\n`,
      'west.csv': `${HEAD}\n2026-03-08,A,500\n`,
      'test.csv': `${HEAD}\n2026-03-09,A,505\n`,
    };
    const tables =
      stock('here', 'east.csv', 'production') +
      stock('there', 'west.csv', 'production') +
      stock('here', 'test.csv', 'test');
    const result = await resultOf(await openCompany({ files, tables }), '/stock variance');
    expect(result.totals).toMatchObject({ test: '505.0000', production: '505.0000', status: 'match' });
    expect(result.warnings).toEqual(['west.csv of Production ends 2026-03-08, before the others']);
  });

  it('both environments in one table are told apart by a column, and each says when it was asked', async () => {
    const files = { 'all.csv': `env,${HEAD}\nProd,2026-03-09,A,5\nTEST,2026-03-08,A,4\nstaging,2026-03-08,A,4\n` };
    const tables =
      '  - { table: stock, source: here, from: all.csv, columns: { environment: env, date: date, product_id: product_id, quantity: quantity }, recode: { environment: { prod: production } }, meaning: { quantity: complete } }';
    const result = await resultOf(await openCompany({ files, tables }), '/stock total');
    expect(result.totals).toMatchObject({ test: '4.0000', production: '5.0000' });
    expect(result.asOf.map(({ environment }) => environment).sort()).toEqual(['production', 'test']);
    expect(result.notes).toContain('1 row could not be read and is left out; /stock quality lists them.');
  });

  it('a file whose name has the signs of a pattern is read once and as itself', async () => {
    const files = { 'stock1.csv': `${HEAD}\n2026-03-09,A,1\n`, 'stock[1].csv': `${HEAD}\n2026-03-09,B,10\n` };
    expect(await totals({ files, tables: stock('here', 'st*.csv', 'test') })).toMatchObject({ test: '11.0000' });
  });

  it('the files of a pattern may have their columns in different orders', async () => {
    const files = { 'a1.csv': `${HEAD}\n2026-03-09,A,1\n`, 'a2.csv': 'quantity,date,product_id\n10,2026-03-09,B\n' };
    expect(await totals({ files, tables: stock('here', 'a*.csv', 'test') })).toMatchObject({ test: '11.0000' });
  });

  it('a value that is recoded in two spellings is one row', async () => {
    const files = { 'test.csv': `${HEAD}\n2026-03-09,a1,5\n` };
    const tables = stock('here', 'test.csv', 'test', ', recode: { product_id: { a1: X, A1: X } }');
    expect(await totals({ files, tables })).toMatchObject({ test: '5.0000' });
  });

  it('a line with too many values is a rejected row; a quote that is not closed is an error, not thousands of lost rows', async () => {
    const files = { 'test.csv': `${HEAD}\n2026-03-09,A,5\n2026-03-09,B,5,6,7\n` };
    const app = await openCompany({ files, tables: stock('here', 'test.csv', 'test') });
    expect((await resultOf(app, '/stock quality')).rows).toMatchObject([
      { rule: 'malformed line: TOO MANY COLUMNS', rows: 1 },
    ]);
    const many = Array.from({ length: 5000 }, (_, index) => `2026-03-09,P${index},1`).join('\n');
    const broken = { 'test.csv': `${HEAD}\n${many}\n2026-03-09,"Y,1\n${many}\n` };
    await expect(totals({ files: broken, tables: stock('here', 'test.csv', 'test') })).rejects.toThrow(
      'the file cannot be read',
    );
  });

  it('sparse rows without a date are of today, and carryDays is each table’s own', async () => {
    const sparse = (from: string, environment: string, more: string) =>
      `  - { table: stock, source: here, from: ${from}, environment: ${environment}, meaning: { quantity: sparse }${more} }\n`;
    const files = {
      'test.csv': `${HEAD}\n2026-02-20,A,5\n2026-03-09,B,1\n`,
      'production.csv': 'product_id,quantity\nA,7\n',
    };
    const tables =
      sparse('test.csv', 'test', ', carryDays: 300') + sparse('production.csv', 'production', ', carryDays: 3');
    expect(await totals({ files, tables })).toMatchObject({ test: '6.0000', production: '7.0000' });
  });

  it('a demand whose meaning nobody declared is asked for, not guessed', async () => {
    const files = { 'test.csv': `${HEAD},demand\n2026-03-09,A,5,1\n` };
    await expect(totals({ files, tables: stock('here', 'test.csv', 'test') })).rejects.toThrow(
      'there is a demand, but not what it means over time',
    );
  });
});

describe('files', () => {
  const company = { files: { 'test.csv': `${HEAD}\n2026-03-09,A,1\n` }, tables: stock('here', 'test.csv', 'test') };

  it('are read again when they have changed, and not before', async () => {
    const folder = temporaryFolder();
    const config = writeCompany(folder, { ...company, settings: 'refresh: { maxAge: 1ms }' });
    writeFileSync(
      config,
      `model: { file: model/tally.duckdb }\n${readFileSync(config, 'utf8').split('\n').slice(1).join('\n')}`,
    );
    // Everything here was written long before it is asked for.
    const clock = { now: Date.now() + 60_000 };
    const loads: boolean[] = [];
    const app = await openApp({
      config,
      environment: {},
      now: () => new Date(clock.now),
      onRefresh: (event) => {
        if (event.kind === 'loaded' && event.feed.table === 'stock') loads.push(event.result.changed);
      },
    });
    const ask = async () => (await resultOf(app, '/stock total')).totals?.test;
    expect(await ask()).toBe('1.0000');
    clock.now += 60_000;
    expect(await ask()).toBe('1.0000');
    expect(loads).toEqual([true, false]);
    writeFileSync(join(folder, 'test.csv'), `${HEAD}\n2026-03-09,A,2\n`);
    utimesSync(join(folder, 'test.csv'), new Date(clock.now), new Date(clock.now));
    clock.now += 60_000;
    expect(await ask()).toBe('2.0000');
    await app.close();
  });

  it('in another folder are other rows, though the mapping is the same', async () => {
    const folder = temporaryFolder();
    const config = writeCompany(folder, company);
    const ask = async () => {
      const app = await openApp({ config, environment: {} });
      const { totals } = await resultOf(app, '/stock total');
      await app.close();
      return totals?.test;
    };
    expect(await ask()).toBe('1.0000');
    mkdirSync(join(folder, 'other'));
    writeFileSync(join(folder, 'other', 'test.csv'), `${HEAD}\n2026-03-09,A,999\n`);
    writeFileSync(
      config,
      readFileSync(config, 'utf8').replace('here: { type: files, folder: . }', 'here: { type: files, folder: other }'),
    );
    expect(await ask()).toBe('999.0000');
  });
});
