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
    {
      type: 'datetimeoffset',
      kind: 'datetime',
      values: ['2024-02-29 23:59:59.9999999 +05:30', '2024-03-31 02:30:00.0000001 -14:00'],
    },
    { type: 'smalldatetime', kind: 'datetime', values: [['2024-02-29 23:59:00', '2024-02-29T23:59:00']] },
    { type: 'uniqueidentifier', kind: 'text', values: ['6F9619FF-8B86-D011-B42D-00C04FC964FF'] },
    { type: 'varchar(20)', kind: 'text', values: ['Größe'] },
    { type: 'nchar(2)', kind: 'text', values: ['🚚'] },
    { type: 'ntext', kind: 'text', values: ['東京 '.repeat(30_000)] },
    { type: 'varbinary(8)', kind: 'binary', values: ['0x00FF10'] },
    { type: 'binary(3)', kind: 'binary', values: ['0xABCDEF'] },
  ],
  looseText: 'nvarchar(200)',
  changes: [
    ['int', '5', '-5'],
    ['int', '0', null],
    ['int', '2147483647', null],
    ['bigint', '9007199254740992', '9007199254740993'],
    ['bit', '0', null],
    ['decimal(18,4)', '5', '-5'],
    ['decimal(18,4)', '1', '10'],
    ['decimal(18,4)', '0', null],
    ['numeric(38,20)', '0.00000000000000000001', '0.00000000000000000002'],
    ['money', '5', '-5'],
    ['money', '1.1', '11'],
    ['float', '0.30000000000000004', '0.3'],
    ['real', '5', '-5'],
    ['date', '2024-02-29', '2024-02-28'],
    ['datetime2(7)', '2024-02-29 23:59:59.9999999', '2024-02-29 23:59:59.9999998'],
    ['datetime', '2024-02-29 23:59:59.997', '2024-02-29 23:59:59.993'],
    ['nvarchar(20)', '', null],
    ['nvarchar(20)', 'NULL', null],
    ['nvarchar(20)', 'a', 'A'],
    ['nvarchar(20)', 'a', 'a '],
    ['nvarchar(20)', 'e\u0301', '\u00e9'],
    ['varchar(20)', 'a', 'A'],
    ['varchar(40)', 'a'.repeat(16), 'a'.repeat(32)],
    ['ntext', `${'x'.repeat(7_000)}a`, `${'x'.repeat(7_000)}b`],
    ['varbinary(8)', '0x6162', '0x616200'],
    ['varbinary(8)', '0x', null],
    ['uniqueidentifier', '6F9619FF-8B86-D011-B42D-00C04FC964FF', '6F9619FF-8B86-D011-B42D-00C04FC964FE'],
  ],
  stamps: [
    ['datetime2(7)', ['2024-02-29T23:59:59.9999998', '2024-02-29T23:59:59.9999999', '2024-03-01T00:00:00.0000001']],
    ['datetime', ['2024-02-29T23:59:59.990', '2024-02-29T23:59:59.993', '2024-02-29T23:59:59.997']],
    [
      'datetimeoffset',
      [
        '2024-02-29 23:59:59.9999999 +05:30',
        '2024-02-29 18:30:00.0000000 +00:00',
        '2024-02-29 14:30:00.0000001 -04:00',
      ],
    ],
    ['smalldatetime', ['2024-02-29T23:58:00', '2024-02-29T23:59:00', '2024-03-01T00:00:00']],
    ['date', ['2024-02-28', '2024-02-29', '2024-03-01']],
    ['int', ['-2147483648', '0', '2147483647']],
    ['bigint', ['9007199254740992', '9007199254740993', '9223372036854775807']],
    ['decimal(30,10)', ['-1.0000000001', '-1.0000000000', '12345678901234567890.1234567890']],
    ['money', ['-0.0001', '0.0000', '922337203685477.5807']],
    ['float', ['-5.0000000000000000e-001', '1.0000000000000001e-001', '1.0000000000000001e+300']],
    ['varchar(40)', ['2024-02-29T23:59:59.998', '2024-02-29T23:59:59.999', '2024-03-01T00:00:00.000']],
    ['varbinary(8)', ['0x6161', '0x6162', '0x6163']],
  ],
  moments: [
    [
      'datetime',
      [
        '1753-01-01T00:00:00',
        '2024-02-28T23:59:59.997',
        '2024-02-29T00:00:00',
        '2024-02-29T00:00:00.003',
        '2024-02-29T12:00:00',
        '2024-02-29T23:59:59.997',
        '2024-03-01T00:00:00',
        '9999-12-31T23:59:59.997',
      ],
    ],
    [
      'datetime2(7)',
      [
        '2024-02-28T23:59:59.9999999',
        '2024-02-29T00:00:00.0000000',
        '2024-02-29T00:00:00.0000001',
        '2024-02-29T23:59:59.9999999',
        '2024-03-01T00:00:00.0000000',
      ],
    ],
    [
      'smalldatetime',
      [
        '2024-02-28T23:59:00',
        '2024-02-29T00:00:00',
        '2024-02-29T23:59:00',
        '2024-03-01T00:00:00',
        '2079-06-06T23:59:00',
      ],
    ],
    [
      'datetimeoffset',
      [
        '2024-02-28 23:59:59.9999999 +14:00',
        '2024-02-28 23:59:59.9999999 -14:00',
        '2024-02-29 00:00:00.0000000 +14:00',
        '2024-02-29 00:00:00.0000000 +00:00',
        '2024-02-29 23:59:59.9999999 -14:00',
        '2024-03-01 00:00:00.0000000 +14:00',
        '9999-12-31 23:59:59.9999999 +00:00',
      ],
    ],
  ],
  rowVersion: 'rowversion',
};

export const LOGIN = { user: 'tally_reader', password: `it's "geheim" ]; 🔑`, database: 'erp' };

/** How a packet begins that asks for a transaction ([MS-TDS] 2.2.3.1): its type, that it is the last, its length. */
const TRANSACTION_PACKET = '\x0e\x01\0';

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
    beginning: TRANSACTION_PACKET,
    edit: () => now().edit(),
    from({ schema, name }) {
      const quoted = /^\w+$/.test(name) ? name : `"${name}"`;
      return schema === undefined ? quoted : `${bracketed(schema)}.${quoted}`;
    },
    async create(table) {
      tables.push(table);
      await now().create(table);
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
