import type { Mistake, Rendering } from '../intent/intent.js';
import type { Result } from '../kpi/result.js';

/** What comes back for a text. Chats render it; they compute nothing. */
export type Reply =
  | { readonly kind: 'result'; readonly result: Result; readonly as: Rendering | null }
  | { readonly kind: 'help'; readonly help: Help }
  | { readonly kind: 'mistake'; readonly mistake: Mistake };

export interface Help {
  readonly title: string;
  readonly text: readonly string[];
  readonly entries: readonly { readonly term: string; readonly about: string }[];
  /** Questions that work on the data at hand. */
  readonly examples: readonly string[];
}
