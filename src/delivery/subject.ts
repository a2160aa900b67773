import type { Delivery, State } from '../state/index.js';

/** What a delivery is of: a subscription or an alert. */
export interface Subject {
  /** `Subscription #12 (/stock digest)`. */
  readonly label: string;
  /** IANA name; null where it has none of its own. */
  readonly timeZone: string | null;
  readonly trouble: string | null;
  /** How it gets another place, in a sentence. */
  readonly elsewhere: string;
  change(to: { readonly trouble: string | null; readonly status?: 'paused' }): Promise<void>;
}

/** Null where it is gone, or the delivery is of nothing. */
export async function subjectOf(
  { subscriptions, alerts }: Pick<State, 'subscriptions' | 'alerts'>,
  { kind, of }: Delivery,
): Promise<Subject | null> {
  if (of === null || kind === 'notice') return null;
  if (kind === 'alert') {
    const alert = await alerts.get(of);
    const change = async (to: Parameters<Subject['change']>[0]) => void (await alerts.change(of, to));
    if (alert === null) return null;
    const { question, trouble } = alert;
    return { label: `Alert #${of} (${question})`, timeZone: null, trouble, elsewhere: ANEW, change };
  }
  const found = await subscriptions.get(of);
  const change = async (to: Parameters<Subject['change']>[0]) => void (await subscriptions.change(of, to));
  if (found === null) return null;
  const { question, timeZone, trouble, name } = found;
  const elsewhere = name === null ? EDIT : CONFIGURED;
  return { label: `Subscription #${of} (${question})`, timeZone, trouble, elsewhere, change };
}

const EDIT = 'It can be given another place: Edit under /stock subscriptions.';
const CONFIGURED = 'Whoever runs Tally can give it another place, under “digests:” in the configuration.';
const ANEW = 'It can be set anew for another place, and deleted under /stock alerts.';
