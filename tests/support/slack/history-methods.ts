import { type Channel, checkThread, visibleChannel } from './channels.js';
import { messageBody } from './chat-methods.js';
import type { Methods } from './methods.js';
import { missingScope } from './people-methods.js';
import type { Fields, Metadata } from './types.js';
import { SlackError, TEAM, type Workspace } from './workspace.js';

interface Told {
  readonly ts: string;
  readonly threadTs: string | undefined;
  readonly metadata: Metadata | null;
  readonly body: Fields;
}

/** A conversation that the bot may read back: it takes the scope of its kind, and the bot in it. */
function readable(workspace: Workspace, { channel: id }: Fields): Channel {
  const channel = visibleChannel(workspace, String(id));
  const closed = channel.private ? 'groups:history' : 'channels:history';
  const scope = channel.user === null ? closed : 'im:history';
  if (!workspace.options.scopes.includes(scope)) throw missingScope(workspace, scope);
  if (!channel.member) throw new SlackError('not_in_channel');
  return channel;
}

/** All that stands in a channel, newest first. */
function toldIn(workspace: Workspace, channel: string): readonly Told[] {
  const own = workspace.messages
    .filter((one) => one.kind === 'channel' && one.channel === channel && !one.deleted)
    .map((one): Told => {
      const { ts, threadTs, metadata } = one;
      return { ts, threadTs, metadata, body: messageBody(workspace, one) };
    });
  const others = workspace.others
    .filter((one) => one.channel === channel)
    .map(({ ts, text, metadata }): Told => {
      const body = { type: 'message', user: 'U0OTHER', team: TEAM.id, ts, text };
      return { ts, threadTs: undefined, metadata, body };
    });
  return [...own, ...others].sort((one, other) => Number(other.ts) - Number(one.ts));
}

const isOn = (value: unknown): boolean => value === true || value === 'true' || value === '1';

/** A page of what lies strictly between `oldest` and `latest`; a cursor is where the next one begins. */
function page(told: readonly Told[], args: Fields): Fields {
  const { oldest = '0', latest = Number.POSITIVE_INFINITY, cursor = '0', limit = '100' } = args;
  const within = told.filter(({ ts }) => Number(ts) > Number(oldest) && Number(ts) < Number(latest));
  const [start, size] = [Number(cursor), Number(limit)];
  if (!Number.isInteger(size) || size < 1 || size > 999) throw new SlackError('invalid_limit');
  const next = start + size < within.length ? String(start + size) : '';
  return {
    messages: within.slice(start, start + size).map(({ body, metadata }) => ({
      ...body,
      ...(metadata && isOn(args.include_all_metadata) ? { metadata } : {}),
    })),
    has_more: next !== '',
    response_metadata: { next_cursor: next },
  };
}

function history(workspace: Workspace, args: Fields): Fields {
  const { id } = readable(workspace, args);
  return page(
    toldIn(workspace, id).filter(({ threadTs }) => threadTs === undefined),
    args,
  );
}

/** A thread, oldest first: the message that it hangs under, then what was said there. */
function replies(workspace: Workspace, args: Fields): Fields {
  const { id } = readable(workspace, args);
  const root = String(args.ts);
  checkThread(workspace, id, root);
  const thread = toldIn(workspace, id).filter(({ ts, threadTs }) => ts === root || threadTs === root);
  return page([...thread].reverse(), args);
}

const range = ['oldest', 'latest', 'inclusive', 'limit', 'cursor', 'include_all_metadata'];

export const historyMethods: Methods = {
  'conversations.history': { required: ['channel'], optional: range, run: history },
  'conversations.replies': { required: ['channel', 'ts'], optional: range, run: replies },
};
