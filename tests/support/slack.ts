/**
 * A strict Slack on the loopback that the real Bolt and WebClient talk to: Web API, Socket Mode, signed HTTP requests,
 * response_urls, uploads. It refuses what Slack refuses, and, where Slack is lenient, what a person would not see.
 *
 *     const slack = await startSlack({ nativeCharts: false });
 *     onTestFinished(() => slack.close());
 *     // … start the app with slack.env …
 *     await slack.connected();
 *     await slack.command('/stock variance electronics');
 *     const answer = await slack.waitFor(({ text }) => text.includes('Variance'));
 *     await slack.click(answer, 'Show all');
 */

export { validateBlocks } from './slack/blocks.js';
export { startSlack } from './slack/server.js';
export type {
  Call,
  ChannelOptions,
  Choice,
  Delivery,
  EventDelivery,
  Fault,
  Fields,
  Posted,
  Route,
  Slack,
  SlackOptions,
  StoredFile,
  UserOptions,
  View,
} from './slack/types.js';
export { validateView } from './slack/view.js';
export { DEFAULT_SCOPES, directChannel } from './slack/workspace.js';
