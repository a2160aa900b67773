import type { AlertMessage } from '../alerts/alert.js';
import type { Answered } from '../commands/questions.js';
import type { Digest } from '../digest/digest.js';

/** What is said of a delivery beside what it delivers. */
export interface Marks {
  /** `Due at 08:00, delivered at 09:12 Europe/Berlin: Slack could not be reached.`; null when it is in time. */
  readonly late: string | null;
  /** Slack may have had it before, which could not be looked up. */
  readonly mayBeRepeat: boolean;
  /** `#12 · weekdays 07:30 Europe/Berlin`; null for what has no schedule. */
  readonly schedule: string | null;
  /** Slack user id of whose it is, where others read. */
  readonly owner: string | null;
}

/** What is posted. The chat renders it. */
export type Content =
  | { readonly kind: 'answer'; readonly answered: Answered & { readonly kind: 'result' }; readonly marks: Marks }
  | { readonly kind: 'digest'; readonly digest: Digest; readonly marks: Marks }
  | { readonly kind: 'alert'; readonly alert: AlertMessage; readonly marks: Marks }
  /** Plain text, no markup. */
  | { readonly kind: 'notice'; readonly text: string; readonly marks: Marks };

/** A file for the thread under a message. `name` is unique within its delivery and the same at every try. */
export interface Attachment {
  readonly name: string;
  readonly title: string;
  bytes(): Promise<Uint8Array>;
}
