import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { type App, openApp } from '../../src/app.js';
import type { Row } from '../../src/kpi/result.js';
import type { RefreshEvent } from '../../src/model/index.js';
import { textMessage } from '../../src/reply/text-message.js';
import { temporaryFolder } from '../support/app.js';
import type { MariaDb } from '../support/mariadb.js';
import { type SqlServer, startSqlServer } from '../support/sqlserver.js';
import type { TestTable } from '../support/table.js';
import { type Network, startNetwork } from './network.js';

/**
 * A company whose Production is in MariaDB, in two tables, and whose product master and Test are in SQL Server:
 *
 * | sku | Test | Production, north | Production, south |
 * | --- | ---- | ----------------- | ----------------- |
 * | A-1 | 6    | 5                 | 1                 |
 * | A-2 | 4    | 6                 | –                 |
 *
 * so that Test holds 10 and Production 12. It is asked through the door that every chat uses, with a clock of its own.
 */
export interface Company {
  readonly app: App;
  readonly folder: string;
  /** Between Tally and Production, and between Tally and Test. */
  readonly production: Network;
  readonly test: Network;
  readonly sqlServer: SqlServer;
  /** The login that SQL Server lets in from now on. */
  readonly login: { user: string; password: string; database: string };
  /** Name of Production’s database, and of the login that reads it; `erp.` and ` reader` in statements. */
  readonly database: string;
  readonly clock: Clock;
  ask(question?: string): Promise<Read>;
  /** `/stock status` by table of the source. */
  status(): Promise<Readonly<Record<string, Row>>>;
  /** The log’s lines of this level so far. */
  lines(level: 'error' | 'warn' | 'info'): readonly LogLine[];
  /** The events of refreshes so far, oldest first. */
  readonly events: readonly RefreshEvent[];
  /** Resolves when the table has next been refreshed, or failed to be. */
  next(kind: 'loaded' | 'failed', table: string): Promise<void>;
  /** Runs a statement in Production’s database as its administrator. */
  sql(statement: string): Promise<void>;
}

export interface Clock {
  now: number;
  /** Moves it on, or back. */
  pass(milliseconds: number): void;
}

/** What a person has read, and how long it took. */
export interface Read {
  readonly id: string;
  /** Everything that is shown. */
  readonly text: string;
  readonly notes: readonly string[];
  /** Null when there is no answer. */
  readonly headline: string | null;
  readonly test: number | null;
  readonly production: number | null;
  readonly milliseconds: number;
}

export interface LogLine extends Readonly<Record<string, unknown>> {
  readonly msg: string;
  readonly request?: string;
  readonly err?: { readonly type: string; readonly message: string };
}

export interface CompanyOptions {
  /** Further keys under `limits` of both sources, as YAML in one line. */
  readonly limits?: string;
  /** Further keys under `refresh`, as YAML in one line. */
  readonly refresh?: string;
  /** Further keys of the configuration, as YAML. */
  readonly settings?: string;
  /** Further keys under `model`, as YAML in one line. */
  readonly model?: string;
  /** Further keys of the source of Production, as YAML in one line; the first of a key counts. */
  readonly productionSource?: string;
  /** Whether Production is reached without a network between that a test can make fail. */
  readonly direct?: boolean;
  /** Done before Tally starts. */
  readonly before?: (company: Pick<Company, 'production' | 'test' | 'sqlServer' | 'sql'>) => Promise<void> | void;
  /** In place of a temporary one. */
  readonly folder?: string;
  /** The clock of the machine, instead of one that stands still. */
  readonly realTime?: boolean;
  /** Opens Tally over the configuration in that folder, and closes it; without it there are no events. */
  readonly open?: (folder: string, now: () => Date) => Promise<App>;
}

export const PASSWORD = 'geheim-4711';
/** Nothing of the kind is for a chat: hosts, ports, paths, statements, codes, stacks. */
export const UNSPEAKABLE =
  /(?:SELECT|select) .* (?:FROM|from)|127\.0\.0\.1|localhost|\.invalid|:\d{4,5}\b|geheim|\/tmp|node_modules|tally_faults|\bE[A-Z]{5,}\b|\bER_|^\s+at /m;

export const SKUS: TestTable = {
  name: 'Product',
  columns: { Sku: 'nvarchar(20)', Name: 'nvarchar(50)', Category: 'nvarchar(50)', Price: 'decimal(18,4)' },
  rows: [
    ['A-1', 'Radio', 'Electronics', '10'],
    ['A-2', 'Lamp', 'Electronics', '4'],
  ],
};
export const TEST_STOCK: TestTable = {
  name: 'Stock',
  columns: { Sku: 'nvarchar(20)', StockDate: 'date', Quantity: 'decimal(18,4)' },
  rows: [
    ['A-1', '2026-03-09', '6'],
    ['A-2', '2026-03-09', '4'],
  ],
};
const SQLSERVER_LOGIN = { user: 'tally', password: PASSWORD, database: 'erp' };

let companies = 0;

/** Tally over both servers; everything is gone when the test is over. */
export async function openCompany(mariaDb: MariaDb, options: CompanyOptions = {}): Promise<Company> {
  const { direct = false } = options;
  const database = `tally_faults_${process.pid}_${++companies}`;
  const login = { ...SQLSERVER_LOGIN };
  const sqlServer = await startSqlServer({ login });
  onTestFinished(() => sqlServer.close());
  for (const table of [SKUS, TEST_STOCK]) await sqlServer.create(table);
  await createProduction(mariaDb, database);
  const [production, test] = await Promise.all([startNetwork(mariaDb.port), startNetwork(sqlServer.port)]);
  const sql = async (statement: string) => {
    await mariaDb.query(statement.replaceAll('erp.', `\`${database}\`.`).replaceAll(' reader', ` ${database}`));
  };
  await options.before?.({ production, test, sqlServer, sql });

  const clock: Clock = {
    now: Date.parse('2026-03-10T12:00:00Z'),
    pass(milliseconds) {
      clock.now += milliseconds;
    },
  };
  const events: RefreshEvent[] = [];
  const awaited: { kind: RefreshEvent['kind']; table: string; resolve: () => void }[] = [];
  const folder = options.folder ?? temporaryFolder();
  const now = options.realTime ? () => new Date() : () => new Date(clock.now);
  const ports = { production: direct ? mariaDb.port : production.port, test: test.port };
  const config = writeConfig(folder, database, ports, options);
  const onRefresh = (event: RefreshEvent) => {
    events.push(event);
    for (const one of [...awaited]) {
      if (one.kind !== event.kind || one.table !== event.feed.from) continue;
      awaited.splice(awaited.indexOf(one), 1);
      one.resolve();
    }
  };
  const app = options.open
    ? await options.open(folder, now)
    : await openApp({ config, environment: {}, now, onRefresh });
  onTestFinished(async () => {
    for (const network of [production, test]) network.thaw();
    if (!options.open) await app.close();
    await Promise.all([production.close(), test.close()]);
  });

  return {
    app,
    folder,
    production,
    test,
    sqlServer,
    login,
    database,
    clock,
    events,
    sql,
    ask: (question = '/stock variance') => ask(app, question),
    async status() {
      const answered = await app.questions.ask('/stock status', ASKER);
      if (answered.kind !== 'result') throw new Error('no status');
      expectPlain(textMessage(answered.result).text);
      return Object.fromEntries(answered.result.rows.map((row) => [String(row.from), row]));
    },
    lines: (level) => logLines(folder).filter((line) => line.level === level),
    next: (kind, table) => new Promise((resolve) => awaited.push({ kind, table, resolve })),
  };
}

/** Makes Production’s database, and the login that reads it. */
export async function createProduction(mariaDb: MariaDb, database: string): Promise<void> {
  await mariaDb.query(`CREATE USER IF NOT EXISTS ${database} IDENTIFIED BY '${PASSWORD}'`);
  await mariaDb.createDatabase(database);
  for (const statement of stockOf(database)) await mariaDb.query(statement);
}

const DAY = `'2026-03-09'`;

/** Makes the tables of Production, fills them, and lets the reader read them. */
function stockOf(database: string): readonly string[] {
  const tables = ['stock_north', 'stock_south'].map((table) => `\`${database}\`.${table}`);
  const [north, south] = tables;
  return [
    ...tables.map(
      (table) => `CREATE TABLE ${table} (stock_date DATE, sku VARCHAR(40), quantity DECIMAL(18,4),
        changed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
        PRIMARY KEY (stock_date, sku), INDEX (changed_at))`,
    ),
    `INSERT INTO ${north} (stock_date, sku, quantity) VALUES (${DAY}, 'A-1', 5), (${DAY}, 'A-2', 6)`,
    `INSERT INTO ${south} (stock_date, sku, quantity) VALUES (${DAY}, 'A-1', 1)`,
    ...tables.map((table) => `GRANT SELECT ON ${table} TO ${database}`),
  ];
}

function writeConfig(
  folder: string,
  database: string,
  ports: { readonly production: number; readonly test: number },
  {
    limits = '',
    model = 'threads: 1',
    refresh = 'budget: 2s',
    settings = '',
    productionSource = 'tls: off',
  }: CompanyOptions,
): string {
  const stock = (from: string, warehouse: string) =>
    `  - { table: stock, source: erp-production, from: ${from}, environment: production, key: [stock_date, sku],
      changed: changed_at, constants: { warehouse: ${warehouse} }, meaning: { quantity: complete },
      columns: { date: stock_date, product_id: sku, quantity: quantity } }`;
  const config = join(folder, 'tally.yaml');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    config,
    `model: { file: tally.duckdb, ${model} }
refresh: { ${refresh} }
slack: { questionsPerMinute: 10000 }
${settings}
sources:
  erp-test:
    { type: sqlserver, host: 127.0.0.1, port: ${ports.test}, user: ${SQLSERVER_LOGIN.user}, password: ${PASSWORD},
      database: ${SQLSERVER_LOGIN.database}, tls: off, limits: { ${limits} } }
  erp-production:
    { type: mysql, port: ${ports.production}, user: ${database}, password: ${PASSWORD}, database: ${database},
      ${/\bhost:/.test(productionSource) ? '' : 'host: 127.0.0.1, '}${productionSource}, limits: { ${limits} } }
tables:
  - { table: product, source: erp-test, from: dbo.Product,
      columns: { product_id: Sku, name: Name, category: Category, unit_price: Price } }
  - { table: stock, source: erp-test, from: dbo.Stock, environment: test, constants: { warehouse: NORTH },
      meaning: { quantity: complete }, columns: { date: StockDate, product_id: Sku, quantity: Quantity } }
${stock('stock_north', 'NORTH')}
${stock('stock_south', 'SOUTH')}
`,
  );
  return config;
}

const ASKER = {
  chat: 'slack',
  user: 'U0ANN',
  groups: [],
  unknownGroups: [],
  channel: 'C0STOCK',
  public: false,
} as const;

async function ask(app: App, question: string): Promise<Read> {
  const started = performance.now();
  const answered = await app.questions.ask(question, ASKER);
  const milliseconds = performance.now() - started;
  const { id } = answered;
  if (answered.kind === 'failure') {
    expectPlain(answered.message);
    return { id, text: answered.message, notes: [], headline: null, test: null, production: null, milliseconds };
  }
  if (answered.kind !== 'result') throw new Error(`${question} → ${JSON.stringify(answered)}`);
  const { headline, notes, totals, rows } = answered.result;
  const text = textMessage(answered.result).text;
  expectPlain([text, headline, ...notes].join('\n'));
  const figure = (key: string) => {
    const value = (totals ?? rows[0])?.[key] ?? null;
    return value === null ? null : Number(value);
  };
  return { id, text, notes, headline, test: figure('test'), production: figure('production'), milliseconds };
}

const expectPlain = (text: string): void => expect(text).not.toMatch(UNSPEAKABLE);

function logLines(folder: string): readonly LogLine[] {
  const text = readFileSync(join(folder, 'tally.log'), 'utf8');
  expect(text).not.toContain(PASSWORD);
  // The last line may be waiting for its end, on a full disk.
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}
