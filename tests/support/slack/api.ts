import type { IncomingMessage, ServerResponse } from 'node:http';
import { readArgs, readUpload } from './bodies.js';
import { type Faults, strike } from './faults.js';
import { METHODS, type Method, type TokenKind } from './methods.js';
import { missingScope } from './people-methods.js';
import { answerResponseUrl } from './response-urls.js';
import type { Call, Fields } from './types.js';
import { refusal, SlackError, type Workspace } from './workspace.js';

interface Answer {
  readonly status: number;
  readonly body: Fields | string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly outcome: string;
}

/** Answers all that an app asks of Slack over HTTP. */
export async function answerRequest(
  workspace: Workspace,
  faults: Faults,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, place = '', name = ''] = new URL(request.url ?? '/', workspace.origin).pathname.split('/');
  if (place === 'api') await webApi(workspace, faults, name, request, response);
  else if (place === 'respond') await respond(workspace, faults, name, request, response);
  else if (place === 'upload') await upload(workspace, faults, name, request, response);
  else response.writeHead(404).end();
}

async function webApi(
  workspace: Workspace,
  faults: Faults,
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const read = await readArgs(request).catch(asSlackError);
  const { token: sent, ...args } = read instanceof SlackError ? {} : read;
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const token = bearer ?? (typeof sent === 'string' ? sent : null);
  await carryOut(workspace, faults, { method, args, token }, response, () => {
    if (read instanceof SlackError) throw read;
    return {
      status: 200,
      body: { ok: true, ...call(workspace, method, args, token) },
      headers: scopeHeader(workspace),
    };
  });
}

const scopeHeader = ({ options }: Workspace) => ({ 'x-oauth-scopes': options.scopes.join(',') });

function call(workspace: Workspace, name: string, args: Fields, token: string | null): Fields {
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (!method) throw new SlackError('unknown_method', { req_method: name });
  checkToken(workspace, method.token ?? 'bot', token);
  if (method.scope !== undefined && !workspace.options.scopes.includes(method.scope))
    throw missingScope(workspace, method.scope);
  checkArgs(method, args);
  return method.run(workspace, args);
}

function checkToken({ options, revoked }: Workspace, kind: TokenKind, token: string | null): void {
  if (token === null) throw new SlackError('not_authed');
  if (revoked && token === options.botToken) throw new SlackError('token_revoked');
  const tokens = { bot: options.botToken, app: options.appToken };
  const valid = kind === 'config' ? token.startsWith('xoxe') : token === tokens[kind];
  if (valid) return;
  const known = Object.values(tokens).includes(token);
  throw new SlackError(known ? 'not_allowed_token_type' : 'invalid_auth');
}

function checkArgs({ required = [], optional = [] }: Method, args: Fields): void {
  const missing = required.filter((key) => args[key] === undefined || args[key] === '');
  // The client adds `team_id` to every call.
  const unexpected = Object.keys(args).filter((key) => ![...required, ...optional, 'team_id'].includes(key));
  const problems = [
    ...missing.map((key) => `missing required field: ${key}`),
    ...unexpected.map((key) => `unexpected argument: ${key}`),
  ];
  if (problems.length > 0) throw refusal('invalid_arguments', problems);
}

async function respond(
  workspace: Workspace,
  faults: Faults,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const read = await readArgs(request).catch(asSlackError);
  const args = read instanceof SlackError ? {} : read;
  await carryOut(workspace, faults, { method: 'response_url', args, token: null }, response, () => {
    if (read instanceof SlackError) throw read;
    answerResponseUrl(workspace, id, args);
    return { status: 200, body: 'ok' };
  });
}

async function upload(
  workspace: Workspace,
  faults: Faults,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const bytes = await readUpload(request);
  const args = { id, length: bytes.length };
  await carryOut(workspace, faults, { method: 'upload', args, token: null }, response, () => {
    const file = workspace.files.get(id);
    if (!file) throw new SlackError('file_not_found');
    if (file.length !== bytes.length) throw new SlackError('length_mismatch');
    Object.assign(file, { bytes, uploaded: true });
    return { status: 200, body: `OK - ${bytes.length}` };
  });
}

const asSlackError = (error: unknown): SlackError => {
  if (error instanceof SlackError) return error;
  throw error;
};

/** Records a call, lets the faults strike that were ordered for it, and answers with what `run` yields. */
async function carryOut(
  workspace: Workspace,
  faults: Faults,
  asked: Pick<Call, 'method' | 'args' | 'token'>,
  response: ServerResponse,
  run: () => Omit<Answer, 'outcome'>,
): Promise<void> {
  const recorded = { ...asked, at: workspace.now(), outcome: 'pending' };
  workspace.calls.push(recorded);
  const fault = faults.take(asked.method);
  const struck = fault ? await strike(fault, response) : null;
  if (struck !== null) {
    recorded.outcome = struck;
    return;
  }
  const { status, body, headers, outcome } = answerOf(workspace, asked.method, run);
  recorded.outcome = fault?.lost ? `lost: ${outcome}` : outcome;
  if (fault?.lost) {
    response.socket?.destroy();
    return;
  }
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json; charset=utf-8', ...headers });
  response.end(isText ? body : JSON.stringify(body));
}

/** What `run` yields; a refusal becomes an answer, with the status that Slack has for it in that place. */
function answerOf(workspace: Workspace, method: string, run: () => Omit<Answer, 'outcome'>): Answer {
  try {
    return { ...run(), outcome: 'ok' };
  } catch (error) {
    const { code, details } = asSlackError(error);
    if (code === 'ratelimited') return putOff;
    return {
      status: refusedStatus(workspace, method, code),
      body: { ok: false, error: code, ...details },
      outcome: code,
    };
  }
}

const putOff: Answer = {
  status: 429,
  body: { ok: false, error: 'ratelimited' },
  headers: { 'retry-after': '1' },
  outcome: 'http 429',
};

function refusedStatus({ options }: Workspace, method: string, code: string): number {
  if (method === 'upload') return 400;
  if (method !== 'response_url') return 200;
  if (code === 'used_url' || code === 'expired_url') return 404;
  return options.responseUrlSoftErrors ? 200 : 400;
}
