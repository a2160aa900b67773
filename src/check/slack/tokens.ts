import type { AppsConnectionsOpenResponse, AuthTestResponse } from '@slack/web-api';
import type { Tried, Trouble } from './calls.js';
import type { Finding } from './report.js';

const AGAIN: Readonly<Record<string, string>> = {
  token_revoked:
    'The app was removed or its token revoked: install it again under Install App, and copy the new token.',
  account_inactive:
    'The app was removed from the workspace: install it again under Install App, and copy the new token.',
  token_expired:
    'Token rotation is on, which Tally does not do: make the app anew from manifest.yaml, which leaves it off.',
  ratelimited: 'Slack has been asked too much; check again in a minute.',
};

/** Says who the bot token is, or why it is none. */
export function botFindings(tried: Tried<AuthTestResponse>): readonly Finding[] {
  if (!tried.ok) return [refused('bot token', 'SLACK_BOT_TOKEN', tried.trouble, BOT_TOKEN)];
  const { user, team, team_id, bot_id } = tried.value;
  if (bot_id)
    return [{ level: 'ok', about: 'bot token', text: `accepted: @${user} in ${team} (${team_id})`, advice: '' }];
  const text = `SLACK_BOT_TOKEN is accepted, but belongs to @${user}, who is no bot.`;
  return [{ level: 'error', about: 'bot token', text, advice: BOT_TOKEN }];
}

const BOT_TOKEN =
  'Copy the Bot User OAuth Token, xoxb-…, from OAuth & Permissions; a reinstalled app may have a new one.';

export function appFindings(tried: Tried<AppsConnectionsOpenResponse>): readonly Finding[] {
  if (tried.ok) return [{ level: 'ok', about: 'app token', text: 'accepted, for Socket Mode', advice: '' }];
  return [refused('app token', 'SLACK_APP_TOKEN', tried.trouble, APP_TOKEN)];
}

const APP_TOKEN =
  'Make an app-level token, xapp-…, with the scope connections:write: Basic Information, App-Level Tokens.';

function refused(about: Finding['about'], variable: string, trouble: Trouble, otherwise: string): Finding {
  if (trouble.kind === 'unreachable')
    return { level: 'error', about, text: `${variable} could not be tried: ${trouble.says}.`, advice: WAY };
  const { code } = trouble;
  const verb = code === 'ratelimited' ? 'could not be tried' : 'is refused';
  return { level: 'error', about, text: `${variable} ${verb} (${code}).`, advice: AGAIN[code] ?? otherwise };
}

export function unreachable(apiUrl: string | null, says: string): Finding {
  const where = apiUrl === null ? 'https://slack.com/api/' : `${apiUrl} (SLACK_API_URL)`;
  return { level: 'error', about: 'bot token', text: `Slack cannot be reached at ${where}: ${says}.`, advice: WAY };
}

const WAY = 'Tally needs HTTPS to slack.com and, for Socket Mode, to its wss-…slack.com hosts, without a proxy.';

/** Nothing that an app may call needs the signing secret. */
export const SIGNING: Finding = {
  level: 'unknown',
  about: 'signing',
  text: 'SLACK_SIGNING_SECRET is set, for HTTP; Slack gives no way to try it.',
  advice: 'Where it is wrong, Slack cannot verify the request URL, and every command ends in dispatch_failed.',
};
