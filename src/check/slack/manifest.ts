import type { AppsManifestExportResponse } from '@slack/web-api';
import type { Tried } from './calls.js';
import type { Finding } from './report.js';

/** An app’s manifest as Slack exports it; `manifest.yaml` has the same form. */
export type Manifest = NonNullable<AppsManifestExportResponse['manifest']>;

export interface Expected {
  /** With the slash. */
  readonly commands: readonly string[];
  readonly socketMode: boolean;
  /** Scopes of the bot token; null where Slack did not say. */
  readonly granted: readonly string[] | null;
}

/** What the app listens to, and what is lost without. */
export const EVENTS: Readonly<Record<string, string>> = {
  app_mention: 'mentions of Tally are not heard',
  'message.im': 'direct messages to Tally are not heard',
  app_home_opened: 'Tally’s Home tab stays empty',
};

const PATH = '/slack/events';
const PAGE = 'Mend it under App Manifest at api.slack.com/apps, as manifest.yaml has it, and reinstall the app.';

/** Where the manifest could not be had. `commands` are the ones to look for by hand. */
export function withoutManifest(why: string, commands: readonly string[]): Finding {
  const advice = `Type ${commands.join(', ')} in Slack and see whether it is offered, or set SLACK_CONFIG_TOKEN (api.slack.com/apps, Your App Configuration Tokens) and check again.`;
  return { level: 'unknown', about: 'commands', text: why, advice };
}

export function exportFindings(
  tried: Tried<AppsManifestExportResponse>,
  app: string,
  expected: Expected,
): readonly Finding[] {
  if (tried.ok) return manifestFindings(tried.value.manifest ?? {}, expected);
  if (tried.trouble.kind === 'unreachable')
    return [withoutManifest(`The app’s manifest could not be read: ${tried.trouble.says}.`, expected.commands)];
  const { code } = tried.trouble;
  const text = `The manifest of ${app} could not be read with SLACK_CONFIG_TOKEN (${code}).`;
  const advice = 'Generate a new one at api.slack.com/apps, as one who may edit the app: it is valid for 12 hours.';
  return [{ level: 'warning', about: 'app', text, advice }];
}

/** Holds the app as it is set up in Slack against what Tally expects of it. */
export function manifestFindings(manifest: Manifest, expected: Expected): readonly Finding[] {
  const problems = [
    ...commandProblems(manifest, expected),
    ...eventProblems(manifest),
    ...scopeProblems(manifest, expected),
    ...settingProblems(manifest, expected),
    ...(expected.socketMode ? [] : addressProblems(manifest)),
  ];
  if (problems.length > 0) return problems;
  const text = `the app’s manifest has ${expected.commands.join(', ')}, the events and all else that Tally expects`;
  return [{ level: 'ok', about: 'commands', text, advice: '' }];
}

function commandProblems({ features }: Manifest, { commands }: Expected): readonly Finding[] {
  const there = (features?.slash_commands ?? []).flatMap(({ command }) => command ?? []);
  const extra = there.filter((command) => !commands.includes(command));
  return [
    ...commands.filter((command) => !there.includes(command)).map((it) => error(`The app has no command ${it}.`)),
    ...extra.map((it) => warning(`The app has a command ${it}, which Tally answers with a mistake.`)),
  ];
}

function eventProblems({ settings }: Manifest): readonly Finding[] {
  const there = settings?.event_subscriptions?.bot_events ?? [];
  return Object.entries(EVENTS)
    .filter(([event]) => !there.includes(event))
    .map(([event, without]) => error(`The app does not subscribe to ${event}: ${without}.`));
}

/** A scope that is in neither is named with the token. */
function scopeProblems({ oauth_config }: Manifest, { granted }: Expected): readonly Finding[] {
  const waiting = (oauth_config?.scopes?.bot ?? []).filter((scope) => granted !== null && !granted.includes(scope));
  if (waiting.length === 0) return [];
  const text = `The app asks for ${waiting.join(', ')}, which the bot token does not have yet.`;
  return [{ ...warning(text), advice: 'Reinstall the app under Install App.' }];
}

function settingProblems({ settings, features }: Manifest, { socketMode }: Expected): readonly Finding[] {
  const { home_tab_enabled, messages_tab_enabled, messages_tab_read_only_enabled } = features?.app_home ?? {};
  const inSocketMode = settings?.socket_mode_enabled ?? false;
  return [
    ...(socketMode && !inSocketMode
      ? [error('Socket Mode is off, and SLACK_APP_TOKEN is set: Slack sends nothing to Tally.')]
      : []),
    ...(!socketMode && inSocketMode
      ? [error('Socket Mode is on, and no SLACK_APP_TOKEN is set: Slack sends nothing to the request URL.')]
      : []),
    ...(settings?.interactivity?.is_enabled ? [] : [error('Interactivity is off: buttons and forms do nothing.')]),
    ...(settings?.token_rotation_enabled
      ? [
          error(
            'Token rotation is on: the bot token ends after 12 hours. It cannot be switched off; make the app anew.',
          ),
        ]
      : []),
    ...(home_tab_enabled ? [] : [warning('The Home tab is off.')]),
    ...(messages_tab_enabled && !messages_tab_read_only_enabled
      ? []
      : [warning('The Messages tab is off or read-only: nobody can write to Tally directly.')]),
  ];
}

/** Over HTTP each kind of payload has an address of its own, and all of them are Tally’s one. */
function addressProblems({ settings, features }: Manifest): readonly Finding[] {
  const interactivity = settings?.interactivity;
  const addresses: readonly (readonly [string, string | undefined])[] = [
    ['settings.event_subscriptions.request_url', settings?.event_subscriptions?.request_url],
    ['settings.interactivity.request_url', interactivity?.request_url],
    ['settings.interactivity.message_menu_options_url', interactivity?.message_menu_options_url],
    ...(features?.slash_commands ?? []).map(({ command, url }) => [`the url of ${command}`, url] as const),
  ];
  return addresses
    .filter(([, url]) => !url?.startsWith('https://') || !url.endsWith(PATH))
    .map(([key, url]) => error(`${key} is ${url ?? 'missing'}: it has to be https://YOUR.HOST${PATH}.`));
}

const error = (text: string): Finding => ({ level: 'error', about: 'app', text, advice: PAGE });
const warning = (text: string): Finding => ({ level: 'warning', about: 'app', text, advice: PAGE });
