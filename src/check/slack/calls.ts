import { ErrorCode, type Logger, WebClient } from '@slack/web-api';
import { CALL_TIMEOUT, clientOptions, slackError } from '../../chat/slack/wire.js';

/** Why a call yielded nothing: Slack’s own no, or no word of Slack at all. */
export type Trouble =
  | { readonly kind: 'refused'; readonly code: string }
  /** `says` is a sentence’s end, as “no answer within 10 s”. */
  | { readonly kind: 'unreachable'; readonly says: string };

export type Tried<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly trouble: Trouble };

export type ClientFor = (token: string) => WebClient;

/** One further try, and no waiting for a rate limit: whoever checks sits in front of it. */
const RETRIES = { retries: 1, minTimeout: 250, maxTimeout: 250 };

/** `timeout` is in milliseconds, for one try of one call. */
export function clients(apiUrl: string | null, logger: Logger, timeout = CALL_TIMEOUT): ClientFor {
  const options = { ...clientOptions(apiUrl, logger), retryConfig: RETRIES, rejectRateLimitedCalls: true, timeout };
  return (token) => new WebClient(token, options);
}

/** Never rejects for what Slack or the way to it did; our own bugs throw. */
export async function tryCall<T>(call: Promise<T>): Promise<Tried<T>> {
  try {
    return { ok: true, value: await call };
  } catch (error) {
    return { ok: false, trouble: troubleOf(error) };
  }
}

export const isUnreachable = (tried: Tried<unknown> | null): boolean =>
  tried !== null && !tried.ok && tried.trouble.kind === 'unreachable';

/** In words that go between brackets. */
export const wordsOf = (trouble: Trouble): string => (trouble.kind === 'refused' ? trouble.code : trouble.says);

function troubleOf(error: unknown): Trouble {
  if (!(error instanceof Error && 'code' in error)) throw error;
  switch (error.code) {
    case ErrorCode.PlatformError: {
      // Whatever is no JSON, as the page of a proxy, is taken for the code.
      const code = slackError(error) ?? '';
      if (/^[a-z_]+$/.test(code)) return { kind: 'refused', code };
      return { kind: 'unreachable', says: 'something other than Slack answers there' };
    }
    case ErrorCode.RateLimitedError:
      return { kind: 'refused', code: 'ratelimited' };
    case ErrorCode.HTTPError:
      return { kind: 'unreachable', says: `it answers with HTTP ${'statusCode' in error ? error.statusCode : '?'}` };
    case ErrorCode.RequestError:
      return { kind: 'unreachable', says: 'original' in error ? networkWords(error.original) : 'no connection' };
    default:
      throw error;
  }
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection is refused',
  ECONNRESET: 'the connection breaks off',
  UND_ERR_SOCKET: 'the connection breaks off',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up',
  ETIMEDOUT: 'no connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
};

function networkWords(error: unknown): string {
  if (!(error instanceof Error)) return 'no connection';
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return WORDS[code] ?? (code === '' ? 'no connection' : `no connection: ${code}`);
}
