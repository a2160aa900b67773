import { App } from '@slack/bolt';
import type { Logger } from '@slack/web-api';
import type { Askers } from './askers.js';
import { createHomeTab } from './home-tab.js';
import { failed, type Listener } from './listener.js';
import { onButtons } from './on-buttons.js';
import { onForms } from './on-forms.js';
import { onPeriods } from './on-periods.js';
import { onTextForms } from './on-text-forms.js';
import { onWords } from './on-words.js';
import { createOnce } from './once.js';
import type { Receiver } from './receiver.js';
import type { Spot } from './spot.js';

export interface Listening extends Omit<Listener, 'app' | 'askerOf' | 'isNew' | 'refreshHome' | 'serve'> {
  readonly askers: Askers;
  readonly logger: Logger;
}

/**
 * Says which of Slack's payloads goes where. Everything is acknowledged before anything else happens, but for what has
 * to be said in the acknowledgement itself: options while typing, and what is wrong with a modal's fields.
 */
export function listen({ bolt }: Receiver, listening: Listening): void {
  const { identity, answering, askers, state, work, log, logger } = listening;
  const app = new App({
    receiver: bolt,
    logger,
    authorize: async () => ({ botId: identity.botId, botUserId: identity.user }),
  });
  const askerOf = (spot: Spot, open = false) => askers.at(spot, open);
  const refreshHome = createHomeTab({ ...listening, askerOf: (user) => askerOf(atHome(user)) });
  const isNew = createOnce(state.events, log);
  const listener: Listener = {
    ...listening,
    app,
    askerOf,
    isNew,
    refreshHome,
    serve: (name, spot, piece) => work.run(name, piece, (id) => answering.say(failed(id), spot)),
  };
  onWords(listener);
  onButtons(listener);
  onPeriods(listener);
  onForms(listener);
  onTextForms(listener);

  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab !== 'home') return;
    await work.run('home', async () => {
      if (await isNew(body.event_id)) await refreshHome(event.user);
    });
  });

  app.error(async (error) => log.error({ err: error }, 'payload not handled'));
}

const atHome = (user: string): Spot => ({ user, channel: null, responseUrl: null, source: null, direct: false });
