import type { Vocabulary } from '../intent/vocabulary.js';
import type { Desk } from './desk.js';
import type { Reply } from './reply.js';

/** One slash command: a file beside this and a line in `index.ts`. */
export interface Command {
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  /** Throws only our own failures and those of a source that was never read; mistakes are replies. */
  answer(text: string, desk: Desk): Promise<Reply>;
  /** Words that can be completed. */
  completions(desk: Desk): Promise<Vocabulary>;
}
