/** The tokens of the Slack app, out of the environment. */
export interface SlackTokens {
  /** xoxb-…, of the bot user. */
  readonly bot: string;
  /** xapp-…, for Socket Mode; null in HTTP mode. */
  readonly app: string | null;
  /** For HTTP mode; null in Socket Mode. */
  readonly signingSecret: string | null;
  /** xoxe…, with which `tally check` can read the app's manifest. */
  readonly configuration: string | null;
  /** Where the Web API is; null for Slack's own address. */
  readonly apiUrl: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Null where no bot token is set. With an app token it is Socket Mode, else the signing secret is needed. A token in
 * the wrong variable is a complaint that does not quote it.
 */
export function slackTokens(environment: Environment): SlackTokens | { readonly complaints: readonly string[] } | null {
  const read = (name: string) => environment[name]?.trim() || null;
  const bot = read('SLACK_BOT_TOKEN');
  if (bot === null) return null;
  const app = read('SLACK_APP_TOKEN');
  const signingSecret = read('SLACK_SIGNING_SECRET');
  const complaints = [
    ...(bot.startsWith('xoxb-') ? [] : ['SLACK_BOT_TOKEN: is no bot token, which starts with xoxb-']),
    ...(app === null || app.startsWith('xapp-')
      ? []
      : ['SLACK_APP_TOKEN: is no app-level token, which starts with xapp-']),
    ...(app === null && signingSecret === null
      ? [
          'SLACK_APP_TOKEN: is missing, for Socket Mode; or SLACK_SIGNING_SECRET, for HTTP. docs/slack.md tells how to get them',
        ]
      : []),
  ];
  if (complaints.length > 0) return { complaints };
  return {
    bot,
    app,
    signingSecret: app === null ? signingSecret : null,
    configuration: read('SLACK_CONFIG_TOKEN'),
    apiUrl: read('SLACK_API_URL'),
  };
}
