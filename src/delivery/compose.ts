import type { Asker } from '../commands/questions.js';
import type { Delivery } from '../state/index.js';
import type { Attachment, Content, Marks } from './content.js';

/** What is to be done for a delivery. */
export type Composed =
  | {
      readonly kind: 'post';
      readonly content: Content;
      readonly attachments: readonly Attachment[];
      /** What was recorded of it; null where nothing was. */
      readonly record: number | null;
    }
  /** Nothing has to be said: a quiet day, where that is not told. */
  | { readonly kind: 'quiet'; readonly record: number | null }
  /** It cannot be answered as it stands: its owner is told, and the subscription pauses. */
  | { readonly kind: 'refused'; readonly says: string }
  /** Whatever it was about is gone. */
  | { readonly kind: 'gone' }
  /** A failure that may pass; `says` is for whoever waits for it. */
  | { readonly kind: 'failed'; readonly says: string };

/** Makes what is posted. Equal deliveries of one due time are computed once. Never rejects. */
export type Compose = (
  delivery: Delivery,
  asker: Asker,
  marks: Pick<Marks, 'late' | 'mayBeRepeat'>,
) => Promise<Composed>;
