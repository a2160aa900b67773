import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../../src/config/index.js';
import { demoCompany } from '../../src/demo/company.js';
import { WITHOUT_HYPHEN } from '../../src/demo/drift.js';
import { filesOf } from '../../src/demo/files.js';
import { columnsOf } from '../../src/model/shape.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const text = (path: string) => readFileSync(resolve(root, path), 'utf8');

const RECODE = Object.fromEntries([...WITHOUT_HYPHEN].map((sku) => [sku.replace('-', ''), sku]));

describe('demo/tally.yaml', () => {
  const { config, feeds } = loadConfig(resolve(root, 'demo/tally.yaml'), {});

  test('maps exactly the columns of the demo’s files', () => {
    const files = filesOf(demoCompany({ products: 8, days: 2, through: '2026-10-31' }));
    expect(feeds.map(({ from }) => from)).toEqual(files.map(({ name }) => name));
    for (const [index, { columns, key }] of feeds.entries()) {
      expect(Object.values(columns ?? {})).toEqual(files[index]?.columns);
      for (const column of key) expect(files[index]?.columns).toContain(column);
    }
  });

  test('recodes the skus that Production writes without a hyphen', () => {
    expect(feeds.map(({ recode }) => recode)).toEqual([{}, {}, { product_id: RECODE }]);
  });

  test('keeps all it makes in data/demo', () => {
    expect(config.model.file).toBe(resolve(root, 'data/demo/tally.duckdb'));
    expect(config.sources).toMatchObject({
      'erp-test': { type: 'files', folder: resolve(root, 'data/demo') },
      'erp-production': { type: 'files', folder: resolve(root, 'data/demo') },
    });
  });
});

describe('demo/servers.yaml', () => {
  const path = resolve(root, 'demo/servers.yaml');

  test('takes the password from the environment', () => {
    expect(() => loadConfig(path, {})).toThrow('TALLY_PASSWORD is not set');
    expect(loadConfig(path, { TALLY_PASSWORD: 'secret' }).secrets).toEqual(['secret', 'secret']);
  });

  test('reads the contract views, whose columns are the model’s, with their keys and change columns', () => {
    const views = [text('sql/sqlserver/03-views.sql'), text('sql/mysql/03-views.sql')].join('\n');
    for (const feed of loadConfig(path, { TALLY_PASSWORD: '' }).feeds) {
      const [, body] = new RegExp(`VIEW ${feed.from} AS\\nSELECT\\n([^;]+)\\nFROM `).exec(views) ?? [];
      const columns = body?.split(',\n').map((line) => /([a-z_]+)\W*$/.exec(line)?.[1]);
      expect(columns?.slice(0, -1), feed.from).toEqual(columnsOf(feed.table).map(([column]) => column));
      expect(columns?.at(-1)).toBe(feed.changed);
      for (const column of feed.key) expect(columns).toContain(column);
    }
  });

  test('fits compose.yaml, whose servers listen on this machine only and have no default password', () => {
    const compose = parse(text('compose.yaml')) as {
      services: Record<string, { ports: string[]; environment: Record<string, string>; healthcheck: unknown }>;
    };
    const ports = Object.values(loadConfig(path, { TALLY_PASSWORD: '' }).config.sources).map((source) =>
      source.type === 'files' ? '' : `127.0.0.1:${source.port}:${source.port}`,
    );
    expect(Object.values(compose.services).flatMap((service) => service.ports)).toEqual(ports);
    for (const { environment, healthcheck } of Object.values(compose.services)) {
      const [name, password] = Object.entries(environment).find(([key]) => key.endsWith('PASSWORD')) ?? [];
      expect(password).toMatch(new RegExp(`^\\$\\{${name}:\\?.+\\}$`));
      expect(healthcheck).toBeDefined();
    }
  });
});
