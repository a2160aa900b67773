const SECRET = '[secret]';

/** Slack's tokens, whatever stands before them: `%3Dxoxb-…` counts too. */
const SLACK_TOKEN = /(?:xox[a-z](?:\.xox[a-z])?|xapp)-[\w-]+/gi;

/** Addresses of Slack whose path is the secret: response URLs, webhooks, uploads; also URL-encoded or escaped. */
const SLACK_ADDRESS = /(hooks|files)(\.slack(?:-gov)?\.com)[^\s"'<>`|)\]}]*/gi;

const BEARER = /(Bearer)(?:\s|\+|%20)+[^\s"',;<>\\]+/gi;

/** `mysql://user:password@host` */
const CREDENTIALS = /:\/\/[^\s/"'<>\\]*@/g;

/** `password=…`, `"token": "…"`, `Authorization: Basic …`, `ticket%3D…`, in text, JSON, JSON within JSON, and URLs. */
const ASSIGNED = new RegExp(
  [
    /(password|passwd|pwd|passphrase|secret|token|ticket|api[_-]?key|authorization|cookie|response_url|responseurl)/,
    /(["'\\]*\s*(?:[=:]|%3D)\s*)/,
    /(?:\\+"[^"]*"|"(?:[^"\\]|\\.)*"|'[^']*'|(?:(?:Basic|Bearer|Digest)\s+)?[^\s"',;&)}\]]+)/,
  ]
    .map(({ source }) => source)
    .join(''),
  'gi',
);

const SECRET_KEY = /(password|passwd|pwd|passphrase|secret|token|authorization|cookie|api_?key|response_?url)$/i;

/** Whether the name of a field says that its value is not for the log. */
export function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key);
}

/**
 * A function that takes out of a text the known secrets, as they are and as JSON or a URL writes them, and whatever
 * looks like a token, a password or a secret address. The text is decoded text, not JSON of ours: quotes may go.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = [...new Set(secrets.filter((secret) => secret !== '').flatMap(formsOf))];
  // A secret may hold another one: the longer goes first.
  const longestFirst = forms.sort((a, b) => b.length - a.length).map(escapePattern);
  const known = longestFirst.length > 0 ? new RegExp(longestFirst.join('|'), 'g') : null;
  return (text) => hideLookalikes(known === null ? text : text.replaceAll(known, SECRET));
}

/** encodeURIComponent leaves !'()~ as they are, a form does not, and either may write its codes small. */
function formsOf(secret: string): string[] {
  const json = inJson(secret);
  const form = new URLSearchParams([['', secret]]).toString().slice(1);
  const url = form.replaceAll('+', '%20');
  const plain = url.replaceAll(/%(?:21|27|28|29|7E)/g, (code) => decodeURIComponent(code));
  const lower = [form, url, plain].map((text) => text.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()));
  return [secret, json, inJson(json), form, url, plain, ...lower, Buffer.from(secret).toString('base64')];
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function hideLookalikes(text: string): string {
  return text
    .replaceAll(SLACK_TOKEN, SECRET)
    .replaceAll(SLACK_ADDRESS, `$1$2/${SECRET}`)
    .replaceAll(ASSIGNED, `$1$2${SECRET}`)
    .replaceAll(BEARER, `$1 ${SECRET}`)
    .replaceAll(CREDENTIALS, `://${SECRET}@`);
}
