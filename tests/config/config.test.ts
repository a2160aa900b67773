import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import { temporaryFolder } from '../support/app.js';

const SOURCES = `sources:
  erp: { type: mysql, host: db.example.com, database: shop, user: reader, password: "\${PASSWORD}" }
`;
const STOCK =
  '  - { table: stock, source: erp, from: stock, environment: test, meaning: { quantity: complete, demand: complete } }';

function load(text: string, environment: Record<string, string> = { PASSWORD: 'hush' }) {
  const file = join(temporaryFolder(), 'tally.yaml');
  writeFileSync(file, text);
  return loadConfig(file, environment);
}

function complaint(text: string, environment?: Record<string, string>): string {
  try {
    load(text, environment);
  } catch (error) {
    if (error instanceof Error && error.name === 'ConfigError') return error.message;
    throw error;
  }
  throw new Error('The configuration was taken');
}

describe('a configuration', () => {
  it('comes out complete: defaults, milliseconds, absolute paths, values of the environment', () => {
    const { config, feeds, secrets } = load(`${SOURCES}tables:\n${STOCK}\nrefresh: { budget: 500ms }`);
    expect(config.refresh).toEqual({
      maxAge: 10_000,
      budget: 500,
      minInterval: 300_000,
      overlap: 300_000,
      verify: 3_600_000,
      every: 300_000,
    });
    expect(config.sources.erp).toMatchObject({
      password: 'hush',
      port: 3306,
      tls: 'verify',
      limits: { stall: 30_000 },
    });
    expect(config.model.file).toMatch(/^\/.*data\/tally\.duckdb$/);
    expect(feeds[0]).toMatchObject({ table: 'stock', environment: 'test', columns: null });
    expect(secrets).toEqual(['hush']);
  });

  it.each<[string, string, string]>([
    [
      'an unset variable',
      `${SOURCES}tables:\n${STOCK}`,
      'sources.erp.password: the environment variable PASSWORD is not set',
    ],
  ])('is refused for %s', (_, text, message) => {
    expect(complaint(text, {})).toContain(message);
  });

  it.each<[string, string, string]>([
    ['no tables', SOURCES, 'tables: is missing'],
    ['an unknown key', `${SOURCES}tables:\n${STOCK}\ncolour: red`, 'colour: is no key of this place'],
    [
      'a bad duration',
      `${SOURCES}tables:\n${STOCK}\nrefresh: { maxAge: soon }`,
      'refresh.maxAge: "soon" is not allowed: a duration such as 500ms, 10s',
    ],
    [
      'a bad port',
      `sources:\n  erp: { type: mysql, host: h, database: d, user: u, password: p, port: 70000 }\ntables:\n${STOCK}`,
      'sources.erp.port: 70000 is not allowed',
    ],
    ['an unknown kind of source', `sources:\n  erp: { type: oracle }\ntables:\n${STOCK}`, 'sources.erp'],
    [
      'an unknown time zone',
      `${SOURCES}timeZone: Mars/Base\ntables:\n${STOCK}`,
      'timeZone: "Mars/Base" is not allowed: an IANA time zone',
    ],
    [
      'an unknown source',
      `${SOURCES}tables:\n${STOCK.replace('source: erp', 'source: crm')}`,
      'tables[0].source: "crm" is no source; there are erp',
    ],
    [
      'an unknown model table',
      `${SOURCES}tables:\n${STOCK.replace('table: stock', 'table: stok')}`,
      'tables[0].table: "stok" is not allowed',
    ],
    [
      'an unknown model column',
      `${SOURCES}tables:\n${STOCK.replace('environment: test', 'environment: test, columns: { qty: q }')}`,
      'tables[0].columns.qty: stock has no such column; it has environment, date,',
    ],
    [
      'a missing column',
      `${SOURCES}tables:\n${STOCK.replace('environment: test', 'environment: test, columns: { product_id: sku }')}`,
      'tables[0].columns: quantity is missing: stock needs it',
    ],
    [
      'no meaning over time',
      `${SOURCES}tables:\n${STOCK.replace(/, meaning.*}/, ' }')}`,
      'tables[0].meaning.quantity: stock needs it: complete',
    ],
    [
      'meanings that differ',
      `${SOURCES}tables:\n${STOCK}\n${STOCK.replace('environment: test', 'environment: production').replace('quantity: complete', 'quantity: flow')}`,
      'tables[1].meaning.quantity: all stock tables must mean the same over time; tables[0] says complete',
    ],
    ['a table fed twice', `${SOURCES}tables:\n${STOCK}\n${STOCK}`, 'tables[1].from: stock of erp feeds stock twice'],
    [
      'a bad date format',
      `${SOURCES}tables:\n${STOCK.replace('environment: test', 'environment: test, formats: { date: DD.QQ.YYYY }')}`,
      'tables[0].formats.date: "DD.QQ.YYYY" is no form of a date',
    ],
    [
      'an environment of products',
      `${SOURCES}tables:\n${STOCK}\n  - { table: product, source: erp, from: p, environment: test }`,
      'tables[1].environment: product belongs to no environment',
    ],
    [
      'an address whose certificate is to be verified',
      `${SOURCES.replace('db.example.com', '10.0.0.1')}tables:\n${STOCK}`,
      'sources.erp.host: 10.0.0.1 is an address; tls: verify needs the name',
    ],
    ['YAML that cannot be read', 'sources: [', 'at line 1'],
  ])('is refused for %s, with the key, the value and the rule', (_, text, message) => {
    expect(complaint(text)).toContain(message);
  });

  it.each([
    ['exports/2026/stock-*.csv', 'stock-*.csv'],
    ['C:\\exports\\stock.csv', 'stock.csv'],
    ['exports/stock/', 'stock'],
    ['stock.csv', 'stock.csv'],
  ])('shows of the files %s only %s', (from, shown) => {
    const sources = 'sources:\n  erp: { type: files, folder: . }\n';
    const { feeds } = load(`${sources}tables:\n${STOCK.replace('from: stock', `from: '${from}'`)}`);
    expect(feeds).toMatchObject([{ from, shown }]);
  });

  it.each(['dbo.StockArchive', '[dbo].[/BIC/AZSTOCK00]', '`stock/2026`'])('shows the whole of a table %s', (from) => {
    const { feeds } = load(`${SOURCES}tables:\n${STOCK.replace('from: stock', `from: '${from}'`)}`);
    expect(feeds).toMatchObject([{ from, shown: from }]);
  });

  it('never quotes a password', () => {
    const text = `sources:\n  erp: { type: mysql, host: h, database: d, user: u, password: 12345678 }\ntables:\n${STOCK}`;
    expect(complaint(text)).toContain('sources.erp.password');
    expect(complaint(text)).not.toContain('12345678');
  });
});
