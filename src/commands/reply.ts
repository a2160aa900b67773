import type { Digest } from '../digest/digest.js';
import type { Mistake, Rendering } from '../intent/intent.js';
import type { Result } from '../kpi/result.js';

export type { Result } from '../kpi/result.js';

/** What comes back for a text. Chats render it; they compute nothing. */
export type Reply =
  | {
      readonly kind: 'result';
      readonly result: Result;
      readonly as: Rendering | null;
      /** The same question one step further down the drill order; null at its end, and for what is no KPI. */
      readonly drill: Step | null;
      /** Whether `form` yields fields for its question. */
      readonly editable: boolean;
      /** Canonical text of what was changed, where something was; the result’s own question only shows it. */
      readonly did?: string;
      /** What can be done with single rows, where something can. */
      readonly manage?: readonly Managed[];
    }
  | { readonly kind: 'digest'; readonly digest: Digest }
  | { readonly kind: 'help'; readonly help: Help }
  | { readonly kind: 'mistake'; readonly mistake: Mistake };

/** A row of a list with what can be done with it. */
export interface Managed {
  /** For people, in one line; `#C012ABCDEF` stands for a channel. Empty where the headline says it. */
  readonly label: string;
  readonly steps: readonly ManagedStep[];
}

export interface ManagedStep extends Step {
  /** Asked before it is done: what it does, in a sentence. */
  readonly confirm?: string;
  /** A text to be changed before it is asked: the step’s question takes it at its end. */
  readonly edit?: string;
  /** The place beside that text, which the question takes after it, as `in #C012ABCDEF`; null for direct messages, `dm`. */
  readonly channel?: string | null;
}

/** A question to go on with. */
export interface Step {
  readonly label: string;
  readonly question: string;
}

export interface Help {
  readonly title: string;
  readonly text: readonly string[];
  readonly entries: readonly { readonly term: string; readonly about: string }[];
  /** Questions that work on the data at hand. */
  readonly examples: readonly string[];
}
