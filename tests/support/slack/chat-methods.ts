import { type Channel, checkThread, findMessage, peopleOf, writableChannel } from './channels.js';
import { contentOf } from './content.js';
import type { Methods } from './methods.js';
import { isFields } from './rules.js';
import type { Fields, Metadata } from './types.js';
import { APP, BOT, type Message, refusal, SlackError, TEAM, type Workspace, withBlockIds } from './workspace.js';

const STYLE = ['mrkdwn', 'parse', 'link_names', 'unfurl_links', 'unfurl_media', 'metadata'];

/** Of arguments that have been checked to be there. */
const word = (args: Fields, key: string): string => String(args[key]);

export const threadOf = ({ thread_ts }: Fields): string | undefined =>
  thread_ts === undefined ? undefined : String(thread_ts);

/** A message as Slack shows it to apps. */
export function messageBody(workspace: Workspace, message: Message): Fields {
  const { ts, text, threadTs, edits, blocks, files } = message;
  return {
    type: 'message',
    user: BOT.user,
    bot_id: BOT.id,
    app_id: APP,
    team: TEAM.id,
    ts,
    text,
    blocks: withBlockIds(blocks),
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    ...(files.length > 0 ? { files: files.map((id) => ({ id, name: workspace.files.get(id)?.name })) } : {}),
    ...(edits > 0 ? { edited: { user: BOT.user, ts } } : {}),
  };
}

function ownMessage(workspace: Workspace, args: Fields): Message {
  const { id } = writableChannel(workspace, word(args, 'channel'));
  const message = findMessage(workspace, id, word(args, 'ts'));
  if (!message) throw new SlackError('message_not_found');
  return message;
}

function destination(workspace: Workspace, args: Fields): { channel: Channel; threadTs?: string } {
  const channel = writableChannel(workspace, word(args, 'channel'));
  const threadTs = threadOf(args);
  checkThread(workspace, channel.id, threadTs);
  return threadTs === undefined ? { channel } : { channel, threadTs };
}

/** The metadata of a message; throws `invalid_metadata_format`. */
function metadataOf({ metadata }: Fields): Metadata | null {
  if (metadata === undefined) return null;
  if (!isFields(metadata)) throw refusal('invalid_metadata_format', ['must be an object']);
  const { event_type, event_payload } = metadata;
  if (typeof event_type !== 'string' || !/^[A-Za-z][A-Za-z0-9_]*$/.test(event_type) || !isFields(event_payload))
    throw refusal('invalid_metadata_format', ['must have an event_type and an event_payload']);
  return { event_type, event_payload };
}

/** Throws `ratelimited` where a channel has had its messages of a second. */
function checkPace(workspace: Workspace, channel: string): void {
  const now = workspace.now();
  const lately = (workspace.pace.get(channel) ?? []).filter((at) => at > now - 1000);
  if (lately.length >= workspace.options.postsPerSecond) throw new SlackError('ratelimited');
  workspace.pace.set(channel, [...lately, now]);
}

function postMessage(workspace: Workspace, args: Fields): Fields {
  const { channel, ...thread } = destination(workspace, args);
  checkPace(workspace, channel.id);
  const metadata = metadataOf(args);
  const content = contentOf(workspace, args, false);
  const message = workspace.post({
    kind: 'channel',
    channel: channel.id,
    via: 'chat.postMessage',
    metadata,
    ...content,
    ...thread,
  });
  return { channel: channel.id, ts: message.ts, message: messageBody(workspace, message) };
}

function postEphemeral(workspace: Workspace, args: Fields): Fields {
  const { channel, ...thread } = destination(workspace, args);
  const user = word(args, 'user');
  if (!peopleOf(workspace, channel).includes(user)) throw new SlackError('user_not_in_channel');
  const content = contentOf(workspace, args, true);
  const message = workspace.post({
    kind: 'ephemeral',
    channel: channel.id,
    user,
    via: 'chat.postEphemeral',
    ...content,
    ...thread,
  });
  return { message_ts: message.ts };
}

/** Blocks that are left out stay as they were. */
function update(workspace: Workspace, args: Fields): Fields {
  const message = ownMessage(workspace, args);
  if (message.via === 'files.completeUploadExternal') throw new SlackError('cant_update_message');
  workspace.edit(message, contentOf(workspace, { blocks: message.blocks, ...args }, false));
  return { channel: message.channel, ts: message.ts, text: message.text, message: messageBody(workspace, message) };
}

function remove(workspace: Workspace, args: Fields): Fields {
  const message = ownMessage(workspace, args);
  workspace.remove(message);
  return { channel: message.channel, ts: message.ts };
}

const scope = 'chat:write';

export const chatMethods: Methods = {
  'chat.postMessage': {
    scope,
    required: ['channel'],
    optional: ['text', 'blocks', 'thread_ts', 'reply_broadcast', ...STYLE],
    run: postMessage,
  },
  'chat.postEphemeral': {
    scope,
    required: ['channel', 'user'],
    optional: ['text', 'blocks', 'thread_ts', ...STYLE],
    run: postEphemeral,
  },
  'chat.update': { scope, required: ['channel', 'ts'], optional: ['text', 'blocks', ...STYLE], run: update },
  'chat.delete': { scope, required: ['channel', 'ts'], run: remove },
};
