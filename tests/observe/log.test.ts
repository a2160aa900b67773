import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { openLog, requestId, withRequest } from '../../src/observe/index.js';
import { openTestLog } from './open.js';

describe('a line', () => {
  test('is JSON with level, time in UTC, the fields and the message, and nothing of the machine', () => {
    const { log, lines } = openTestLog();
    log.info({ source: 'erp', rows: 3 }, 'table refreshed');
    const [line] = lines();
    expect(line).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      source: 'erp',
      rows: 3,
      msg: 'table refreshed',
    });
  });

  test('may have no fields', () => {
    const { log, lines } = openTestLog();
    log.warn('%s of 100 %d is text');
    expect(lines()[0]).toMatchObject({ level: 'warn', msg: '%s of 100 %d is text' });
  });

  test('is written at once', () => {
    const { log, text } = openTestLog();
    log.error('first');
    expect(text()).toContain('first');
  });

  test.each([
    ['error', ['error']],
    ['info', ['info', 'warn', 'error']],
    ['silent', []],
  ])('is left out below the level %s', (level, expected) => {
    const { log, lines } = openTestLog({ level });
    for (const at of ['debug', 'info', 'warn', 'error'] as const) log[at](at);
    expect(lines().map(({ msg }) => msg)).toEqual(expected);
  });

  test('says so first when the level is none, and info is used', () => {
    const { log, lines } = openTestLog({ level: 'verbose' });
    log.debug('no');
    log.info('yes');
    expect(lines()).toMatchObject([
      { level: 'warn', asked: 'verbose', allowed: ['debug', 'info', 'warn', 'error', 'silent'] },
      { msg: 'yes' },
    ]);
  });

  test('takes any value', () => {
    const { log, lines } = openTestLog();
    const circle: Record<string, unknown> = { name: 'circle' };
    circle.self = circle;
    const long = 'x'.repeat(2000);
    log.info(
      { at: new Date(0), never: new Date(Number.NaN), big: 12n, none: null, gone: undefined, circle, long },
      'all kinds',
    );
    log.info({ list: Array.from({ length: 80 }, (_, i) => i), bytes: Buffer.from('A-1017'), run: () => 1 }, 'more');
    expect(lines()[0]).toMatchObject({ at: '1970-01-01T00:00:00.000Z', never: null, big: '12', none: null });
    expect(lines()[0]?.long).toBe(`${'x'.repeat(499)}…`);
    expect(JSON.stringify(lines()[0]?.circle)).toContain('"[…]"');
    expect(lines()[1]).toMatchObject({ bytes: '[Buffer]', run: '[function]' });
    expect(lines()[1]?.list).toHaveLength(50);
  });

  test('names a request or socket only', () => {
    const { log, lines, text } = openTestLog();
    class Incoming {
      method = 'POST';
      headers = { authorization: 'Bearer abcdefgh' };
      socket = {};
    }
    log.info({ incoming: new Incoming() }, 'came in');
    log.info({ ...new Incoming() }, 'spread');
    expect(lines()[0]).toMatchObject({ incoming: '[Incoming]' });
    expect(text()).not.toContain('abcdefgh');
  });
});

describe('the file', () => {
  test('is its owner’s only', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tally-log-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    openLog({ destination: join(folder, 'tally.log'), level: 'info', secrets: [] }).info('one');
    expect(statSync(join(folder, 'tally.log')).mode & 0o777).toBe(0o600);
  });

  test('is added to', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tally-log-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const options = { destination: join(folder, 'tally.log'), level: 'info', secrets: [] };
    openLog(options).info('one');
    openLog(options).info('two');
    expect(readFileSync(options.destination, 'utf8').trim().split('\n')).toHaveLength(2);
  });

  test('that cannot be opened is the file system’s error', () => {
    expect(() => openLog({ destination: tmpdir(), level: 'info', secrets: [] })).toThrow(/EISDIR/);
  });

  describe.runIf(process.platform === 'linux')('on a full disk', () => {
    afterEach(() => vi.restoreAllMocks());

    test('is done without, and stderr says so once', () => {
      const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
      const log = openLog({ destination: '/dev/full', level: 'info', secrets: [] });
      log.info('one');
      log.info('two');
      log.flush();
      expect(said.mock.calls).toEqual([['The log cannot be written (ENOSPC); Tally goes on without.\n']]);
    });
  });
});

describe('a request id', () => {
  test('is on every line of nested work, and on none outside', async () => {
    const { log, lines } = openTestLog();
    const deepest = async () => {
      await pause(1);
      log.info('deepest');
    };
    log.info('before');
    await withRequest('r-1', async () => {
      log.info('at once');
      await Promise.all([deepest(), new Promise<void>((resolve) => setTimeout(() => resolve(deepest()), 2))]);
      queueMicrotask(() => log.info('microtask'));
    });
    log.info('after');
    expect(lines().map(({ msg, request }) => [msg, request])).toEqual([
      ['before', undefined],
      ['at once', 'r-1'],
      ['deepest', 'r-1'],
      ['deepest', 'r-1'],
      ['microtask', 'r-1'],
      ['after', undefined],
    ]);
  });

  test('does not get mixed up with that of parallel work', async () => {
    const { log, lines } = openTestLog();
    const work = (id: string, naps: number[]) =>
      withRequest(id, async () => {
        for (const nap of naps) {
          await pause(nap);
          log.info({ own: id }, 'step');
        }
      });
    await Promise.all([work('a', [3, 1, 2]), work('b', [1, 3, 1]), work('c', [2, 2, 2])]);
    expect(lines()).toHaveLength(9);
    for (const line of lines()) expect(line.request).toBe(line.own);
  });

  test('of a request within a request goes with that of the outer one', async () => {
    const { log, lines } = openTestLog();
    await withRequest('slack-1', async () => {
      await withRequest('question-1', async () => log.info('inner'));
      await withRequest('slack-1', async () => log.info('same'));
      log.info('outer');
    });
    expect(lines().map(({ request, within }) => [request, within])).toEqual([
      ['question-1', 'slack-1'],
      ['slack-1', undefined],
      ['slack-1', undefined],
    ]);
  });

  test('can be asked for, and what the work yields or throws comes through', async () => {
    expect(requestId()).toBeNull();
    expect(await withRequest('r-2', async () => requestId())).toBe('r-2');
    await expect(withRequest('r-3', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(requestId()).toBeNull();
  });
});
