/** Slack said no to a token: trying again does not help. */
export class SlackRefused extends Error {
  override readonly name = 'SlackRefused';
  constructor(
    /** The environment variable that holds the token. */
    variable: string,
    /** Slack's own code. */
    readonly code: string,
  ) {
    super(
      `Slack refuses the token in ${variable} (${code}). docs/slack.md tells how to get one; tally check looks at all of them.`,
    );
  }
}

const REFUSALS: ReadonlySet<string> = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'org_login_required',
  'team_access_not_granted',
  'missing_scope',
  'user_removed_from_team',
  'team_disabled',
]);

/** Whether one of Slack's codes says no to a token for good. */
export const isRefusal = (code: string): boolean => REFUSALS.has(code);

/** Slack's requests cannot be listened for at the configured address. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  constructor(host: string, port: number, cause: unknown) {
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    super(
      `Slack’s requests cannot be listened for on ${host}:${port}${code}. Set slack.host and slack.port to an address of this machine that is free.`,
      { cause },
    );
  }
}
