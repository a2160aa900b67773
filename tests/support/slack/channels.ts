import { directChannel, type Message, SlackError, type Workspace } from './workspace.js';

/** What the bot can see of a conversation; throws `channel_not_found`. */
export function visibleChannel(workspace: Workspace, id: string) {
  const user = workspace.directs.get(id);
  if (user !== undefined) return { id, name: 'directmessage', user, member: true, archived: false, private: true };
  const channel = Object.hasOwn(workspace.options.channels, id) ? workspace.options.channels[id] : undefined;
  const { name, member = false, archived = false, private: closed = false, people } = channel ?? {};
  if (name === undefined || (closed && !member)) throw new SlackError('channel_not_found');
  return { id, name, user: null, member, archived, private: closed, people };
}

export type Channel = ReturnType<typeof visibleChannel>;

/** Where the bot may post; a user's id stands for the direct messages. Throws Slack's errors. */
export function writableChannel(workspace: Workspace, id: string): Channel {
  const channel = visibleChannel(workspace, id.startsWith('U') ? openDirect(workspace, id) : id);
  if (channel.user !== null && workspace.options.users[channel.user]?.deleted) throw new SlackError('user_disabled');
  if (channel.archived) throw new SlackError('is_archived');
  if (!channel.member && !workspace.options.scopes.includes('chat:write.public'))
    throw new SlackError('not_in_channel');
  return channel;
}

/** Opens the direct messages with a user; throws `user_not_found` and `user_disabled`. */
export function openDirect(workspace: Workspace, user: string): string {
  if (!Object.hasOwn(workspace.options.users, user)) throw new SlackError('user_not_found');
  if (workspace.options.users[user]?.deleted) throw new SlackError('user_disabled');
  workspace.directs.set(directChannel(user), user);
  return directChannel(user);
}

export function peopleOf(workspace: Workspace, channel: Channel): readonly string[] {
  if (channel.user !== null) return [channel.user];
  return channel.people ?? Object.keys(workspace.options.users);
}

/** Throws `thread_not_found` where no message of a channel has that timestamp. */
export function checkThread(workspace: Workspace, channel: string, threadTs: string | undefined): void {
  if (threadTs === undefined || workspace.written.has(`${channel}/${threadTs}`)) return;
  if (findMessage(workspace, channel, threadTs) === undefined) throw new SlackError('thread_not_found');
}

/** A message that everybody in the channel sees and that is still there. */
export function findMessage({ messages }: Workspace, channel: string, ts: string): Message | undefined {
  return messages.find((m) => m.kind === 'channel' && m.channel === channel && m.ts === ts && !m.deleted);
}
