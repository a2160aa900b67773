import type { ProgressStep } from './output.js';

/** Grows when an older program could not understand a newer one. */
export const PROTOCOL = 1;

/** Longest request, in bytes; questions are some hundred. */
export const LONGEST_REQUEST = 1024 * 1024;

/** Milliseconds. */
export interface Times {
  /** For a whole request to arrive. */
  readonly request: number;
  /** Between two signs of life while an answer is made. */
  readonly beat: number;
  /** Without a sign of life, or without taking what was sent, the other side is given up. */
  readonly silence: number;
  /** For the connection, and for the word that the request was taken. */
  readonly accept: number;
  /** What is being answered when the instance ends has this long. */
  readonly leave: number;
}

export const TIMES: Times = { request: 5000, beat: 5000, silence: 30_000, accept: 5000, leave: 5000 };

/** The process that holds the model. */
export interface Holder {
  /** `start`, which stays, or the command that is through in a moment. */
  readonly role: string;
  readonly pid: number;
  /** ISO 8601 in UTC. */
  readonly since: string;
  /** Of the program. */
  readonly version: string;
  /** The configuration's file, and a digest of its path and text as they were when it started. */
  readonly config: { readonly file: string; readonly digest: string };
}

/** One line of JSON, the only one that a client sends. */
export interface Request {
  readonly protocol: number;
  readonly version: string;
  /** Digest of the client's configuration. */
  readonly config: string;
  /** `hello` asks for the holder only; all others are the caller's own. */
  readonly command: string;
  readonly payload: unknown;
  /** Who asks, by the name of the operating system. */
  readonly asker: string;
  readonly cwd: string;
  readonly columns: number | null;
  readonly colours: boolean;
  readonly tty: boolean;
}

export type Refusal = 'invalid' | 'version' | 'config' | 'busy';

/** One line of JSON each. After `holder` either `refused` or `accepted`, and after that the answer up to `exit`. */
export type Frame =
  | { readonly holder: Holder }
  | { readonly refused: Refusal; readonly says: string }
  | { readonly accepted: true }
  | { readonly alive: true }
  | { readonly progress: ProgressStep }
  | { readonly out: string }
  | { readonly err: string }
  /** What is to be kept at the path that the client knows, in base64. */
  | { readonly keep: string }
  | { readonly exit: number };

export const HELLO = 'hello';
