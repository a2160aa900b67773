import type { WebClient } from '@slack/web-api';
import { plural } from '../../kpi/format.js';
import { type Trouble, tryCall, wordsOf } from './calls.js';
import type { Finding, Named } from './report.js';

/** Looks at one channel; `bot` is Tally’s name there. */
export async function channelFinding({ conversations }: WebClient, named: Named, bot: string): Promise<Finding> {
  const { id } = named;
  const about = 'channel';
  const at = placeOf(named);
  if (id.startsWith('D')) {
    const text = `${id} (${at}) is a direct conversation, which Tally may not look at.`;
    return { level: 'unknown', about, text, advice: 'Name people under users, not their direct conversations.' };
  }
  const tried = await tryCall(conversations.info({ channel: id }));
  if (!tried.ok) return channelTrouble(id, at, tried.trouble, bot);
  const { name = id, is_archived, is_member } = tried.value.channel ?? {};
  if (is_archived)
    return {
      level: 'warning',
      about,
      text: `#${name} (${id}, ${at}) is archived: nothing can be posted there.`,
      advice: 'Unarchive it, or take its id out of the configuration.',
    };
  if (!is_member)
    return {
      level: 'warning',
      about,
      text: `Tally is not in #${name} (${id}, ${at}): ${isPostedTo(named) ? 'nothing can be posted there' : UNHEARD}.`,
      advice: `Write /invite @${bot} in #${name}.`,
    };
  return { level: 'ok', about, text: `#${name} (${id}, ${at}), Tally is in it`, advice: '' };
}

const UNHEARD = 'mentions are not heard, and answers for all lack picture and CSV';

/** Whether something is posted there by itself. */
const isPostedTo = ({ keys }: Named): boolean => keys.some((key) => key.startsWith('digests'));

function channelTrouble(id: string, at: string, trouble: Trouble, bot: string): Finding {
  if (trouble.kind === 'refused' && trouble.code === 'channel_not_found')
    return {
      level: 'error',
      about: 'channel',
      text: `${at}: ${id} is no channel that Slack knows, or it is private and Tally is not in it.`,
      advice: `Write /invite @${bot} there, or mend the id: it stands at the end of the channel’s details.`,
    };
  return notLookedAt('channel', `${id} (${at})`, trouble);
}

/** Looks at one user group: it is there, and somebody is in it. */
export async function groupFinding({ usergroups }: WebClient, named: Named): Promise<Finding> {
  const { id } = named;
  const about = 'user group';
  const at = placeOf(named);
  const tried = await tryCall(usergroups.users.list({ usergroup: id }));
  if (!tried.ok) {
    if (tried.trouble.kind === 'unreachable' || PASSING.has(tried.trouble.code))
      return notLookedAt(about, `${id} (${at})`, tried.trouble);
    const text = `${at}: ${id} is no user group that Slack knows, or it is disabled (${tried.trouble.code}).`;
    return { level: 'error', about, text, advice: 'Mend the id: People, User groups, the group’s ⋯, Copy group ID.' };
  }
  const members = tried.value.users?.length ?? 0;
  if (members > 0) return { level: 'ok', about, text: `${id} (${at}), ${plural(members, 'member')}`, advice: '' };
  const text = `${id} (${at}) has no members: the rule is about nobody.`;
  return { level: 'warning', about, text, advice: 'Put people in it, or take it out of the configuration.' };
}

/** Says nothing about the group itself. */
const PASSING = new Set(['missing_scope', 'ratelimited', 'internal_error', 'fatal_error', 'service_unavailable']);

/** Looks at one person; without users:read only their ids can be compared by hand. */
export async function userFinding({ users }: WebClient, named: Named): Promise<Finding> {
  const { id } = named;
  const about = 'users';
  const at = placeOf(named);
  const tried = await tryCall(users.info({ user: id }));
  if (!tried.ok) {
    if (tried.trouble.kind === 'refused' && tried.trouble.code === 'user_not_found')
      return { level: 'error', about, text: `${at}: ${id} is nobody that Slack knows.`, advice: COMPARE };
    return notLookedAt(about, `${id} (${at})`, tried.trouble);
  }
  const { name = id, deleted } = tried.value.user ?? {};
  if (!deleted) return { level: 'ok', about, text: `@${name} (${id}, ${at})`, advice: '' };
  const text = `@${name} (${id}, ${at}) is deactivated: nothing is posted in this name.`;
  return { level: 'warning', about, text, advice: 'Name somebody else, or take the id out of the configuration.' };
}

const COMPARE = 'Mend the id: the person’s profile, ⋮, Copy member ID.';

function notLookedAt(about: Finding['about'], what: string, trouble: Trouble): Finding {
  const advice = trouble.kind === 'refused' && trouble.code === 'missing_scope' ? '' : 'Check again in a minute.';
  return { level: 'unknown', about, text: `${what} could not be looked at: ${wordsOf(trouble)}.`, advice };
}

const placeOf = ({ keys }: Named): string => keys.join(', ');
