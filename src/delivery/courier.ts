import type { Asker } from '../commands/questions.js';
import type { Attachment, Content } from './content.js';

/** Whose message it is, and where it goes; without a channel, the owner’s direct messages. */
export interface Addressee {
  readonly owner: string;
  readonly channel: string | null;
}

/**
 * Why something was not posted.
 * - `place`: the place cannot take it until somebody does something (archived, Tally is not in it, gone).
 * - `access`: Slack refuses Tally itself (token revoked, app removed): no post will do.
 * - `later`: Slack is busy or cannot be reached, and has not taken it; `afterMs` where it said how long.
 * - `unsure`: Slack may have taken it: its answer never came.
 */
export type Problem =
  | { readonly kind: 'place' | 'access'; readonly code: string; readonly says: string }
  | { readonly kind: 'later' | 'unsure'; readonly code: string; readonly afterMs: number | null };

export class NotPosted extends Error {
  override readonly name = 'NotPosted';
  constructor(
    readonly problem: Problem,
    options?: ErrorOptions,
  ) {
    super(`Not posted: ${problem.code}`, options);
  }
}

/** What a chat does for deliveries. Everything but `asker` rejects with NotPosted, or what is our own fault. */
export interface Courier {
  /** The asker in whose name it is computed, as Slack says today; `gone` where the owner is no user any more. */
  asker(to: Addressee): Promise<Asker | 'gone'>;
  /** The channel in which it will stand. */
  channelOf(to: Addressee): Promise<string>;
  /** Makes what a post of it needs, such as its picture, and may take its time: so that the post itself is short. */
  prepare(channel: string, content: Content): Promise<void>;
  /** Posts once: never tries again by itself. `mark` goes with the message as metadata. Yields its timestamp. */
  post(channel: string, content: Content, mark: string): Promise<string>;
  /**
   * The message with this mark among Tally’s own since a moment; null where there is none, `unknown` where Tally may not
   * look there.
   */
  find(channel: string, mark: string, since: Date): Promise<string | null | 'unknown'>;
  /** Puts a file into the thread, once. */
  attach(channel: string, ts: string, file: Attachment): Promise<void>;
  /** Names of the files in the thread; `unknown` where Tally may not look there. */
  attached(channel: string, ts: string): Promise<readonly string[] | 'unknown'>;
}
