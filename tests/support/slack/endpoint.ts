import { createHmac } from 'node:crypto';
import type { EnvelopeType } from './sockets.js';
import type { Delivery, Fields, RawAnswer, RawOptions } from './types.js';
import type { Workspace } from './workspace.js';

const FORM = 'application/x-www-form-urlencoded';

/** A signed request to an endpoint of the app; a string is sent as it is, all else as JSON. */
export async function sendRaw(
  { options }: Workspace,
  url: string,
  body: unknown,
  { signature = 'good', timestamp, contentType = 'application/json', headers = {} }: RawOptions = {},
): Promise<RawAnswer> {
  const sent = typeof body === 'string' ? body : JSON.stringify(body);
  // The app judges the age of a request by its own clock, which `advance` does not move.
  const seconds = timestamp ?? Math.floor(Date.now() / 1000);
  const secret = signature === 'bad' ? `not ${options.signingSecret}` : options.signingSecret;
  const hash = createHmac('sha256', secret).update(`v0:${seconds}:${sent}`).digest('hex');
  const signed = signature === 'none' ? {} : { 'x-slack-signature': `v0=${hash}` };
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': contentType, 'x-slack-request-timestamp': String(seconds), ...signed, ...headers },
    body: sent,
    signal: AbortSignal.timeout(options.ackTimeoutMs),
  });
  return { status: response.status, body: await response.text() };
}

/** Delivers over HTTP what `Sockets.send` delivers over a socket. */
export async function sendToEndpoint(
  workspace: Workspace,
  url: string,
  type: EnvelopeType,
  payload: Fields,
  retry = 0,
): Promise<Delivery> {
  const sentAt = performance.now();
  const body = type === 'events_api' ? JSON.stringify(payload) : formOf(type, payload);
  const contentType = type === 'events_api' ? 'application/json' : FORM;
  const headers =
    retry > 0 ? { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_timeout' } : undefined;
  const answer = await sendRaw(workspace, url, body, { contentType, ...(headers ? { headers } : {}) }).catch(late);
  const ackMs = performance.now() - sentAt;
  if (answer === null) return { acked: false, ackMs, ackBody: undefined };
  const acked = answer.status >= 200 && answer.status < 300;
  return { acked, ackMs, status: answer.status, ackBody: acked ? bodyOf(answer.body) : undefined };
}

function formOf(type: EnvelopeType, payload: Fields): string {
  const fields = type === 'interactive' ? { payload: JSON.stringify(payload) } : payload;
  return new URLSearchParams(
    Object.entries(fields).map(([key, value]): [string, string] => [key, String(value)]),
  ).toString();
}

function late(error: unknown): null {
  if (error instanceof DOMException && error.name === 'TimeoutError') return null;
  throw error;
}

/** JSON, or text that stands for itself; undefined where the app says nothing. */
function bodyOf(body: string): unknown {
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return { text: body };
  }
}
