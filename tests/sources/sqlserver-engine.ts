import { makeCertificates } from '../support/certificates.js';
import { pemFiles } from '../support/pem.js';
import { startRelay } from '../support/relay.js';
import { type SqlServer, type SqlServerOptions, startSqlServer } from '../support/sqlserver.js';
import type { TestTable } from '../support/table.js';
import { deadlockVictim, TdsError } from '../support/tds/index.js';
import {
  configure,
  type Engine,
  type Facts,
  type FallibleEngine,
  type MortalEngine,
  type Overrides,
  type ServerConfig,
  type TlsEngine,
} from './engine.js';

export const FACTS: Facts = {
  text: 'nvarchar(200)',
  quote: (name) => `[${name.replaceAll(']', ']]')}]`,
  awkward: 'a.b `c` [d]',
  exact: [
    {
      type: 'decimal(38,20)',
      kind: 'number',
      values: [`${'9'.repeat(18)}.${'9'.repeat(20)}`, `-${'9'.repeat(18)}.${'9'.repeat(20)}`, `0.${'0'.repeat(19)}1`],
    },
    { type: 'numeric(18,4)', kind: 'number', values: ['0.1000', '-12345678901234.5678'] },
    { type: 'bigint', kind: 'number', values: ['9223372036854775807', '-9223372036854775808', '9007199254740993'] },
    { type: 'int', kind: 'number', values: ['-2147483648', '2147483647'] },
    { type: 'smallint', kind: 'number', values: ['-32768'] },
    { type: 'tinyint', kind: 'number', values: ['0', '255'] },
    { type: 'bit', kind: 'number', values: ['0', '1'] },
    { type: 'money', kind: 'number', values: ['922337203685477.5807', '-0.0001', '12.5000'] },
    { type: 'smallmoney', kind: 'number', values: ['-214748.3648'] },
    {
      type: 'float',
      kind: 'number',
      values: [
        ['0.1', '1.0000000000000001e-001'],
        ['-1e300', '-1.0000000000000001e+300'],
        ['1234567.5', '1.2345675000000000e+006'],
      ],
    },
    { type: 'real', kind: 'number', values: [['0.1', '1.0000000149011612e-001']] },
    { type: 'date', kind: 'date', values: ['0001-01-01', '2024-02-29', '9999-12-31'] },
    {
      type: 'datetime2(7)',
      kind: 'datetime',
      values: [
        ['2024-02-29 23:59:59.9999999', '2024-02-29T23:59:59.9999999'],
        ['2024-03-31 02:30:00.0000001', '2024-03-31T02:30:00.0000001'],
      ],
    },
    { type: 'datetime', kind: 'datetime', values: [['2024-02-29 23:59:59.997', '2024-02-29T23:59:59.997']] },
    { type: 'smalldatetime', kind: 'datetime', values: [['2024-02-29 23:59:00', '2024-02-29T23:59:00']] },
    { type: 'uniqueidentifier', kind: 'text', values: ['6F9619FF-8B86-D011-B42D-00C04FC964FF'] },
    { type: 'varchar(20)', kind: 'text', values: ['Größe'] },
    { type: 'nchar(2)', kind: 'text', values: ['🚚'] },
    { type: 'ntext', kind: 'text', values: ['東京 '.repeat(30_000)] },
    { type: 'varbinary(8)', kind: 'binary', values: ['0x00FF10'] },
    { type: 'binary(3)', kind: 'binary', values: ['0xABCDEF'] },
  ],
};

export const LOGIN = { user: 'tally_reader', password: `it's "geheim" ]; 🔑`, database: 'erp' };

const bracketed = FACTS.quote;

interface DoubleEngine extends FallibleEngine, MortalEngine {
  readonly server: SqlServer;
}

/** A server that only this process has, and that fails to order. */
export async function startEngine(options: SqlServerOptions = {}): Promise<DoubleEngine> {
  const tables: TestTable[] = [];
  const servers = [await startSqlServer({ login: LOGIN, ...options })];
  const now = () => servers.at(-1) as SqlServer;
  const relay = await startRelay(now().port);

  const config = (overrides: Overrides = {}): ServerConfig =>
    configure('sqlserver', { host: '127.0.0.1', port: relay.port, ...LOGIN, tls: 'off' }, overrides);
  /** The driver tries a login again when its error may pass. */
  const failLogins = (error: TdsError) => {
    for (let time = 0; time < 4; time++) now().faults.onNextLogin({ kind: 'error', error });
    return config();
  };

  return {
    get server() {
      return now();
    },
    relay,
    config,
    greeting: 'set ansi_nulls',
    from({ schema, name }) {
      const quoted = /^\w+$/.test(name) ? name : `"${name}"`;
      return schema === undefined ? quoted : `${bracketed(schema)}.${quoted}`;
    },
    async create(table) {
      tables.push(table);
      await now().create(table, 'Quantity' in table.columns ? [['Quantity', 'Sku']] : []);
    },
    async writer() {
      const server = await startSqlServer({ login: LOGIN, rights: ['INSERT', 'CREATE TABLE'] });
      servers.unshift(server);
      return config({ port: server.port });
    },
    async block({ name }) {
      now().faults.onNextQuery(`[${name}]`, { kind: 'wait' });
      return async () => undefined;
    },
    async deadlock() {
      const table: TestTable = {
        name: 'deadlocked',
        columns: { id: 'bigint', filler: FACTS.text },
        rows: { numbered: 10_000 },
      };
      await now().create(table);
      now().faults.onNextQuery('[deadlocked]', { kind: 'error', error: deadlockVictim(), afterRows: 9000 });
      return table;
    },
    crowd: async () =>
      failLogins(
        new TdsError(10928, 'Resource ID : 2. The session limit for the database is 30 and has been reached.'),
      ),
    withoutDatabase: () =>
      failLogins(new TdsError(4060, 'Cannot open database "erp" requested by the login. The login failed.', 11)),
    async kill() {
      await now().close();
    },
    async revive() {
      const server = await startSqlServer({ login: LOGIN, ...options });
      for (const table of tables) await server.create(table);
      servers.splice(-1, 1, server);
      relay.leadTo(server.port);
    },
    async close() {
      await relay.close();
      for (const server of servers) await server.close();
    },
  };
}

/** Types of a TDS packet, its first byte: [MS-TDS] 2.2.3.1.1. */
const LOGIN7 = 0x10;

/** Whether a login is among the packets that a client sent in clear text. */
function hasLogin(sent: Buffer): boolean {
  for (let at = 0; at + 8 <= sent.length; at += Math.max(8, sent.readUInt16BE(at + 2))) {
    if (sent[at] === LOGIN7) return true;
  }
  return false;
}

export async function startTls(): Promise<TlsEngine> {
  const [own, strangers, other] = await Promise.all([
    makeCertificates('localhost'),
    makeCertificates('localhost'),
    makeCertificates('db.example.com'),
  ]);
  const files = await pemFiles({ own: own.ca, strangers: strangers.ca, other: other.ca });
  const [encrypting, misnamed, plain] = [
    await startEngine({ tls: own }),
    await startEngine({ tls: other }),
    await startEngine(),
  ];
  const at = (engine: Engine) => (overrides: Overrides) => engine.config({ host: 'localhost', ...overrides });
  return {
    config: at(encrypting),
    ca: files.path('own'),
    strangersCa: files.path('strangers'),
    demand: 'tls-required',
    demanding: (action) => action(),
    misnamed: async () => ({ ca: files.path('other'), config: at(misnamed) }),
    plain: { relay: plain.relay, config: at(plain), hasLogin },
    async close() {
      await Promise.all([encrypting.close(), misnamed.close(), plain.close(), files.close()]);
    },
  };
}
