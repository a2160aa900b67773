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
    }
  | { readonly kind: 'help'; readonly help: Help }
  | { readonly kind: 'mistake'; readonly mistake: Mistake };

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
