import { createServer, request as httpRequest } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Checks, type HealthOptions, openMetrics, serveHealth } from '../../src/observe/index.js';
import { openTestLog, thrownBy } from './open.js';

const READY: Checks = { slack: { ok: true, says: 'connected' }, model: { ok: true, says: 'open' } };

async function open(options: Partial<HealthOptions> = {}) {
  const { log, text } = openTestLog();
  const metrics = openMetrics({ kpis: [] });
  const health = await serveHealth({ host: '127.0.0.1', port: 0, metrics, ready: async () => READY, log, ...options });
  onTestFinished(() => health.close());
  const ask = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${health.port}${path}`, { method });
  return { health, ask, logged: text };
}

/** Bytes as they are, for what fetch would not send. */
async function raw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(bytes);
  return textOf(socket);
}

describe('GET', () => {
  test('/healthz is 200 while the process answers', async () => {
    const { ask } = await open({ ready: () => Promise.reject(new Error('no')) });
    const response = await ask('/healthz');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok' });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });

  test('/readyz is 200 with each check when all are ok', async () => {
    const { ask } = await open();
    const response = await ask('/readyz?verbose=1');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ready', checks: READY });
  });

  test('/readyz is 503 when one is not', async () => {
    const checks: Checks = { ...READY, sources: { ok: false, says: 'shop: the server cannot be reached' } };
    const { ask } = await open({ ready: async () => checks });
    const response = await ask('/readyz');
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: 'not ready', checks });
  });

  test('/metrics is Prometheus’ text', async () => {
    const { ask } = await open();
    const response = await ask('/metrics');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await response.text()).toContain('\ntally_slack_connected 0\n');
  });

  test.each(['/', '/health', '/healthz/', '/metrics/x', '/../healthz%00', '/__proto__', '/toString'])(
    '%s is 404 and says nothing of what was asked',
    async (path) => {
      const { ask } = await open();
      const response = await ask(path);
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({ status: 'not found' });
    },
  );
});

describe('other methods', () => {
  test('HEAD is GET without its body', async () => {
    const { ask } = await open();
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      const response = await ask(path, 'HEAD');
      expect(response.status).toBe(200);
      expect(Number(response.headers.get('content-length'))).toBeGreaterThan(10);
      expect(await response.text()).toBe('');
    }
    expect((await ask('/nowhere', 'HEAD')).status).toBe(404);
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('%s is 405', async (method) => {
    const { ask } = await open();
    const response = await ask('/healthz', method);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });
});

describe('readiness', () => {
  test('that cannot be told in time is 503', async () => {
    const { ask } = await open({ ready: () => new Promise(() => undefined), limit: 50 });
    const response = await ask('/readyz');
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      status: 'not ready',
      checks: { readiness: { ok: false, says: 'no answer within 0.05 s' } },
    });
  });

  test('has two seconds when nothing else is said', async () => {
    const { ask } = await open({ ready: () => new Promise(() => undefined) });
    const started = performance.now();
    expect((await ask('/readyz')).status).toBe(503);
    expect((performance.now() - started) / 1000).toBeCloseTo(2, 0);
  });

  test.each([
    ['rejects', () => Promise.reject(new Error('password=hunter2 at db.example'))],
    [
      'throws',
      () => {
        throw new Error('password=hunter2 at db.example');
      },
    ],
  ])('that %s is 503 without the message, which is in the log', async (_, ready) => {
    const { ask, logged } = await open({ ready });
    const response = await ask('/readyz');
    const body = await response.text();
    expect(response.status).toBe(503);
    expect(JSON.parse(body).checks).toEqual({ readiness: { ok: false, says: 'the check failed; the log says more' } });
    expect(body).not.toMatch(/hunter2|example/);
    expect(logged()).toContain('readiness could not be told');
    expect(logged()).not.toContain('hunter2');
  });

  test('shows no more of a check than ok and says, and no address', async () => {
    const says =
      'shop at https://u:p@db/x, 10.1.2.3:3306, db.example.com:3306: since 12:00, table dbo.stock, xoxb-1-abc';
    const check = { ok: false, says, host: 'db.example.com', password: 'hunter2' };
    const { ask } = await open({ ready: async () => ({ sources: check }) });
    expect(await (await ask('/readyz')).json()).toEqual({
      status: 'not ready',
      checks: { sources: { ok: false, says: 'shop at … …, …: since 12:00, table dbo.stock, [secret]' } },
    });
  });

  test('is asked for once however many want it, and again after that', async () => {
    let asked = 0;
    const ready = async () => {
      asked++;
      await pause(100);
      return READY;
    };
    const { ask } = await open({ ready });
    const responses = await Promise.all(Array.from({ length: 10 }, () => ask('/readyz')));
    expect(responses.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(asked).toBe(1);
    await ask('/readyz');
    expect(asked).toBe(2);
  });
});

test('metrics that fail are 500 without the message', async () => {
  const metrics = { contentType: 'text/plain', text: () => Promise.reject(new Error('hunter2')) };
  const { ask, logged } = await open({ metrics });
  const response = await ask('/metrics');
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({ status: 'failed' });
  expect(logged()).toContain('health request failed');
});

describe('a hostile client', () => {
  test('finds nothing of its Host, path or headers in the answer', async () => {
    const { health } = await open();
    const answer = await raw(
      health.port,
      'GET http://evil.example/<script> HTTP/1.1\r\nHost: evil.example\r\nX-A: <script>\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(answer).not.toMatch(/evil|script/);
  });

  test('is refused with too many headers or nonsense', async () => {
    const { health } = await open();
    const big = `GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`;
    expect(await raw(health.port, big)).toMatch(/^HTTP\/1\.1 431 /);
    expect(await raw(health.port, 'nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('cannot upgrade', async () => {
    const { health } = await open();
    const upgrade = 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    expect(await raw(health.port, upgrade)).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('the address', () => {
  test('in use is an error that names it and what to do', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    expect(await thrownBy(() => open({ port }))).toMatchObject({
      name: 'HealthAddressError',
      message: `Health endpoints: 127.0.0.1:${port} is already in use; end the other program or set health.port to another port.`,
    });
  });

  test('that is not of this machine is one too', async () => {
    expect(await thrownBy(() => open({ host: '192.0.2.1', port: 9464 }))).toMatchObject({
      message:
        'Health endpoints: 192.0.2.1:9464 is no address of this machine; set health.host to one, such as 127.0.0.1.',
    });
  });
});

test('close lets an answer finish, frees the port, and may be called twice', async () => {
  const ready = async () => {
    await pause(150);
    return READY;
  };
  const { health, ask } = await open({ ready });
  const answer = ask('/readyz');
  await pause(50);
  await Promise.all([health.close(), health.close()]);
  expect((await answer).status).toBe(200);
  await expect(ask('/healthz')).rejects.toThrow();
});

test('close does not wait for a client that holds on', async () => {
  const { health } = await open();
  const request = httpRequest({ port: health.port, host: '127.0.0.1', method: 'POST', path: '/healthz' });
  request.on('error', () => undefined);
  request.write('half');
  await pause(50);
  const started = performance.now();
  await health.close();
  expect(performance.now() - started).toBeLessThan(3000);
});
