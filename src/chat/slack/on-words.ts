import type { Listener } from './listener.js';
import type { Spot } from './spot.js';
import { plainText, readHere, unformatted, withoutMention } from './text.js';

/** Questions that people write: slash commands, mentions, direct messages. */
export function onWords({ app, answering, identity, isNew, publicChannels, serve }: Listener): void {
  /** Who reads the answer to a message is said by where it is written: “here” is for what is posted later. */
  const messageText = (text: string) => readHere(unformatted(plainText(withoutMention(text, identity.user))));

  const once = (eventId: string, name: string, spot: Spot, piece: () => Promise<void>): Promise<void> =>
    serve(name, spot, async () => {
      if (await isNew(eventId)) await piece();
    });

  app.command(/.*/, async ({ ack, command }) => {
    await ack();
    const spot: Spot = {
      user: command.user_id,
      channel: command.channel_id,
      responseUrl: command.response_url,
      source: null,
      direct: false,
    };
    await serve('command', spot, async () => {
      const { question, here } = readHere(plainText(command.text));
      const asked = `${command.command} ${question}`.trim();
      if (here || publicChannels.has(command.channel_id)) await answering.openly(asked, spot, { here });
      else await answering.privately(asked, spot, { replace: false });
    });
  });

  app.event('app_mention', async ({ event, body }) => {
    const { user } = event;
    if (user === undefined || 'bot_id' in event) return;
    const spot: Spot = {
      user,
      channel: event.channel,
      ...(event.thread_ts ? { thread: event.thread_ts } : { root: event.ts }),
      responseUrl: null,
      source: null,
      direct: false,
    };
    await once(body.event_id, 'mention', spot, async () => {
      const { question, here } = messageText(event.text);
      await answering.openly(question, spot, { here });
    });
  });

  app.event('message', async ({ event, body }) => {
    if (event.channel_type !== 'im' || event.subtype !== undefined || event.bot_id !== undefined) return;
    const spot: Spot = {
      user: event.user,
      channel: event.channel,
      ...(event.thread_ts ? { thread: event.thread_ts } : {}),
      responseUrl: null,
      source: null,
      direct: true,
    };
    await once(body.event_id, 'direct message', spot, async () => {
      const { question } = messageText(event.text ?? '');
      await answering.privately(question, spot, { replace: false });
    });
  });
}
