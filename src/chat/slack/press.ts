import type { BlockAction, ButtonAction } from '@slack/bolt';
import type { Answering } from './answering.js';
import { askerNamed, EXAMPLES, readAction, readState } from './buttons.js';
import type { Kept } from './kept.js';
import type { Spot } from './spot.js';

/** The rights of whoever presses, and of the channel: whether a message for all may be renewed in place. */
export type SeesWhatAllSee = (spot: Spot) => Promise<boolean>;

export interface Press {
  readonly answering: Answering;
  readonly kept: Kept;
  readonly seesWhatAllSee: SeesWhatAllSee;
}

/** Where a pressed button stands, out of what Slack says and never out of the button. */
export function spotOfPress({ user, channel, container, response_url }: BlockAction): Spot {
  const inMessage = container.type === 'message';
  const { thread_ts, is_ephemeral } = container as { thread_ts?: string; is_ephemeral?: boolean };
  const id = channel?.id ?? null;
  const ephemeral = is_ephemeral === true;
  return {
    user: user.id,
    channel: inMessage ? id : null,
    ...(thread_ts ? { thread: thread_ts } : {}),
    responseUrl: response_url || null,
    source: inMessage && container.message_ts ? { ts: String(container.message_ts), ephemeral } : null,
    direct: inMessage && !ephemeral && (id?.startsWith('D') ?? false),
  };
}

/**
 * Does what a button says. The question that it carries is asked as if it were typed, by whoever pressed it. What one
 * person sees is replaced, help excepted; a message for all is renewed by whoever sees no less than all do, others get
 * an answer of their own.
 */
export async function press(
  { answering, kept, seesWhatAllSee }: Press,
  action: ButtonAction,
  spot: Spot,
): Promise<void> {
  const what = readAction(action.action_id);
  const question = readState(action.value);
  // What opens a form has been opened by then, unless it carried nothing to open it with.
  if (what === null || question === null) {
    await answering.say(
      'This button is none that Tally made, or of a version that it no longer knows. Ask again, please.',
      spot,
    );
    return;
  }
  const { source, channel } = spot;
  const ephemeral = source?.ephemeral ?? false;
  switch (what) {
    case 'ask':
    case 'drill':
      return answering.privately(question, spot, { replace: ephemeral && action.block_id !== EXAMPLES });
    case 'refresh':
      if (source && channel && !ephemeral && !spot.direct && (await seesWhatAllSee(spot)))
        return answering.renew(question, spot, { channel, ts: source.ts, askedBy: askerNamed(action.block_id) });
      return answering.privately(question, spot, { replace: ephemeral || spot.direct });
    case 'picture':
    case 'csv':
      return answering.bring(what, question, spot);
    case 'share':
      return answering.openly(question, { ...spot, source: null });
    case 'step':
      return answering.privately(question, spot, { replace: ephemeral || spot.direct, besideUnlessAnswer: true });
    case 'star':
      return kept.keep(question, spot);
    case 'unstar':
      return kept.letGo(question, spot);
    case 'edit':
    case 'change':
    case 'subscribe':
      return;
  }
}
