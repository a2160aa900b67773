import type { WebClient } from '@slack/web-api';
import { isRefusal, SlackRefused } from './refused.js';
import { slackError } from './wire.js';

export interface BotIdentity {
  readonly user: string;
  readonly botId: string;
  readonly name: string;
  readonly team: string;
  readonly teamId: string;
}

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;

/** Who the bot token is. Slack that cannot be reached is waited for; a token that is refused is SlackRefused. */
export async function signIn(
  client: Pick<WebClient, 'auth'>,
  onWaiting?: (reason: string) => void,
): Promise<BotIdentity> {
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    try {
      const { user_id, bot_id, user, team, team_id } = await client.auth.test();
      if (!user_id || !bot_id) throw new SlackRefused('SLACK_BOT_TOKEN', 'no_bot_user');
      return { user: user_id, botId: bot_id, name: user ?? 'tally', team: team ?? 'Slack', teamId: team_id ?? '' };
    } catch (error) {
      if (error instanceof SlackRefused) throw error;
      const code = slackError(error);
      if (code !== null && isRefusal(code)) throw new SlackRefused('SLACK_BOT_TOKEN', code);
      onWaiting?.(code ?? 'it cannot be reached');
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
