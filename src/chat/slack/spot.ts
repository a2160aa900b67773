import type { Place } from './postbox.js';

/** Where in Slack somebody asked, and what can be answered to. */
export interface Spot {
  readonly user: string;
  /** Null in App Home. */
  readonly channel: string | null;
  readonly thread?: string;
  /** The message under which an answer for all begins a thread; what one person sees is not shown before it has begun. */
  readonly root?: string;
  readonly responseUrl: string | null;
  /** The message whose button was pressed. */
  readonly source: { readonly ts: string; readonly ephemeral: boolean } | null;
  /** Whether it is the asker’s conversation with Tally, where nobody else reads. */
  readonly direct: boolean;
}

/** Where a private answer may go, best first. `replace` puts it in the place of the message whose button was pressed. */
export function privatePlaces(spot: Spot, replace: boolean): readonly Place[] {
  const { user, channel, thread, responseUrl, source, direct } = spot;
  const where = thread === undefined ? {} : { thread };
  if (direct && channel) {
    const post: Place = { kind: 'post', channel, ...where };
    return replace && source ? [{ kind: 'update', channel, ts: source.ts }, post] : [post];
  }
  return [
    ...(responseUrl ? [{ kind: 'response', url: responseUrl, open: false, replace, ...where } as const] : []),
    ...(channel ? [{ kind: 'ephemeral', channel, user, ...where } as const] : []),
    { kind: 'direct', user },
  ];
}

/** Where an answer for all may go. Only what is posted takes a picture and a thread. */
export function openPlaces({ channel, thread: begun, root, responseUrl }: Spot): readonly Place[] {
  const thread = begun ?? root;
  const where = thread === undefined ? {} : { thread };
  return [
    ...(channel ? [{ kind: 'post', channel, ...where } as const] : []),
    ...(responseUrl ? [{ kind: 'response', url: responseUrl, open: true, replace: false, ...where } as const] : []),
  ];
}
