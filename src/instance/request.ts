import { z } from 'zod';
import { PROTOCOL, type Request } from './protocol.js';

/** Only `protocol` and `version` are looked at first: the rest of another program's request may be anything. */
const envelope = z.looseObject({ protocol: z.int(), version: z.string().max(100) });

const request = z.strictObject({
  protocol: z.literal(PROTOCOL),
  version: z.string().max(100),
  config: z.string().max(100),
  command: z.string().min(1).max(100),
  payload: z.unknown(),
  asker: z.string().min(1).max(256),
  cwd: z.string().max(4096),
  columns: z.int().min(1).max(100_000).nullable(),
  colours: z.boolean(),
  tty: z.boolean(),
});

export type Read =
  | { readonly kind: 'request'; readonly request: Request }
  | { readonly kind: 'other version'; readonly version: string }
  | { readonly kind: 'no request' };

/** Reads a line that may come from anything that can open a socket. */
export function readRequest(line: string, version: string): Read {
  const json = parse(line);
  const head = envelope.safeParse(json);
  if (!head.success) return { kind: 'no request' };
  if (head.data.protocol !== PROTOCOL || head.data.version !== version)
    return { kind: 'other version', version: head.data.version };
  const read = request.safeParse(json);
  return read.success ? { kind: 'request', request: read.data } : { kind: 'no request' };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
