import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { isFields } from './rules.js';
import type { Fields } from './types.js';
import { SlackError } from './workspace.js';

/** Arguments that the client sends as JSON inside a form. */
const NESTED = new Set(['blocks', 'view', 'files', 'metadata', 'attachments', 'message']);

/** The arguments of a call, form or JSON; throws `invalid_json` and `invalid_blocks_format`. */
export async function readArgs(request: IncomingMessage): Promise<Fields> {
  const body = await buffer(request);
  const sent = new URL(request.url ?? '/', 'http://slack').searchParams;
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/json')) return { ...Object.fromEntries(sent), ...parseObject(body.toString()) };
  const form = new URLSearchParams(body.toString());
  return Object.fromEntries(
    [...sent, ...form].map(([key, value]) => [key, NESTED.has(key) ? nested(key, value) : value]),
  );
}

export function parseObject(json: string): Fields {
  const parsed = parse(json, 'invalid_json');
  if (!isFields(parsed)) throw new SlackError('json_not_object');
  return parsed;
}

const nested = (key: string, json: string): unknown =>
  parse(json, key === 'blocks' ? 'invalid_blocks_format' : 'invalid_arguments');

function parse(json: string, error: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new SlackError(error);
  }
}

/** The bytes of an upload: the only file of a form, or the body as it is. */
export async function readUpload(request: IncomingMessage): Promise<Buffer> {
  const body = await buffer(request);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const [file] = [...form.values()].filter((value) => typeof value !== 'string');
  return file ? Buffer.from(await file.arrayBuffer()) : Buffer.alloc(0);
}
