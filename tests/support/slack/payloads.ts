import { messageBody } from './chat-methods.js';
import type { Control } from './find.js';
import type { Fields } from './types.js';
import { viewBody } from './view-methods.js';
import { APP, BOT, type Message, type OpenView, TEAM, type Workspace } from './workspace.js';

/** Slack still sends it; nobody is to trust it. */
const TOKEN = 'verification-token';

export const isOpenView = (target: Message | OpenView): target is OpenView => 'id' in target;

const teamOf = { id: TEAM.id, domain: TEAM.domain };

function userOf({ options }: Workspace, id: string): Fields {
  const name = options.users[id]?.name ?? id;
  return { id, username: name, name, team_id: TEAM.id };
}

function channelOf({ options, directs }: Workspace, id: string): { id: string; name: string } {
  return { id, name: directs.has(id) ? 'directmessage' : (options.channels[id]?.name ?? 'privategroup') };
}

function base(workspace: Workspace, type: string, user: string): Fields {
  return {
    type,
    user: userOf(workspace, user),
    api_app_id: APP,
    token: TOKEN,
    team: teamOf,
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** Where an interaction took place; an ephemeral message is only named, not shown. */
function place(workspace: Workspace, target: Message | OpenView, values: Fields): Fields {
  if (isOpenView(target)) return { container: { type: 'view', view_id: target.id }, view: viewBody(target, values) };
  const { channel, ts, threadTs, kind } = target;
  const isEphemeral = kind === 'ephemeral';
  const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
  return {
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: isEphemeral, ...thread },
    channel: channelOf(workspace, channel),
    ...(isEphemeral ? {} : { message: messageBody(workspace, target) }),
  };
}

export function commandPayload(workspace: Workspace, user: string, channel: string, typed: string): Fields {
  const [command = '', ...rest] = typed.split(' ');
  const { id, name } = channelOf(workspace, channel);
  return {
    token: TOKEN,
    team_id: TEAM.id,
    team_domain: TEAM.domain,
    channel_id: id,
    channel_name: name,
    user_id: user,
    user_name: userOf(workspace, user).name,
    command,
    text: rest.join(' '),
    api_app_id: APP,
    is_enterprise_install: 'false',
    response_url: workspace.newResponseUrl({ channel, user, original: null, ofCommand: true }),
    trigger_id: workspace.newTrigger(user),
  };
}

export function actionPayload(
  workspace: Workspace,
  user: string,
  target: Message | OpenView,
  values: Fields,
  { blockId, actionId }: Control,
  value: Fields,
): Fields {
  const { channel } = isOpenView(target) ? { channel: null } : target;
  const answerable = channel !== null && !isOpenView(target);
  return {
    ...base(workspace, 'block_actions', user),
    ...place(workspace, target, values),
    trigger_id: workspace.newTrigger(user),
    ...(answerable
      ? {
          state: { values },
          response_url: workspace.newResponseUrl({ channel, user, original: target, ofCommand: false }),
        }
      : {}),
    actions: [{ ...value, action_id: actionId, block_id: blockId, action_ts: workspace.newTs() }],
  };
}

export function suggestionPayload(
  workspace: Workspace,
  user: string,
  target: Message | OpenView,
  values: Fields,
  { blockId, actionId }: Control,
  typed: string,
): Fields {
  const where = place(workspace, target, values);
  return {
    ...base(workspace, 'block_suggestion', user),
    ...where,
    action_id: actionId,
    block_id: blockId,
    value: typed,
  };
}

export function submissionPayload(workspace: Workspace, user: string, view: OpenView, values: Fields): Fields {
  return {
    ...base(workspace, 'view_submission', user),
    trigger_id: workspace.newTrigger(user),
    view: viewBody(view, values),
    response_urls: [],
  };
}

export function closedPayload(workspace: Workspace, user: string, view: OpenView, values: Fields): Fields {
  return { ...base(workspace, 'view_closed', user), view: viewBody(view, values), is_cleared: false };
}

export function eventPayload(workspace: Workspace, event: Fields, eventId: string): Fields {
  return {
    token: TOKEN,
    team_id: TEAM.id,
    api_app_id: APP,
    event,
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(workspace.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: TEAM.id, user_id: BOT.user, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${eventId}`,
  };
}
