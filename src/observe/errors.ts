import { types } from 'node:util';
import { withoutValues } from './literals.js';

/** An error as the log has it: enough to find the fault, no value of any row. */
export interface ErrorFields {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  readonly errno?: string | number;
  /** SQL Server's and MySQL's own numbers of what went wrong. */
  readonly number?: string | number;
  readonly sqlState?: string | number;
  readonly stack?: readonly string[];
  /** Of an AggregateError, at most three. */
  readonly errors?: readonly ErrorFields[];
  readonly cause?: ErrorFields;
}

/** Errors of ours whose messages name tables, keys and rules only; known by name, for this layer imports no other. */
const KEPT_WHOLE: ReadonlySet<string> = new Set(['SourceError', 'ModelLocked', 'ConfigError', 'HealthAddressError']);

const DEPTH = 5;
const FRAMES = 12;
const BRANCHES = 3;
const FRAME = /^\s+at .*(?::\d+:\d+\)?|<anonymous>\)?|native\)?)$/;
const IDENTIFIER = /^[\w$.-]{1,64}$/;

export function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}

/**
 * What was thrown, and its causes to a depth of five errors in all. `hide` takes secrets out of a message before its
 * values go, because what is then left of a secret is not known as one.
 */
export function describeError(thrown: unknown, hide: (text: string) => string, depth = DEPTH): ErrorFields {
  if (!isError(thrown))
    return { type: typeof thrown, message: typeof thrown === 'string' ? withoutValues(hide(thrown)) : '…' };
  const type = typeOf(thrown);
  const message = hide(String(thrown.message));
  const stack = framesOf(thrown);
  const inner = (error: unknown) => describeError(error, hide, depth - 1);
  const cause = 'originalError' in thrown && thrown.originalError ? thrown.originalError : thrown.cause;
  const branches = thrown instanceof AggregateError ? thrown.errors.slice(0, BRANCHES) : [];
  return {
    type,
    message: KEPT_WHOLE.has(type) ? message : withoutValues(message),
    ...codesOf(thrown),
    ...(stack.length > 0 ? { stack } : {}),
    ...(depth > 1 && branches.length > 0 ? { errors: branches.map(inner) } : {}),
    ...(depth > 1 && cause !== undefined && cause !== null ? { cause: inner(cause) } : {}),
  };
}

function typeOf(error: Error): string {
  const names = [error.name, error.constructor?.name].filter((name) => IDENTIFIER.test(String(name)));
  return names.find((name) => name !== 'Error') ?? 'Error';
}

function codesOf(error: Error): Record<string, string | number> {
  const named = ['code', 'errno', 'number', 'sqlState'].map((key) => [key, Reflect.get(error, key)] as const);
  return Object.fromEntries(
    named.filter(
      (entry): entry is readonly [string, string | number] =>
        typeof entry[1] === 'number' || (typeof entry[1] === 'string' && IDENTIFIER.test(entry[1])),
    ),
  );
}

/** The message stands at the head of a stack, and may itself have lines that look like frames. */
function framesOf({ stack, message }: Error): string[] {
  if (typeof stack !== 'string') return [];
  const head = stack.indexOf(message);
  const lines = stack.slice(head < 0 ? 0 : head + message.length).split('\n');
  const frames = lines.slice(lines.findLastIndex((line) => line.trim() !== '' && !FRAME.test(line)) + 1);
  return frames
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, FRAMES);
}
