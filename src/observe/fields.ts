import { describeError, isError } from './errors.js';
import { isSecretKey } from './redact.js';

const DEPTH = 6;
const ITEMS = 50;
const LENGTH = 500;

type Hide = (text: string) => string;

/** A text that others wrote, and what of it may be logged. Secrets go first: what is left of one is not known as one. */
export class ForeignText {
  constructor(
    readonly text: string,
    readonly reduce: (text: string) => string,
  ) {}
}

/**
 * A value as the log may have it, at any depth: texts redacted, errors described, at most fifty items of a list and
 * six levels, 500 characters of a text. Objects that are more than plain data (sockets, requests, buffers) are named only.
 */
export function loggable(value: unknown, hide: Hide, depth = DEPTH): unknown {
  if (typeof value === 'string') return shortened(hide(value));
  if (typeof value === 'number' || typeof value === 'bigint') {
    const text = String(value);
    if (hide(text) !== text) return hide(text);
    return typeof value === 'bigint' ? text : value;
  }
  if (typeof value === 'boolean' || value === null || value === undefined) return value;
  if (typeof value !== 'object') return `[${typeof value}]`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (isError(value)) return loggable(describeError(value, hide), hide, Number.POSITIVE_INFINITY);
  if (value instanceof ForeignText) return loggable(value.reduce(hide(value.text)), hide);
  if (depth === 0) return '[…]';
  if (Array.isArray(value)) return value.slice(0, ITEMS).map((item) => loggable(item, hide, depth - 1));
  return isPlain(value) ? loggableFields(value, hide, depth - 1) : `[${value.constructor?.name ?? 'object'}]`;
}

export function loggableFields(fields: object, hide: Hide, depth = DEPTH): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, item]) => [
      hide(key),
      isSecretKey(key) && item !== null && item !== undefined ? '[secret]' : loggable(item, hide, depth),
    ]),
  );
}

/** Cut only after redaction: half a secret would not be known as one. */
function shortened(text: string): string {
  return text.length > LENGTH ? `${text.slice(0, LENGTH - 1)}…` : text;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
