import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactor } from '../../src/observe/redact.js';
import { openTestLog } from './open.js';

const PASSWORD = 'p"ä\\s w&ö+rd/%\'1';

describe('a known secret', () => {
  const forms: readonly [string, string][] = [
    ['as it is', PASSWORD],
    ['in JSON', JSON.stringify({ login: PASSWORD })],
    ['in JSON within JSON', JSON.stringify({ body: JSON.stringify({ login: PASSWORD }) })],
    ['in a URL', `https://db/?p=${encodeURIComponent(PASSWORD)}&x=1`],
    ['in a form', new URLSearchParams({ p: PASSWORD }).toString()],
    ['in a URL with small codes', encodeURIComponent(PASSWORD).replaceAll(/%../g, (code) => code.toLowerCase())],
    ['in base64', Buffer.from(PASSWORD).toString('base64')],
  ];

  test.each(forms)('is taken out %s', (_, text) => {
    const { log, text: written, lines } = openTestLog({ secrets: [PASSWORD, ''] });
    log.error({ text, deep: [{ [text]: text }], err: new Error(text, { cause: text }) }, text);
    expect(lines()).toHaveLength(1);
    const all = `${written()}${JSON.stringify(lines())}`.toLowerCase();
    const inJson = JSON.stringify(PASSWORD).slice(1, -1);
    for (const form of [PASSWORD, inJson, encodeURIComponent(PASSWORD), Buffer.from(PASSWORD).toString('base64')])
      expect(all).not.toContain(form.toLowerCase());
    expect(String(lines()[0]?.text)).toContain('[secret]');
  });

  test('goes whole when it holds another one', () => {
    expect(redactor(['abc', 'abcdef'])('abcdef abc')).toBe('[secret] [secret]');
  });

  test('that is a number goes from numbers too', () => {
    const { log, lines } = openTestLog({ secrets: ['48151623'] });
    log.info({ pin: 48151623, big: 48151623n, other: 4815 }, 'numbers');
    expect(lines()[0]).toMatchObject({ pin: '[secret]', big: '[secret]', other: 4815 });
  });

  test('that looks like the line’s own letters leaves the line readable as JSON', () => {
    const { log, lines } = openTestLog({ secrets: ['level', 'msg', '"', ':', '{', '0'] });
    log.info({ a: 'level {0}' }, 'ok');
    expect(lines()[0]).toMatchObject({ level: 'info', msg: 'ok' });
  });

  test('is found in whatever text it stands', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 8, unit: 'binary-ascii' }),
        fc.string(),
        fc.string(),
        (secret, left, right) => {
          fc.pre(!'[secret]'.includes(secret) && !left.includes(secret) && !right.includes(secret));
          expect(redactor([secret])(left + secret + right)).not.toContain(secret);
        },
      ),
    );
  });
});

describe('what looks like a secret', () => {
  const hide = redactor([]);

  test.each([
    'xoxb-1234567890-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx',
    'xoxp-1-2-3-abcdef',
    'xapp-1-A012-345-abcdef0123456789',
    'xoxe-1-My0xLTEyMzQ',
    'xoxe.xoxp-1-Mi0yLTEyMzQ',
    'xoxe.xoxb-1-Mi0yLTEyMzQ',
    'XOXB-1234-UPPER',
  ])('Slack’s token %s', (token) => {
    for (const text of [token, `a ${token}.`, `token%3D${token}&b`, `x_${token}`, JSON.stringify({ a: token })]) {
      const hidden = hide(text);
      expect(hidden.toLowerCase()).not.toContain(token.toLowerCase().slice(5));
      expect(hidden).toContain('[secret]');
    }
  });

  test.each([
    ['https://hooks.slack.com/commands/T01/99/s3cr3tpath', 'https://hooks.slack.com/[secret]'],
    ['<https://hooks.slack.com/services/T/B/s3cr3tpath|x>', '<https://hooks.slack.com/[secret]|x>'],
    ['https%3A%2F%2Fhooks.slack.com%2Factions%2FT%2Fs3cr3tpath', 'https%3A%2F%2Fhooks.slack.com/[secret]'],
    ['https:\\/\\/hooks.slack.com\\/actions\\/s3cr3tpath', 'https:\\/\\/hooks.slack.com/[secret]'],
    ['https://files.slack.com/upload/v1/s3cr3tpath', 'https://files.slack.com/[secret]'],
    ['{"response_url":"http://127.0.0.1:3/s3cr3tpath"}', '{"response_url":[secret]}'],
    ['wss://wss.slack.com/link/?ticket=s3cr3tpath&app_id=1', 'wss://wss.slack.com/link/?ticket=[secret]&app_id=1'],
    ['Authorization: Bearer s3cr3tpath.x/y+z==', 'Authorization: [secret]'],
    ['Authorization: Basic czNjcjN0cGF0aA==', 'Authorization: [secret]'],
    ['sent Bearer s3cr3tpath', 'sent Bearer [secret]'],
    ['password=s3cr3tpath;database=x', 'password=[secret];database=x'],
    ['Password = "s3cr3t path", x', 'Password = [secret], x'],
    ["pwd='s3cr3t path' x", 'pwd=[secret] x'],
    ['{"password":"s3cr3t\\"path","user":"u"}', '{"password":[secret],"user":"u"}'],
    ['{\\"password\\":\\"s3cr3t path\\",\\"user\\":\\"u\\"}', '{\\"password\\":[secret],\\"user\\":\\"u\\"}'],
    ['client_secret=s3cr3tpath', 'client_secret=[secret]'],
    ['mysql://tally:s3cr3t@path@db.example/stock', 'mysql://[secret]@db.example/stock'],
  ])('%s', (text, expected) => {
    expect(hide(text)).toBe(expected);
    expect(hide(hide(text))).not.toMatch(/s3cr3t|path/);
  });

  test('the fields of a telling name', () => {
    const { log, lines, text } = openTestLog();
    log.info(
      { password: 'a1', botToken: 'a2', deep: { response_url: 'a3', 'set-cookie': ['a4'], signingSecret: null } },
      'named',
    );
    expect(lines()[0]).toMatchObject({
      password: '[secret]',
      botToken: '[secret]',
      deep: { response_url: '[secret]', 'set-cookie': '[secret]', signingSecret: null },
    });
    expect(text()).not.toMatch(/a[1-4]/);
  });

  test('and plain text stays', () => {
    for (const text of [
      '3 tokens left',
      'https://docs.slack.dev/tools',
      'mail a@b.c',
      'the password is wrong',
      'Basic understanding',
    ])
      expect(hide(text)).toBe(text);
  });

  test('in long texts is found in no time', () => {
    for (const text of ['password="', 'a\\"', '://', 'xoxb', 'Bearer ', "token='", 'ä '].map((part) =>
      part.repeat(50_000),
    )) {
      const started = performance.now();
      hide(text);
      expect(performance.now() - started).toBeLessThan(1000);
    }
  });
});
