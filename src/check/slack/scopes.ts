import type { Finding } from './report.js';

interface Scope {
  readonly scope: string;
  /** What does not work without it. */
  readonly without: string;
  /** `rules`: only where access rules name user groups. `some`: all but what it says works without. */
  readonly neededBy: 'all' | 'rules' | 'some';
}

/** The least that Tally does with. `manifest.yaml` and docs/slack.md have the same, and a test says so. */
export const SCOPES: readonly Scope[] = [
  { scope: 'commands', without: 'no slash command reaches Tally', neededBy: 'all' },
  { scope: 'chat:write', without: 'nothing can be posted', neededBy: 'all' },
  { scope: 'files:write', without: 'there are no pictures and no CSV files', neededBy: 'all' },
  { scope: 'im:write', without: 'CSV files and pictures cannot be brought to direct messages', neededBy: 'all' },
  { scope: 'im:history', without: 'direct messages to Tally are not heard', neededBy: 'all' },
  { scope: 'app_mentions:read', without: 'mentions of Tally are not heard', neededBy: 'all' },
  {
    scope: 'usergroups:read',
    without: 'what a user group opens by an access rule stays closed, and what it narrows is narrowed for everybody',
    neededBy: 'rules',
  },
  {
    scope: 'channels:read',
    without: 'neither tally check nor whoever subscribes learns whether Tally can post to a public channel',
    neededBy: 'some',
  },
  {
    scope: 'groups:read',
    without: 'neither tally check nor whoever subscribes learns whether Tally can post to a private channel',
    neededBy: 'some',
  },
  {
    scope: 'users:read',
    without:
      'times are in the configured time zone, posts say by an id who set them up, and what somebody subscribed to goes on after they have left',
    neededBy: 'some',
  },
];

/** Not asked for by `manifest.yaml`: what they are good for is rare. */
export const OPTIONAL_SCOPES: readonly string[] = ['channels:history', 'groups:history'];

const ADD = 'Add it under OAuth & Permissions, Bot Token Scopes, and reinstall the app.';

/** `granted` is null where Slack did not say; `groupsNamed`: whether access rules name user groups. */
export function scopeFindings(granted: readonly string[] | null, groupsNamed: boolean): readonly Finding[] {
  if (granted === null) {
    const advice = 'Compare those under OAuth & Permissions with manifest.yaml.';
    return [{ level: 'unknown', about: 'scopes', text: 'Slack did not say which scopes the token has.', advice }];
  }
  const missing = SCOPES.filter(({ scope }) => !granted.includes(scope));
  const extra = granted.filter((scope) => ![...SCOPES.map((one) => one.scope), ...OPTIONAL_SCOPES].includes(scope));
  const counted = `${SCOPES.length - missing.length} of the ${SCOPES.length} that Tally uses`;
  return [
    { level: 'ok', about: 'scopes', text: counted, advice: '' },
    ...optionalFinding(granted),
    ...missing.map(
      ({ scope, without, neededBy }): Finding => ({
        level: neededBy === 'all' || (neededBy === 'rules' && groupsNamed) ? 'error' : 'warning',
        about: 'scopes',
        text: `The scope ${scope} is missing: ${without}.`,
        advice: ADD,
      }),
    ),
    ...(extra.length > 0 ? [tooMuch(extra)] : []),
  ];
}

/** Said for whoever wonders; nothing is wrong without. */
function optionalFinding(granted: readonly string[]): readonly Finding[] {
  const missing = OPTIONAL_SCOPES.filter((scope) => !granted.includes(scope));
  if (missing.length === 0) return [];
  const text = `not granted, and optional: ${missing.join(', ')}. After a crash Tally then cannot look up what it has posted, and posts it again, marked as a possible repeat`;
  return [{ level: 'ok', about: 'scopes', text, advice: '' }];
}

function tooMuch(extra: readonly string[]): Finding {
  return {
    level: 'warning',
    about: 'scopes',
    text: `Tally needs less: it does not use ${extra.join(', ')}.`,
    advice: 'Remove what nothing else needs under OAuth & Permissions and reinstall: a lost token then opens less.',
  };
}
