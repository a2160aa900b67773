import { openDirect, peopleOf, visibleChannel } from './channels.js';
import type { Methods } from './methods.js';
import type { Fields } from './types.js';
import { APP, BOT, SlackError, TEAM, type Workspace } from './workspace.js';

function authTest(workspace: Workspace): Fields {
  const identity = { user: BOT.name, user_id: BOT.user, bot_id: BOT.id, team: 'Test', team_id: TEAM.id };
  return { url: `${workspace.origin}/`, ...identity, is_enterprise_install: false };
}

/** Reading a conversation takes the scope of its kind. */
function readableChannel(workspace: Workspace, { channel: id }: Fields) {
  const channel = visibleChannel(workspace, String(id));
  const closed = channel.private ? 'groups:read' : 'channels:read';
  const scope = channel.user === null ? closed : 'im:read';
  if (!workspace.options.scopes.includes(scope)) throw missingScope(workspace, scope);
  return channel;
}

export function missingScope({ options }: Workspace, needed: string): SlackError {
  return new SlackError('missing_scope', { needed, provided: options.scopes.join(',') });
}

function conversationInfo(workspace: Workspace, args: Fields): Fields {
  const { id, name, user, member, archived, private: closed } = readableChannel(workspace, args);
  if (user !== null) return { channel: { id, user, is_im: true, is_channel: false, is_private: true } };
  const kind = { is_channel: true, is_im: false, is_private: closed, is_archived: archived, is_member: member };
  return { channel: { id, name, ...kind } };
}

function conversationMembers(workspace: Workspace, args: Fields): Fields {
  const channel = readableChannel(workspace, args);
  const members = [...peopleOf(workspace, channel), ...(channel.member ? [BOT.user] : [])];
  return { members, response_metadata: { next_cursor: '' } };
}

function openConversation(workspace: Workspace, { users }: Fields): Fields {
  return { channel: { id: openDirect(workspace, String(users)) } };
}

function userInfo({ options }: Workspace, { user: id }: Fields): Fields {
  const key = String(id);
  const user = Object.hasOwn(options.users, key) ? options.users[key] : undefined;
  if (!user) throw new SlackError('user_not_found');
  const { name, tz = 'Etc/UTC', deleted = false } = user;
  const own = { id, team_id: TEAM.id, name, deleted };
  // Of an account that is deactivated Slack says little more than that.
  if (deleted) return { user: own };
  return { user: { ...own, real_name: name, tz, is_bot: false, profile: { display_name: name } } };
}

function groupUsers({ options }: Workspace, { usergroup }: Fields): Fields {
  const key = String(usergroup);
  const users = Object.hasOwn(options.groups, key) ? options.groups[key] : undefined;
  if (!users) throw new SlackError('no_such_subteam');
  return { users };
}

function openConnection(workspace: Workspace): Fields {
  return { url: `${workspace.origin.replace('http', 'ws')}/link/?ticket=${workspace.newTicket()}&app_id=${APP}` };
}

const paging = ['cursor', 'limit'];

export const peopleMethods: Methods = {
  'auth.test': { run: authTest },
  'apps.connections.open': { token: 'app', run: openConnection },
  'apps.manifest.export': {
    token: 'config',
    required: ['app_id'],
    run: ({ options }) => ({ manifest: { oauth_config: { scopes: { bot: options.scopes } } } }),
  },
  'bots.info': {
    scope: 'users:read',
    optional: ['bot'],
    run: () => ({ bot: { id: BOT.id, app_id: APP, user_id: BOT.user, name: BOT.name, deleted: false } }),
  },
  'conversations.open': { scope: 'im:write', required: ['users'], optional: ['return_im'], run: openConversation },
  'conversations.info': {
    required: ['channel'],
    optional: ['include_num_members', 'include_locale'],
    run: conversationInfo,
  },
  'conversations.members': { required: ['channel'], optional: paging, run: conversationMembers },
  'users.info': { scope: 'users:read', required: ['user'], optional: ['include_locale'], run: userInfo },
  'usergroups.users.list': {
    scope: 'usergroups:read',
    required: ['usergroup'],
    optional: ['include_disabled'],
    run: groupUsers,
  },
};
