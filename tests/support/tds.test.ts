import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import { promisify } from 'node:util';
import sql from 'mssql';
import { Connection, Request } from 'tedious';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Certificates, makeCertificates } from './certificates.js';
import {
  deadlockVictim,
  invalidObjectName,
  permissionDenied,
  startTdsServer,
  type TdsAnswer,
  TdsError,
  type TdsParameters,
  type TdsRow,
  type TdsServer,
  type TdsServerOptions,
  type TdsValue,
} from './tds/index.js';

const LOGIN = { user: 'tally', password: 'gehëim 🔑', database: 'Shop' };

/** Closed in this order, servers before their pools, since a pool would wait for ever for a request that hangs. */
const opened: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const resource of opened.splice(0)) await resource.close();
});

async function start(
  answer: TdsServerOptions['answer'],
  options: Omit<TdsServerOptions, 'answer'> = {},
): Promise<TdsServer> {
  const server = await startTdsServer({ login: LOGIN, ...options, answer });
  opened.push(server);
  return server;
}

/** tedious knows more options than the types of mssql do. */
type PoolConfig = Partial<Omit<sql.config, 'options'>> & {
  options?: sql.IOptions & { cancelTimeout?: number; packetSize?: number };
};

function newPool({ port }: TdsServer, { options, ...config }: PoolConfig = {}): sql.ConnectionPool {
  return new sql.ConnectionPool({
    server: '127.0.0.1',
    port,
    ...LOGIN,
    pool: { max: 1 },
    options: { encrypt: false, ...options },
    ...config,
  });
}

async function connect(server: TdsServer, config?: PoolConfig): Promise<sql.ConnectionPool> {
  const pool = await newPool(server, config).connect();
  pool.on('error', () => {}); // mssql may repeat here that a connection was lost; its request, if any, has said so
  opened.push(pool);
  return pool;
}

/** An answer with one nvarchar column. */
function texts(...values: (string | null)[]): TdsAnswer {
  return { columns: [{ name: 'text', type: 'nvarchar' }], rows: values.map((value) => [value]) };
}

/** Rows of about 400 bytes, numbered from 1; `produced` tells how many of them have been pulled. */
function numbered(count: number): TdsAnswer & { readonly produced: number } {
  let produced = 0;
  function* rows(): Generator<TdsRow> {
    while (produced < count) {
      produced += 1;
      yield [produced, 'x'.repeat(200)];
    }
  }
  return {
    columns: [
      { name: 'id', type: 'int' },
      { name: 'filler', type: 'nvarchar' },
    ],
    rows: rows(),
    get produced() {
      return produced;
    },
  };
}

interface Streamed {
  columns: string[];
  rows: number;
  /** The first value of the last row. */
  last: unknown;
  errors: sql.RequestError[];
}

/** Streams a query to its 'done'. */
async function stream(
  request: sql.Request,
  text: string,
  onRow?: (rows: number, request: sql.Request) => void,
): Promise<Streamed> {
  const streamed: Streamed = { columns: [], rows: 0, last: undefined, errors: [] };
  request.stream = true;
  request.arrayRowMode = true;
  request.on('recordset', (columns: { name: string }[]) => {
    streamed.columns = columns.map(({ name }) => name);
  });
  request.on('row', (row: unknown[]) => {
    streamed.rows += 1;
    streamed.last = row[0];
    onRow?.(streamed.rows, request);
  });
  request.on('error', (error: sql.RequestError) => streamed.errors.push(error));
  await new Promise((resolve) => {
    request.on('done', resolve);
    request.query(text);
  });
  return streamed;
}

/** Resolves with what `read` gives once that has stayed the same for half a second. */
async function settled(read: () => number): Promise<number> {
  let value = read();
  for (let same = 0; same < 5; ) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    same = read() === value ? same + 1 : 0;
    value = read();
  }
  return value;
}

describe('login', () => {
  it('lets the right one in and tells who it was', async () => {
    const server = await start(async () => texts('hello'));
    const pool = await connect(server, { options: { appName: 'tally-test' } });

    expect((await pool.request().query('SELECT text')).recordset).toEqual([{ text: 'hello' }]);
    expect(server.queries).toEqual(['SELECT text']);
    expect(server.connections.at(-1)).toMatchObject({
      open: true,
      encrypted: false,
      user: 'tally',
      database: 'Shop',
      application: 'tally-test',
      queries: ['SELECT text'],
    });
  });

  it.each([{ user: 'sa' }, { password: 'geheim' }, { database: 'master' }])('refuses %o', async (wrong) => {
    const server = await start(async () => texts());
    await expect(newPool(server, wrong).connect()).rejects.toMatchObject({
      name: 'ConnectionError',
      code: 'ELOGIN',
      message: `Login failed for user '${wrong.user ?? LOGIN.user}'.`,
    });
  });

  it('fails the next one as ordered', async () => {
    const server = await start(async () => texts());

    server.faults.onNextLogin({ kind: 'error', error: new TdsError(18470, 'The account is disabled.', 14) });
    await expect(newPool(server).connect()).rejects.toMatchObject({
      code: 'ELOGIN',
      message: 'The account is disabled.',
    });

    server.faults.onNextLogin({ kind: 'reset' });
    await expect(newPool(server).connect()).rejects.toMatchObject({ code: 'ESOCKET' });

    server.faults.onNextLogin({ kind: 'stall' });
    await expect(newPool(server, { connectionTimeout: 500 }).connect()).rejects.toMatchObject({ code: 'ETIMEOUT' });

    await connect(server);
  });
});

describe('answers', () => {
  const COLUMNS = [
    { name: 'text', type: 'nvarchar' },
    { name: 'long', type: 'nvarchar(max)' },
    { name: 'int', type: 'int' },
    { name: 'bigint', type: 'bigint' },
    { name: 'bit', type: 'bit' },
    { name: 'float', type: 'float' },
    { name: 'price', type: 'decimal', precision: 9, scale: 2 },
    { name: 'weight', type: 'decimal', precision: 18, scale: 4 },
    { name: 'huge', type: 'decimal', precision: 38, scale: 0 },
  ] as const;

  const LONG = 'Zürich 東京 🚚 '.repeat(1000);
  const FULL = ['', LONG, -2147483648, 2n ** 63n - 1n, true, -1e-300, '-1234567.89', 12.5, `1${'0'.repeat(37)}`];
  const NULLS = COLUMNS.map(() => null);
  const MIXED = ['東京 🚚', null, 0, null, false, null, 0, null, '-7'];

  it('carry every type, null, unicode and long text', async () => {
    const server = await start(async () => ({ columns: COLUMNS, rows: [FULL, NULLS, MIXED] }));
    const request = (await connect(server)).request();
    request.arrayRowMode = true;

    const { recordset, columns } = (await request.query('everything')) as sql.IResult<unknown> & {
      columns: { name: string; type: unknown; nullable: boolean }[][];
    };
    expect(recordset).toEqual([
      ['', LONG, -2147483648, '9223372036854775807', true, -1e-300, -1234567.89, 12.5, 1e37],
      NULLS,
      ['東京 🚚', null, 0, null, false, null, 0, null, -7],
    ]);
    expect(columns[0]?.map(({ name, type }) => [name, type])).toEqual([
      ['text', sql.NVarChar],
      ['long', sql.NVarChar],
      ['int', sql.Int],
      ['bigint', sql.BigInt],
      ['bit', sql.Bit],
      ['float', sql.Float],
      ['price', sql.Decimal],
      ['weight', sql.Decimal],
      ['huge', sql.Decimal],
    ]);
  });

  it('bring the parameters of the question', async () => {
    let asked: TdsParameters = new Map();
    const server = await start(async (_sql, parameters) => {
      asked = parameters;
      return texts();
    });
    const at = new Date('2024-02-29T23:59:58.120Z');
    await (await connect(server))
      .request()
      .input('text', sql.NVarChar, 'Zürich')
      .input('nothing', sql.NVarChar, null)
      .input('long', sql.NVarChar(sql.MAX), LONG)
      .input('int', sql.Int, -5)
      .input('tiny', sql.TinyInt, 200)
      .input('bigint', sql.BigInt, '9007199254740993')
      .input('bit', sql.Bit, false)
      .input('float', sql.Float, 0.1)
      .input('decimal', sql.Decimal(18, 4), -12.05)
      .input('whole', sql.Decimal(9, 0), 3)
      .input('at', sql.DateTime2(3), at)
      .query('SELECT @text');

    expect(Object.fromEntries(asked)).toEqual({
      text: 'Zürich',
      nothing: null,
      long: LONG,
      int: -5,
      tiny: 200,
      bigint: 9007199254740993n,
      bit: false,
      float: 0.1,
      decimal: '-12.0500',
      whole: '3',
      at: '2024-02-29T23:59:58.120',
    } satisfies Record<string, TdsValue>);
  });

  it('come for sp_executesql called by its name, but for no other procedure', async () => {
    const server = await start(async (text, parameters) => texts(text, String(parameters.get('id'))));
    const pool = await connect(server);
    const request = pool.request().input('stmt', 'SELECT @id').input('params', '@id int').input('id', 7);

    expect((await request.execute('sp_executesql')).recordset).toEqual([{ text: 'SELECT @id' }, { text: '7' }]);
    await expect(pool.request().execute('sp_who')).rejects.toMatchObject({ number: 2812 });
  });

  it('come for batches and for statements without a result too', async () => {
    const server = await start(async (text) => (text.startsWith('SET') ? { columns: [], rows: [] } : texts('a', 'b')));
    const pool = await connect(server);

    expect(await pool.request().batch('SELECT text')).toMatchObject({ recordset: [{ text: 'a' }, { text: 'b' }] });
    expect(await pool.request().query('SET LOCK_TIMEOUT 5000')).toMatchObject({ recordsets: [], rowsAffected: [] });
  });

  it.each([512, 4096, 32767])('fit questions and rows into packets of %i bytes', async (packetSize) => {
    const server = await start(async (text) => ({
      columns: [{ name: 'text', type: 'nvarchar(max)' }],
      rows: [[text]],
    }));
    const pool = await connect(server, { options: { packetSize } });
    const question = `SELECT '${LONG}'`;
    expect((await pool.request().query(question)).recordset).toEqual([{ text: question }]);
  });

  it('that fail become errors', async () => {
    const server = await start(async (text) => {
      if (text === 'throw') throw new TypeError('no such table in the test');
      return { columns: [{ name: 'id', type: 'int' }], rows: [[1], ['two']] };
    });
    const pool = await connect(server);

    await expect(pool.request().query('throw')).rejects.toMatchObject({
      name: 'RequestError',
      code: 'EREQUEST',
      number: 50000,
      message: 'no such table in the test',
    });
    await expect(pool.request().query('misfit')).rejects.toMatchObject({
      number: 50000,
      message: 'column id: string two does not fit int',
    });
  });
});

describe('streaming', () => {
  it('pulls 300,000 rows only as fast as they are read', async () => {
    const answer = numbered(300_000);
    const pool = await connect(await start(async () => answer));
    const leads: number[] = [];

    const streamed = await stream(pool.request(), 'SELECT id', (rows, request) => {
      if (rows % 100_000 !== 1) return;
      request.pause();
      void settled(() => answer.produced).then((produced) => {
        leads.push(produced - rows);
        request.resume();
      });
    });

    expect(streamed).toEqual({ columns: ['id', 'filler'], rows: 300_000, last: 300_000, errors: [] });
    // What is produced but not yet read is all that can be in memory, in the driver, the server and the kernel.
    expect(leads).toHaveLength(3);
    expect(Math.max(...leads)).toBeLessThan(60_000);
  });

  it.each(['running', 'paused'])('can be cancelled while %s, and the connection goes on', async (state) => {
    const answer = numbered(1_000_000);
    const server = await start(async (text) => (text === 'long' ? answer : texts('next')));
    const pool = await connect(server);

    const streamed = await stream(pool.request(), 'long', (rows, request) => {
      if (rows !== 1000) return;
      if (state === 'paused') request.pause();
      setTimeout(() => request.cancel(), 50);
    });
    expect(streamed.errors).toMatchObject([{ name: 'RequestError', code: 'ECANCEL' }]);
    expect(answer.produced).toBeLessThan(1_000_000);

    expect((await pool.request().query('short')).recordset).toEqual([{ text: 'next' }]);
    expect(server.connections.at(-1)).toMatchObject({ queries: ['long', 'short'], cancels: 1 });
  });

  it('lets go of an answer that is cancelled while it has no row to give', async () => {
    let letGo = false;
    async function* rows(): AsyncGenerator<TdsRow> {
      try {
        yield ['first'];
        await new Promise((resolve) => setTimeout(resolve, 1000));
        yield ['too late'];
      } finally {
        letGo = true;
      }
    }
    const server = await start(async (text) => (text === 'slow' ? { ...texts(), rows: rows() } : texts('next')));
    const pool = await connect(server, { requestTimeout: 300 });

    await expect(pool.request().query('slow')).rejects.toMatchObject({ code: 'ETIMEOUT' });
    expect((await pool.request().query('quick')).recordset).toEqual([{ text: 'next' }]);
    expect(server.connections.at(-1)?.cancels).toBe(1);
    await expect.poll(() => letGo, { timeout: 10_000 }).toBe(true);
  });

  it('serves connections side by side', async () => {
    const server = await start(async (text) => texts(text));
    server.faults.onNextQuery('for ever', { kind: 'wait' });
    const pool = await connect(server, { pool: { max: 3 } });

    const waiting = pool.request();
    const waited = expect(waiting.query('for ever')).rejects.toMatchObject({ code: 'ECANCEL' });
    const others = await Promise.all(['a', 'b', 'c', 'd'].map((text) => pool.request().query(text)));
    expect(others.map(({ recordset }) => recordset[0])).toEqual(['a', 'b', 'c', 'd'].map((text) => ({ text })));
    expect(server.connections.filter(({ open }) => open).length).toBeGreaterThanOrEqual(2);
    waiting.cancel();
    await waited;
  });
});

describe('faults', () => {
  it.each([
    permissionDenied('Orders', 'Shop'),
    invalidObjectName('dbo.Ordres'),
    deadlockVictim(),
    new TdsError(8134, 'Divide by zero error encountered.'),
  ])('report error $number, at once or after some rows', async (error) => {
    const server = await start(async () => numbered(10));
    const pool = await connect(server);
    const expected = {
      name: 'RequestError',
      code: 'EREQUEST',
      number: error.number,
      class: error.severity,
      state: error.state,
      message: error.message,
    };

    server.faults.onNextQuery('Orders', { kind: 'error', error });
    await expect(pool.request().query('SELECT * FROM Orders')).rejects.toMatchObject(expected);

    server.faults.onNextQuery('Orders', { kind: 'error', error, afterRows: 3 });
    const streamed = await stream(pool.request(), 'SELECT * FROM Orders');
    expect(streamed).toMatchObject({ columns: ['id', 'filler'], rows: 3, errors: [expected] });

    expect(await stream(pool.request(), 'SELECT * FROM Orders')).toMatchObject({ rows: 10, errors: [] });
  });

  it.each([
    ['close', 0],
    ['close', 100],
    ['reset', 0],
    ['reset', 100],
  ] as const)('lose the connection: %s after %i rows', async (kind, afterRows) => {
    const server = await start(async () => numbered(1000));
    const pool = await connect(server);

    server.faults.onNextQuery('Orders', { kind, afterRows });
    const streamed = await stream(pool.request(), 'SELECT * FROM Orders');
    expect(streamed.rows).toBeLessThanOrEqual(afterRows);
    expect(streamed.errors[0]).toMatchObject({ name: 'RequestError', code: 'ECONNRESET' });

    expect(await stream(pool.request(), 'SELECT * FROM Orders')).toMatchObject({ rows: 1000, errors: [] });
    expect(server.connections.map(({ open }) => open)).toEqual([false, false, true]);
  });

  it('stall: nothing is answered any more, not even a cancel', async () => {
    const server = await start(async () => numbered(1000));
    const pool = await connect(server, { requestTimeout: 300, options: { cancelTimeout: 300 } });

    server.faults.onNextQuery('at once', { kind: 'stall' });
    await expect(pool.request().query('at once')).rejects.toMatchObject({
      code: 'ETIMEOUT',
      message: 'Failed to cancel request in 300ms',
    });

    server.faults.onNextQuery('after', { kind: 'stall', afterRows: 10 });
    const streamed = await stream(pool.request(), 'after', (rows, request) => {
      if (rows === 10) request.cancel();
    });
    expect(streamed.errors[0]).toMatchObject({ code: 'ETIMEOUT' });
    expect(server.connections.map(({ cancels }) => cancels)).toEqual([0, 0, 0]);
  });

  it('wait: a query that never ends is stopped by its timeout, and the connection goes on', async () => {
    const server = await start(async () => texts('next'));
    const pool = await connect(server, { requestTimeout: 300 });

    server.faults.onNextQuery('for ever', { kind: 'wait' });
    await expect(pool.request().query('for ever')).rejects.toMatchObject({
      code: 'ETIMEOUT',
      message: 'Timeout: Request failed to complete in 300ms',
    });
    await pool.request().query('next');
    expect(server.connections.at(-1)).toMatchObject({ queries: ['for ever', 'next'], cancels: 1 });
  });

  it('strike the query they are meant for, once, and in the order they were given', async () => {
    const server = await start(async () => texts());
    const pool = await connect(server);
    const outcome = (text: string) =>
      pool
        .request()
        .query(text)
        .then(
          () => 'ok',
          (error: sql.RequestError) => error.number,
        );

    server.faults.onNextQuery((text) => text.endsWith('Stock'), { kind: 'error', error: new TdsError(1, 'first') });
    server.faults.onNextQuery('Stock', { kind: 'error', error: new TdsError(2, 'second') });
    const outcomes = [await outcome('Orders'), await outcome('Stock'), await outcome('Stock'), await outcome('Stock')];
    expect(outcomes).toEqual(['ok', 1, 2, 'ok']);
  });
});

describe('transactions', () => {
  it('begin, with their isolation level, and are committed or rolled back', async () => {
    const server = await start(async (text) => texts(text));
    const pool = await connect(server);

    const first = await new sql.Transaction(pool).begin(sql.ISOLATION_LEVEL.SNAPSHOT);
    expect(server.connections.at(-1)?.transactions).toEqual([{ isolation: 'snapshot', outcome: 'open' }]);
    expect((await new sql.Request(first).query('inside')).recordset).toEqual([{ text: 'inside' }]);
    await first.commit();

    const second = await new sql.Transaction(pool).begin(sql.ISOLATION_LEVEL.READ_UNCOMMITTED);
    await second.rollback();
    expect(server.connections.at(-1)?.transactions).toEqual([
      { isolation: 'snapshot', outcome: 'committed' },
      { isolation: 'read uncommitted', outcome: 'rolled back' },
    ]);
  });

  it('are rolled back by the server when they lose a deadlock', async () => {
    const server = await start(async () => texts());
    const transaction = await new sql.Transaction(await connect(server)).begin(sql.ISOLATION_LEVEL.SERIALIZABLE);

    server.faults.onNextQuery('Stock', { kind: 'error', error: deadlockVictim() });
    await expect(new sql.Request(transaction).query('Stock')).rejects.toMatchObject({ number: 1205 });
    await expect(transaction.commit()).rejects.toMatchObject({ code: 'EABORT' });
    expect(server.connections.at(-1)?.transactions).toEqual([{ isolation: 'serializable', outcome: 'rolled back' }]);
  });
});

describe('TLS', () => {
  let certificates: Certificates;
  let strangers: Certificates;

  beforeAll(async () => {
    [certificates, strangers] = await Promise.all([
      makeCertificates('localhost', ['127.0.0.1']),
      makeCertificates('localhost', ['127.0.0.1']),
    ]);
  });

  function encrypted(ca: string | undefined, serverName = 'localhost'): PoolConfig {
    const trust = ca === undefined ? {} : { cryptoCredentialsDetails: { ca } };
    return { server: 'localhost', options: { encrypt: true, serverName, ...trust } };
  }

  it('carries logins and rows for a client that trusts the authority', async () => {
    const server = await start(async () => numbered(20_000), { tls: certificates });
    const pool = await connect(server, encrypted(certificates.ca));

    expect(await stream(pool.request(), 'SELECT id')).toMatchObject({ rows: 20_000, last: 20_000, errors: [] });
    expect(server.connections.at(-1)).toMatchObject({ encrypted: true, user: LOGIN.user });

    server.faults.onNextQuery('SELECT', { kind: 'reset', afterRows: 10 });
    expect((await stream(pool.request(), 'SELECT id')).errors[0]).toMatchObject({ code: 'ECONNRESET' });
    expect(await stream(pool.request(), 'SELECT id')).toMatchObject({ rows: 20_000, errors: [] });
  });

  it.each([
    ['an authority it has not heard of', undefined, 'localhost', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['another authority', 'strangers', 'localhost', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['another name', 'certificates', 'db.example.com', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ] as const)('is refused by a client that is shown a certificate of %s', async (_of, trusted, name, reason) => {
    const server = await start(async () => texts(), { tls: certificates });
    const ca = trusted && { certificates, strangers }[trusted].ca;
    await expect(newPool(server, encrypted(ca, name)).connect()).rejects.toMatchObject({
      name: 'ConnectionError',
      code: 'ESOCKET',
      originalError: { cause: { code: reason } },
    });
    expect(server.connections[0]?.user).toBeUndefined();
  });

  it('is demanded of a client that does not encrypt', async () => {
    const server = await start(async () => texts(), { tls: certificates });
    await expect(newPool(server).connect()).rejects.toMatchObject({ code: 'EENCRYPT' });
  });

  it('that the server does not support is quietly done without by tedious', async () => {
    const server = await start(async () => texts());
    await connect(server, encrypted(certificates.ca));
    expect(server.connections[0]).toMatchObject({ encrypted: false, user: LOGIN.user });
  });
});

describe('the protocol', () => {
  /** A connection of tedious alone, for what mssql never asks of it. */
  async function connectTedious(server: TdsServer): Promise<Connection> {
    const connection = new Connection({
      server: '127.0.0.1',
      authentication: { type: 'default', options: { userName: LOGIN.user, password: LOGIN.password } },
      options: { port: server.port, database: LOGIN.database, encrypt: false },
    });
    opened.push({ close: async () => connection.close() });
    await promisify<void>((done) => connection.connect(done))();
    return connection;
  }

  const query = (connection: Connection, text: string) =>
    promisify<void>((done) => connection.execSql(new Request(text, (error) => done(error, undefined))))();

  it('lets a client reset its session', async () => {
    const server = await start(async () => texts());
    const connection = await connectTedious(server);
    await promisify<void>((done) => connection.reset(done))();
    await query(connection, 'SELECT text');
    expect(server.queries).toEqual(['SELECT text']);
  });

  it('lets a client think better of a question while it is asking it', async () => {
    const server = await start(async () => texts());
    const connection = await connectTedious(server);
    const asked = query(connection, 'never mind');
    connection.cancel();
    await expect(asked).rejects.toMatchObject({ code: 'ECANCEL' });

    await query(connection, 'SELECT text');
    expect(server.queries).toEqual(['SELECT text']);
    expect(server.connections[0]?.cancels).toBe(0);
  });

  it('is insisted on: closing the server reports whoever did not speak it', async () => {
    const server = await startTdsServer({ answer: async () => texts() });
    const socket = connectSocket(server.port, '127.0.0.1', () => socket.write(Buffer.alloc(8)));
    await once(socket, 'close');
    await expect(server.close()).rejects.toThrow(AggregateError);
  });
});
