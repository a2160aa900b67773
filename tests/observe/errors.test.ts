import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, test } from 'vitest';
import { describeError as describeWith } from '../../src/observe/errors.js';
import { withoutValues } from '../../src/observe/literals.js';
import { SourceError } from '../../src/sources/errors.js';
import { openTestLog, thrownBy } from './open.js';

const describeError = (thrown: unknown) => describeWith(thrown, (text) => text);

describe('a message', () => {
  test.each([
    [
      "Incorrect integer value: 'A-1017' for column 'quantity' at row 1",
      "Incorrect integer value: '…' for column '…' at row 1",
    ],
    [
      "Conversion failed when converting the varchar value 'A-1017' to data type int.",
      "Conversion failed when converting the varchar value '…' to data type int.",
    ],
    ["Duplicate entry 'A-1017-5' for key 'PRIMARY'", "Duplicate entry '…' for key '…'"],
    ['duplicate key "A-1017"', "duplicate key '…'"],
    ['Unknown column `A-1017`, “A-1017”, ‘A-1017’ or «A-1017»', "Unknown column '…', '…', '…' or '…'"],
    ["Could not convert string 'O'Brien' to INT32", "Could not convert string '…' to INT32"],
    [
      "can't be cast because the server’s value 'A-1017' won't fit",
      "can't be cast because the server’s value '…' won't fit",
    ],
    ["Could not convert string '6' ladder' to INT32", "Could not convert string '…'"],
    ["Could not convert string 'James' ladder' to INT32", "Could not convert string '…'"],
    ['Could not convert string \'6\' 2" ladder\' to INT32 in "x"', "Could not convert string '…'"],
    ["Could not convert string '12\" pipe' to INT32", "Could not convert string '…' to INT32"],
    ["near 'SELECT 1017 FROM x", "near '…'"],
    ["value '' or ' '", "value '…' or '…'"],
    ['The duplicate key value is (A-1017, 3).', 'The duplicate key value (…)'],
    ['Type INT64 with value 300 cannot be cast to INT8', 'Type INT64 with value # cannot be cast to INT8'],
    ['Could not cast value 12.75 to DECIMAL(3,1)', 'Could not cast value # to DECIMAL(3,1)'],
    ['Overflow in multiplication of INT64 (300 * -7)!', 'Overflow in multiplication of INT64 (#)!'],
    ['Date out of range: 30000-77-1', 'Date out of range: #'],
    ['Invalid UTF8 Codepoint 30000000', 'Invalid UTF8 Codepoint #'],
    ['connect ECONNREFUSED 10.20.30.40:3306', 'connect ECONNREFUSED #'],
    ['Cannot convert A-1017 to a BigInt', 'Cannot convert … to a BigInt'],
    ['CSV Error on Line: 2\nOriginal Line: A-1017,Stone', 'CSV Error on Line: 2'],
    ['Timed out after 15000ms, 2 tries', 'Timed out after 15000ms, 2 tries'],
    ['', ''],
  ])('%s', (message, expected) => {
    expect(withoutValues(message)).toBe(expected);
  });
});

describe('an error', () => {
  test('keeps type, codes, frames and causes', () => {
    class RequestError extends Error {
      readonly code = 'EREQUEST';
      readonly number = 245;
    }
    const cause = Object.assign(new RangeError('refused'), { code: 'ECONNREFUSED', errno: -111, sqlState: 'HY000' });
    const described = describeError(new RequestError('failed', { cause }));
    expect(described).toMatchObject({
      type: 'RequestError',
      message: 'failed',
      code: 'EREQUEST',
      number: 245,
      cause: { type: 'RangeError', message: 'refused', code: 'ECONNREFUSED', errno: -111, sqlState: 'HY000' },
    });
    expect(described.stack?.[0]).toMatch(/^at .*errors\.test\.ts:\d+:\d+\)?$/);
    expect(described.stack?.length).toBeLessThanOrEqual(12);
  });

  test('has no frame out of its message', () => {
    const message = "broken\n    at row (A-1017:1:1)\n    at 'A-1017':1:1";
    const changed = Object.assign(new Error(message), { message: 'changed' });
    for (const error of [new Error(message), changed, new Error(message, { cause: new Error(message) })])
      expect(JSON.stringify(describeError(error))).not.toContain('A-1017');
  });

  test('has five causes at most, and may go round in a circle', () => {
    const circle = new Error('round');
    circle.cause = circle;
    expect(JSON.stringify(describeError(circle)).match(/"round"/g)).toHaveLength(5);
  });

  test('may be several, or wrapped by mssql', () => {
    const tries = [new Error("host 'a'"), new Error("host 'b'"), new Error('c'), new Error('d')];
    expect(describeError(new AggregateError(tries)).errors?.map(({ message }) => message)).toEqual([
      "host '…'",
      "host '…'",
      'c',
    ]);
    const wrapped = Object.assign(new Error('outer'), { originalError: new Error('inner') });
    expect(describeError(wrapped).cause?.message).toBe('inner');
  });

  test('may be no error at all', () => {
    expect(describeError("row 'A-1017'")).toEqual({ type: 'string', message: "row '…'" });
    expect(describeError({ row: 'A-1017' })).toEqual({ type: 'object', message: '…' });
    expect(describeError(undefined)).toEqual({ type: 'undefined', message: '…' });
  });

  test('shows no code that is more than a code', () => {
    const error = Object.assign(new Error('x'), { code: 'row A-1017', errno: { row: 'A-1017' }, name: "it's A-1017" });
    expect(JSON.stringify(describeError(error))).not.toContain('A-1017');
  });

  test('of ours that holds no value is kept whole, but its cause is not', () => {
    const cause = new Error("Incorrect value: 'A-1017'");
    const { message, cause: inner } = describeError(
      new SourceError('shop', 'stock', 'no-column', { detail: 'qty for quantity', cause }),
    );
    expect(message).toBe(
      'shop, stock: a mapped column is not there (qty for quantity). Check columns in the mapping; tally check lists what is there.',
    );
    expect(inner?.message).toBe("Incorrect value: '…'");
  });
});

describe('the log', () => {
  test('has no value of a row, wherever the error stands', () => {
    const { log, text } = openTestLog();
    const driver = Object.assign(new Error("Incorrect integer value: 'A-1017' for column 'n'"), {
      sql: "INSERT INTO t VALUES ('A-1017')",
      row: { id: 'A-1017' },
    });
    const error = new Error('not loaded', { cause: new Error("string 'A-1017'", { cause: driver }) });
    log.error({ err: error, reason: driver, all: [driver], deep: { a: { b: { c: { d: { error } } } } } }, 'failed');
    log.warn({ err: new AggregateError([driver], "both 'A-1017'") }, 'failed');
    expect(text()).not.toContain('A-1017');
    expect(text()).not.toContain('INSERT');
    expect(text()).toContain('Incorrect integer value');
  });

  test('has an error’s parts apart', () => {
    const { log, lines } = openTestLog();
    const cause = Object.assign(new TypeError('inner'), { code: 'E1' });
    log.error({ err: new RangeError('outer', { cause }) }, 'failed');
    expect(lines()[0]).toMatchObject({
      msg: 'failed',
      err: { type: 'RangeError', message: 'outer', stack: expect.any(Array), cause: { type: 'TypeError', code: 'E1' } },
    });
  });

  test('has no part of a secret that the values’ removal broke', () => {
    const secrets = ['abc-1234567-def', "ab'cd 'ef", 'line\nbreak'];
    const { log, text } = openTestLog({ secrets });
    for (const secret of secrets) {
      log.error({ err: new Error(`refused ${secret}`, { cause: `with ${secret}` }) }, 'failed');
      log.error({ err: new Error(`refused '${secret}' at xoxb-1234567-tail`) }, 'failed');
    }
    expect(text()).not.toMatch(/abc|def|ab'|cd '|ef"|tail|line\b/);
  });

  test('has none of what DuckDB says', async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const session = await instance.connect();
    await session.run(
      "CREATE TABLE t AS SELECT 'A-1017' AS s, 54321 AS n, 54321.75::DECIMAL(20, 2) AS d, '6'' A-1017' AS q",
    );
    await session.run("CREATE TABLE one (s VARCHAR PRIMARY KEY); INSERT INTO one VALUES ('A-1017')");
    const { log, text, lines } = openTestLog();
    const statements = [
      ...['INT', 'DATE', 'TIMESTAMP', 'BOOLEAN', 'UUID', 'INT[]', 'INTERVAL'].map((type) => `SELECT s::${type} FROM t`),
      'SELECT q::INT FROM t',
      'SELECT n::TINYINT FROM t',
      'SELECT d::DECIMAL(4, 2) FROM t',
      'SELECT d::FLOAT::DECIMAL(3, 1) FROM t',
      'SELECT n * 9223372036854775807 FROM t',
      'SELECT make_date(n, 77, 1) FROM t',
      "SELECT strptime(s, '%Y') FROM t",
      'INSERT INTO one SELECT s FROM t',
      "SELECT 'A-1017'::INT",
    ];
    for (const statement of statements) log.error({ err: await thrownBy(() => session.run(statement)) }, 'failed');
    session.closeSync();
    expect(lines()).toHaveLength(statements.length);
    expect(text()).not.toMatch(/A-1017|54321/);
    expect(text()).toContain('Conversion Error: Could not convert string');
  });
});
