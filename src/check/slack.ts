/**
 * What `tally check` finds out about Slack: the tokens, their scopes, the app’s set-up, and every channel and group
 * that the configuration names. Nothing is posted and no connection opened. Tested against the strict Slack in
 * `tests/support/slack`.
 */
import type { Logger } from '@slack/web-api';
import type { SlackTokens } from '../config/slack.js';
import { type ClientFor, clients, isUnreachable, tryCall } from './slack/calls.js';
import { type Expected, exportFindings, withoutManifest } from './slack/manifest.js';
import { channelFinding, groupFinding, userFinding } from './slack/named.js';
import type { Finding, Named, SlackReport } from './slack/report.js';
import { scopeFindings } from './slack/scopes.js';
import { appFindings, botFindings, SIGNING, unreachable } from './slack/tokens.js';

export { namedInConfig } from './slack/configured.js';
export type { Finding, Named, SlackReport } from './slack/report.js';

export interface SlackSubject {
  /** Slash commands that Tally has, with the slash. */
  readonly commands: readonly string[];
  readonly channels: readonly Named[];
  readonly groups: readonly Named[];
  readonly users: readonly Named[];
  readonly logger: Logger;
  /** Milliseconds for one try of one call; default CALL_TIMEOUT. */
  readonly timeout?: number;
}

/** Never rejects for anything that Slack, a token or the network did, and never says a token. */
export async function checkSlack(tokens: SlackTokens, subject: SlackSubject): Promise<SlackReport> {
  const clientFor = clients(tokens.apiUrl, subject.logger, subject.timeout);
  const [bot, app] = await Promise.all([
    tryCall(clientFor(tokens.bot).auth.test()),
    tokens.app === null ? null : tryCall(clientFor(tokens.app).apps.connections.open({})),
  ]);
  if (!bot.ok && bot.trouble.kind === 'unreachable' && (app === null || isUnreachable(app)))
    return { place: null, findings: [unreachable(tokens.apiUrl, bot.trouble.says)] };

  const { user = 'tally', team = 'Slack', app_id, response_metadata } = bot.ok ? bot.value : {};
  const granted = response_metadata?.scopes?.filter((scope) => scope !== '') ?? null;
  const expected = { commands: subject.commands, socketMode: tokens.app !== null, granted };
  const [setUp, named] = await Promise.all([
    appSetUp(tokens, appIdOf(tokens.app) ?? app_id ?? null, expected, clientFor),
    bot.ok ? namedFindings(clientFor, tokens.bot, subject, user) : notAsked(subject),
  ]);
  return {
    place: bot.ok ? `${team}, as @${user}` : null,
    findings: [
      ...botFindings(bot),
      ...(bot.ok ? scopeFindings(granted, subject.groups.length > 0) : []),
      ...(app === null ? [SIGNING] : appFindings(app)),
      ...setUp,
      ...named,
    ],
  };
}

/** Out of `xapp-1-A0123456789-…`. */
function appIdOf(appToken: string | null): string | null {
  return /^xapp-\d+-(A[A-Z0-9]+)-/.exec(appToken ?? '')?.[1] ?? null;
}

async function appSetUp(
  { configuration }: SlackTokens,
  app: string | null,
  expected: Expected,
  clientFor: ClientFor,
): Promise<readonly Finding[]> {
  if (configuration === null)
    return [withoutManifest('Slack does not tell a bot which commands its app has.', expected.commands)];
  if (app === null)
    return [
      withoutManifest('Which app it is, only an app-level token says: its manifest was not read.', expected.commands),
    ];
  const tried = await tryCall(clientFor(configuration).apps.manifest.export({ app_id: app }));
  return exportFindings(tried, app, expected);
}

async function namedFindings(
  clientFor: ClientFor,
  token: string,
  { channels, groups, users }: SlackSubject,
  bot: string,
): Promise<readonly Finding[]> {
  const client = clientFor(token);
  const looked = [
    ...channels.map((named) => channelFinding(client, named, bot)),
    ...groups.map((named) => groupFinding(client, named)),
    ...users.map((named) => userFinding(client, named)),
  ];
  return Promise.all(looked);
}

function notAsked({ channels, groups }: SlackSubject): readonly Finding[] {
  const ids = [...channels, ...groups].map(({ id }) => id);
  if (ids.length === 0) return [];
  const text = `${ids.join(', ')} could not be looked at without a bot token that Slack accepts.`;
  return [{ level: 'unknown', about: 'channel', text, advice: '' }];
}
