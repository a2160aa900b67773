import { ErrorCode } from '@slack/web-api';
import { NotPosted, type Problem } from '../../delivery/courier.js';
import { isRefusal } from './refused.js';
import { slackError } from './wire.js';

/** What was asked of Slack. */
type Asked = 'to post' | 'to share' | 'to open' | 'to upload' | 'to look';

/** What shows; all else may be asked again without doing anything twice. */
const SHOWING: ReadonlySet<Asked> = new Set(['to post', 'to share']);

/**
 * NotPosted for whatever Slack, or the way to it, did; anything else is our own fault and stays what it is. `channel`:
 * where it was to be posted.
 */
export function notPosted(error: unknown, asked: Asked, channel?: string): unknown {
  if (error instanceof NotPosted) return error;
  const problem = problemOf(error, asked, channel);
  if (problem === null) return error;
  const harmless: Problem = problem.kind === 'unsure' && !SHOWING.has(asked) ? { ...problem, kind: 'later' } : problem;
  return new NotPosted(harmless, { cause: error });
}

/** What the call yields; rejects as `notPosted` says. */
export async function orNotPosted<T>(asked: Asked, call: () => Promise<T>, channel?: string): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw notPosted(error, asked, channel);
  }
}

function problemOf(error: unknown, asked: Asked, channel?: string): Problem | null {
  if (!(error instanceof Error && 'code' in error)) return null;
  switch (error.code) {
    case ErrorCode.PlatformError:
      return ofRefusal(slackError(error) ?? '', asked, channel);
    case ErrorCode.RateLimitedError:
      return later('ratelimited', 'retryAfter' in error ? Number(error.retryAfter) * 1000 : null);
    case ErrorCode.HTTPError:
      return ofStatus('statusCode' in error ? Number(error.statusCode) : 0, codeIn(error));
    case ErrorCode.RequestError:
      return ofNetwork('original' in error ? error.original : null);
    default:
      return null;
  }
}

/** Refusals that say that Slack has done nothing, and may do it a while later. */
const BUSY: ReadonlySet<string> = new Set([
  'ratelimited',
  'rate_limited',
  'message_limit_exceeded',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'external_channel_migrating',
]);

/** Slack’s own failures, in the midst of which it may have done it. */
const BROKEN: ReadonlySet<string> = new Set(['fatal_error', 'internal_error']);

/** What is wrong with a channel, for its owner to read; `#C012ABCDEF` stands for it. */
const CHANNELS: Readonly<Record<string, (channel: string) => string>> = {
  is_archived: (channel) => `#${channel} is archived.`,
  not_in_channel: (channel) => `Tally is not in #${channel}: write /invite @Tally there.`,
  channel_not_found: (channel) =>
    `There is no #${channel} any more, or it is private and Tally is not in it: write /invite @Tally there.`,
};

/** What is wrong with a person. */
const PEOPLE: Readonly<Record<string, string>> = {
  user_not_found: 'There is no such person any more.',
  user_not_visible: 'Tally cannot see this person.',
  user_disabled: 'The account is deactivated.',
  cannot_dm_bot: 'Tally cannot write to another app.',
  messages_tab_disabled: 'Tally’s Messages tab is off, so that nothing can be written to anybody directly.',
};

/** Messages that Tally made wrong: no place and no time mends that. */
const OUR_FAULT = /^(invalid_(arg|blocks|attach|metadata|json|form|post|charset|limit|cursor)|no_text|msg_|block_)/;

function ofRefusal(code: string, asked: Asked, channel?: string): Problem | null {
  // A proxy’s page is taken for a code by the package: whether Slack has it behind that nobody knows.
  if (!/^[a-z_]+$/.test(code)) return unsure('no_answer_of_slack');
  if (BUSY.has(code)) return later(code);
  if (BROKEN.has(code)) return unsure(code);
  // Without one of its scopes Tally can still do the rest.
  if (code === 'missing_scope' && asked !== 'to post')
    return { kind: 'place', code, says: `Tally lacks the scope ${SCOPES[asked]}.` };
  if (isRefusal(code)) return { kind: 'access', code, says: `Slack refuses Tally (${code}).` };
  if (OUR_FAULT.test(code)) return null;
  const says = channel === undefined ? undefined : CHANNELS[code]?.(channel);
  return { kind: 'place', code, says: says ?? PEOPLE[code] ?? `Slack refuses it there (${code}).` };
}

const SCOPES: Readonly<Record<Exclude<Asked, 'to post'>, string>> = {
  'to open': 'im:write, without which it cannot write to anybody directly',
  'to upload': 'files:write, without which it cannot attach files',
  'to share': 'files:write, without which it cannot attach files',
  'to look': 'for reading back what it posted',
};

/** An answer of a server in between, too: below 500 it has not gone through. */
function ofStatus(status: number, code: string | null): Problem {
  if (code !== null && BUSY.has(code)) return later(code);
  return status >= 500 ? unsure(`http_${status}`) : later(`http_${status}`);
}

function codeIn(error: object): string | null {
  const body = 'body' in error ? error.body : null;
  return typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : null;
}

/** Only what broke before there was a connection was certainly not sent. */
function ofNetwork(error: unknown): Problem {
  const { cause } = error instanceof Error ? error : { cause: undefined };
  if (!(cause instanceof Error)) return unsure(error instanceof Error ? error.name : 'no_answer');
  const code = 'code' in cause ? String(cause.code) : cause.name;
  return isBeforeConnected(cause, code) ? later(code) : unsure(code);
}

function isBeforeConnected(cause: Error, code: string): boolean {
  const call = 'syscall' in cause ? cause.syscall : null;
  return (
    call === 'connect' ||
    call === 'getaddrinfo' ||
    // Every address of the host was tried.
    cause instanceof AggregateError ||
    code === 'UND_ERR_CONNECT_TIMEOUT' ||
    /CERT|^ERR_(TLS|SSL)|^DEPTH_ZERO|^UNABLE_TO_/.test(code)
  );
}

const later = (code: string, afterMs: number | null = null): Problem => ({ kind: 'later', code, afterMs });
const unsure = (code: string): Problem => ({ kind: 'unsure', code, afterMs: null });
