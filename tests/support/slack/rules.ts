import type { Fields, Surface } from './types.js';

/** Why a `slack_file` cannot be shown, or `ready`. */
export type FileState = 'ready' | 'processing' | 'unknown' | 'no image';

/** What blocks are judged against. */
export interface Context {
  /** Whether the workspace has `data_visualization`. */
  readonly nativeCharts: boolean;
  /** Whether the message is for one person only; such a message carries no file. */
  readonly ephemeral: boolean;
  file(id: string): FileState;
}

export interface Look extends Context {
  readonly surface: Surface;
  problem(path: string, text: string): void;
}

/** Reports what is wrong with a value at a JSON pointer. */
export type Check = (value: unknown, path: string, look: Look) => void;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The values of a key that is a list of objects; empty where it is none. */
export const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);

/** Text of 1 to `max` characters. */
export function text(max: number, min = 1): Check {
  return (value, path, look) => {
    if (typeof value !== 'string') look.problem(path, 'must be a string');
    else if (value.length < min) look.problem(path, `must be more than ${min - 1} characters`);
    else if (value.length > max) look.problem(path, `must be less than ${max + 1} characters`);
  };
}

export const flag: Check = (value, path, look) => {
  if (typeof value !== 'boolean') look.problem(path, 'must be a boolean');
};

export const number: Check = (value, path, look) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) look.problem(path, 'must be a finite number');
};

export function integer(min: number, max: number): Check {
  return (value, path, look) => {
    if (!Number.isInteger(value) || Number(value) < min || Number(value) > max)
      look.problem(path, `must be an integer from ${min} to ${max}`);
  };
}

export function matching(pattern: RegExp, what: string): Check {
  return (value, path, look) => {
    if (typeof value !== 'string' || !pattern.test(value)) look.problem(path, `must be ${what}`);
  };
}

export function oneOf(...values: readonly unknown[]): Check {
  return (value, path, look) => {
    if (!values.includes(value)) look.problem(path, `must be one of: ${values.join(', ')}`);
  };
}

export function list(item: Check, min: number, max: number): Check {
  return (value, path, look) => {
    if (!Array.isArray(value)) return look.problem(path, 'must be an array');
    if (value.length < min) look.problem(path, `must have at least ${min} items`);
    if (value.length > max) look.problem(path, `no more than ${max} items allowed`);
    for (const [index, entry] of value.entries()) item(entry, `${path}/${index}`, look);
  };
}

/** An object with all of these keys, perhaps those, and no other. */
export function record(
  required: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>> = {},
): Check {
  return (value, path, look) => {
    if (!isFields(value)) return look.problem(path, 'must be an object');
    for (const key of Object.keys(required)) {
      if (value[key] === undefined) look.problem(path, `missing required field: ${key}`);
    }
    for (const [key, entry] of Object.entries(value)) {
      const check = required[key] ?? optional[key];
      if (!check) look.problem(`${path}/${key}`, 'unexpected field');
      else if (entry !== undefined) check(entry, `${path}/${key}`, look);
    }
  };
}

/** One of several kinds of object, told apart by `type`. */
export function tagged(kinds: Readonly<Record<string, Check>>): Check {
  return (value, path, look) => {
    const type = isFields(value) ? value.type : undefined;
    const check = typeof type === 'string' && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
    if (check) check(value, path, look);
    else look.problem(path, `unsupported type: ${String(type)}`);
  };
}

export function all(...checks: readonly Check[]): Check {
  return (value, path, look) => {
    for (const check of checks) check(value, path, look);
  };
}

/** Reports the second and later uses of a key's value among the objects of a list. */
export function unique(key: string): Check {
  return (value, path, look) => {
    const seen = new Set<unknown>();
    for (const entry of listOf(value)) {
      if (entry[key] !== undefined && seen.has(entry[key])) look.problem(path, `${key} must be unique: ${entry[key]}`);
      seen.add(entry[key]);
    }
  };
}

/** Exactly one of two keys. */
export function either(first: string, second: string): Check {
  return (value, path, look) => {
    if (isFields(value) && (value[first] === undefined) === (value[second] === undefined))
      look.problem(path, `must have exactly one of: ${first}, ${second}`);
  };
}
