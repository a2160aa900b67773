import type { Vocabulary } from '../intent/vocabulary.js';
import type { Desk } from './desk.js';
import type { Choice, Composed, Fields, Form } from './form.js';
import type { Reply, Step } from './reply.js';

/** One slash command: a file beside this and a line in `index.ts`. */
export interface Command {
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  /** Throws only our own failures and those of a source that was never read; mistakes are replies. */
  answer(text: string, desk: Desk): Promise<Reply>;
  /** Whether this text, without the command's name, would be no mistake. */
  understands(text: string, desk: Desk): Promise<boolean>;
  /** A question as a form to edit; null when it is none. */
  form(text: string, desk: Desk): Promise<Form | null>;
  compose(fields: Fields, desk: Desk): Promise<Composed>;
  /** Values that go on as typed, best first. */
  suggest(typed: string, desk: Desk): Promise<readonly Choice[]>;
  /** A question over other days, as they suit the data at hand; none for what is no question. */
  periods(text: string, desk: Desk): Promise<readonly Step[]>;
  /** Words that can be completed. */
  completions(desk: Desk): Promise<Vocabulary>;
}
