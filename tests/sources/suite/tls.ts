import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectProblem, openSource, type ServerConfig, type TlsEngine } from '../engine.js';

/** Whom a source believes, and that it tells its password to nobody else. */
export function describeTls(start: () => Promise<TlsEngine>): void {
  let engine: TlsEngine;
  beforeAll(async () => {
    engine = await start();
  });
  afterAll(() => engine?.close());

  async function inspect(config: ServerConfig) {
    const source = openSource(config);
    try {
      return await source.inspect();
    } finally {
      await source.close();
    }
  }

  test('verifies a certificate of a trusted authority for the right name', async () => {
    expect((await inspect(engine.config({ tls: 'verify', ca: engine.ca }))).tls).toMatch(/^TLS/);
  });

  test('refuses one of an authority that it has not heard of', async () => {
    await expectProblem(inspect(engine.config({ tls: 'verify' })), 'tls-untrusted', null);
  });

  test('refuses one of another authority that only has the same name', async () => {
    await expectProblem(inspect(engine.config({ tls: 'verify', ca: engine.strangersCa })), 'tls-untrusted', null);
  });

  test.each(['verify', 'insecure'] as const)('tls: %s does not log in where nothing is encrypted', async (tls) => {
    const { plain } = engine;
    const before = plain.relay.sent.length;
    await expectProblem(inspect(plain.config({ tls })), 'no-tls', null);
    expect(plain.hasLogin(plain.relay.sent.subarray(before))).toBe(false);
  });

  test('tls: off logs in there, which is how the test above knows a login', async () => {
    const { plain } = engine;
    const before = plain.relay.sent.length;
    expect((await inspect(plain.config({ tls: 'off' }))).tls).toBeNull();
    expect(plain.hasLogin(plain.relay.sent.subarray(before))).toBe(true);
  });

  test('tls: off is refused by a server that demands encryption', async () => {
    await engine.demanding(async () => {
      await expectProblem(inspect(engine.config({ tls: 'off' })), engine.demand, null);
    });
  });

  test('tls: insecure takes any certificate', async () => {
    expect((await inspect(engine.config({ tls: 'insecure' }))).tls).toMatch(/^TLS/);
  });

  test('refuses a certificate for another name, unless insecure', async () => {
    const { ca, config } = await engine.misnamed();
    await expectProblem(inspect(config({ tls: 'verify', ca })), 'tls-name', null);
    expect((await inspect(config({ tls: 'insecure' }))).tls).toMatch(/^TLS/);
  });
}
