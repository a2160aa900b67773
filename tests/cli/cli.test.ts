import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KPIS } from '../../src/kpi/index.js';
import { temporaryFolder, writeCompany } from '../support/app.js';
import { SMALL } from '../support/small.js';
import { tally } from '../support/tally.js';

function company(changes: Partial<typeof SMALL> = {}) {
  const folder = temporaryFolder();
  return { folder, config: ['--config', writeCompany(folder, { ...SMALL, ...changes })] };
}

describe('tally ask', () => {
  it('prints one JSON object, with numbers as numbers and dates as dates', async () => {
    const { config } = company();
    const { code, stdout, stderr } = await tally(['ask', 'stock variance electronics', '--json', ...config]);
    expect([code, stderr]).toEqual([0, '']);
    const json = JSON.parse(stdout);
    expect(json).toMatchObject({
      question: '/stock variance category:Electronics',
      kpi: 'variance',
      totals: { test: 14, production: 16, variance: 2, variance_pct: 14.2857 },
      dataThrough: [
        { source: 'here', environment: 'test', date: '2026-03-09' },
        { source: 'there', environment: 'production', date: '2026-03-09' },
      ],
      notes: [],
    });
    expect(json.columns[2]).toEqual({ key: 'test', label: 'Test', unit: 'units' });
    expect(json.rows[0]).toMatchObject({ sku: 'A-2', name: 'Radio, White', test: 4, production: 6, status: 'differs' });
    expect(json.asOf[0].at).toMatch(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/);
  });

  it('takes the question with or without the slash, in one word or several, and its canonical text again', async () => {
    const { config } = company();
    const rows = async (...question: string[]) =>
      JSON.parse((await tally(['ask', ...question, '--json', ...config])).stdout).rows;
    const expected = await rows('/stock total by warehouse in test');
    expect(expected).toEqual([
      { warehouse: 'North', quantity: 9 },
      { warehouse: 'South', quantity: 5 },
    ]);
    expect(await rows('stock', 'total', 'by', 'warehouse', 'in', 'test')).toEqual(expected);
  });

  it('prints CSV, blocks, text and a chart of the same result', async () => {
    const { config, folder } = company();
    const csv = await tally(['ask', 'stock total', '--csv', ...config]);
    expect(csv.stdout).toBe(
      'Category,Test,Production,Both\r\nElectronics,14.0000,16.0000,30.0000\r\nFurniture,0.0000,3.0000,3.0000\r\n',
    );
    const blocks = JSON.parse((await tally(['ask', 'stock total', '--blocks', ...config])).stdout);
    expect(blocks.blocks.map(({ type }: { type: string }) => type)).toEqual([
      'header',
      'section',
      'section',
      'table',
      'context',
    ]);
    const chart = join(folder, 'chart.png');
    const text = await tally(['ask', 'stock total', '--chart', chart, ...config]);
    expect(text.stdout).toContain('Electronics    14          16    30');
    expect(readFileSync(chart).subarray(1, 4).toString()).toBe('PNG');
  });

  it.each([
    ['a near miss', 'stock variance electroncs', 'Did you mean Electronics?\n  /stock variance category:Electronics'],
    ['an unknown command', 'sales top', '“sales” is no command; there is /stock.'],
    ['a KPI that cannot be asked so', 'stock variance in test', 'variance sets both environments against each other'],
    ['a dimension without values', 'stock total by division', 'There is no division in this data'],
  ])('ends with 2 for %s: a message, and nothing on standard output', async (_, question, message) => {
    const { code, stdout, stderr } = await tally(['ask', question, '--json', ...company().config]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  it.each([
    ['no configuration', ['--config', '/nowhere/tally.yaml'], 'there is no such file'],
    ['an unknown option', ['--xml'], "unknown option '--xml'"],
    ['two forms at once', ['--json', '--csv'], 'cannot be used with'],
  ])('ends with 2 for %s', async (_, args, message) => {
    const { code, stdout, stderr } = await tally(['ask', 'stock', ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  it('ends with 1 when a source was never read, and says what to do', async () => {
    const { config, folder } = company();
    writeFileSync(
      join(folder, 'tally.yaml'),
      readFileSync(join(folder, 'tally.yaml'), 'utf8').replace('production.csv', 'gone.csv'),
    );
    const { code, stdout, stderr } = await tally(['ask', 'stock', ...config]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('there, gone.csv: no such file. Check folder of the source and from in the mapping.');
  });

  it('answers from the last good state when a source fails later, and says so', async () => {
    const { config, folder } = company({ settings: 'refresh: { minInterval: 1ms, maxAge: 1ms }' });
    await tally(['ask', 'stock', ...config]);
    writeFileSync(join(folder, 'production.csv'), 'not,a,table\n1,2,3\n');
    const { code, stdout } = await tally(['ask', 'stock total', '--json', ...config]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ totals: { production: 19 } });
    expect(stdout).toContain('there (stock, production) could not be refreshed: a mapped column is not there');
  });
});

describe('lists and odd ends', () => {
  it('status and quality take only the way to show them', async () => {
    const { config } = company();
    expect((await tally(['ask', 'stock status as csv', ...config])).stdout).toMatch(/^Table,Environment,Source,/);
    expect(await tally(['ask', 'stock quality please', ...config])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('“please” is not known here'),
    });
  });

  it('a refusal suggests the same question as it would work', async () => {
    const { stderr } = await tally(['ask', 'stock variance electronics by environment', ...company().config]);
    expect(stderr).toContain('/stock variance category:Electronics by sku');
  });

  it('CSV of a top list ends with the others', async () => {
    const { stdout } = await tally(['ask', 'stock total by sku top 1 as csv', ...company().config]);
    expect(stdout.trim().split('\r\n').at(-1)).toBe('others (3),,4.0000,9.0000,13.0000');
  });

  it('a chart that there is none of is a mistake, and so is a path that cannot be written', async () => {
    const { config, folder } = company();
    expect(await tally(['ask', 'stock status', '--chart', join(folder, 'x.png'), ...config])).toMatchObject({
      code: 2,
      stdout: '',
    });
    expect(await tally(['ask', 'stock total', '--chart', folder, ...config])).toMatchObject({ code: 2, stdout: '' });
    expect(await tally(['ask', 'stock', '--config', folder])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is a folder'),
    });
  });

  it('numbers of the configuration may come from the environment', async () => {
    const { folder, config } = company();
    writeFileSync(
      join(folder, 'tally.yaml'),
      `${readFileSync(join(folder, 'tally.yaml'), 'utf8')}\nfiscalYearStart: \${MONTH}\n`,
    );
    expect(await tally(['ask', 'stock', ...config], { env: { MONTH: '9' } })).toMatchObject({ code: 0 });
    expect(await tally(['ask', 'stock', ...config], { env: { MONTH: '13' } })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('fiscalYearStart: "13" is not allowed'),
    });
  });
});

describe('the other commands', () => {
  it('check says what is there, what is missing and what to do', async () => {
    const good = await tally(['check', ...company().config]);
    expect(good).toMatchObject({ code: 0, stderr: '' });
    expect(good.stdout).toContain('columns    date ← date (varchar), product_id ← product_id (varchar)');
    expect(good.stdout).toContain('rows       5 on 2 dates, 2026-03-08 to 2026-03-09');
    const tables = SMALL.tables.replace(
      'environment: test,',
      'environment: test, columns: { product_id: product_id, quantity: qty },',
    );
    const bad = await tally(['check', ...company({ tables }).config]);
    expect(bad.code).toBe(1);
    expect(bad.stdout).toContain(
      'ERROR: qty, mapped to quantity, is not there.\n      → There are: date, product_id, warehouse, quantity, demand.',
    );
  });

  it('refresh reads tables again and says how fast', async () => {
    const { config } = company();
    const { code, stdout } = await tally(['refresh', 'stock', ...config]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^here stock test: 5 rows in [\d.]+ s \([\d,]+\/s\)\nthere stock production: 5 rows/);
    expect(await tally(['refresh', 'stok', ...config])).toMatchObject({ code: 2, stdout: '' });
  });

  it('kpis lists the catalogue', async () => {
    const { stdout } = await tally(['kpis']);
    expect(stdout).toContain('variance: where Production differs from Test');
    const catalogue = JSON.parse((await tally(['kpis', '--json'])).stdout);
    expect(catalogue.map(({ name }: { name: string }) => name)).toEqual(KPIS.map(({ name }) => name));
  });

  it('demo writes a company of the wanted size, which answers', async () => {
    const folder = temporaryFolder();
    expect(
      await tally(['demo', '--out', folder, '--products', '10', '--days', '3', '--through', '2026-03-10']),
    ).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, 'products.csv'), 'utf8').trim().split('\n')).toHaveLength(11);
    expect(await tally(['demo'])).toMatchObject({ code: 2, stdout: '' });
    expect(await tally(['demo', '--out', folder, '--products', 'many'])).toMatchObject({ code: 2 });
  });
});

describe('tally start', () => {
  it('answers piped input line by line, mistakes included, and draws a chart', async () => {
    const { config, folder } = company();
    const { code, stdout } = await tally(['start', ...config], {
      input: '/stock variance electronics\n\nnonsense\nhelp\ntotal by category\nbye\nstatus\n',
      cwd: folder,
    });
    expect(code).toBe(0);
    const [, path = ''] = /chart: (\S+\.png)/.exec(stdout) ?? [];
    expect(existsSync(join(folder, path))).toBe(true);
    expect(stdout.indexOf('Production holds 2 more')).toBeLessThan(stdout.indexOf('“nonsense” is not known'));
    expect(stdout).toContain('What you can ask about stock');
    expect(stdout).toContain('/stock total by category');
    expect(stdout).not.toContain('/stock status');
  });
});
