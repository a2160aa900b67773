import { App, type BlockAction, type ButtonAction } from '@slack/bolt';
import type { Logger } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { sayFailure } from '../../commands/failure.js';
import type { Questions } from '../../commands/questions.js';
import type { Log } from '../../observe/index.js';
import type { State } from '../../state/index.js';
import type { Answering } from './answering.js';
import { actionPattern, readAction, readState } from './buttons.js';
import { type createSeal, EDIT, editView, errorsOf, fieldsOf, options, VALUES_ACTION } from './edit.js';
import type { Groups } from './groups.js';
import { homeView } from './home.js';
import { createKept } from './kept.js';
import { press, spotOfPress } from './press.js';
import type { Receiver } from './receiver.js';
import type { BotIdentity } from './sign-in.js';
import { askerAt, type Spot } from './spot.js';
import { plainText, readHere, unformatted, withoutMention } from './text.js';
import type { Wire } from './wire.js';
import type { Work } from './work.js';

export interface Listening {
  readonly identity: BotIdentity;
  readonly answering: Answering;
  readonly groups: Groups;
  readonly questions: Questions;
  readonly state: State;
  readonly wire: Wire;
  readonly work: Work;
  readonly log: Log;
  readonly logger: Logger;
  readonly seal: ReturnType<typeof createSeal>;
  readonly publicChannels: ReadonlySet<string>;
}

const RECENT = 5;
const MOST_EVENTS = 10_000;

/**
 * Says which of Slack's payloads goes where. Everything is acknowledged before anything else happens, but for what has
 * to be said in the acknowledgement itself: options while typing, and what is wrong with a modal's fields.
 */
export function listen({ bolt }: Receiver, listening: Listening): void {
  const { identity, answering, groups, questions, state, wire, work, log, logger, seal, publicChannels } = listening;
  const app = new App({
    receiver: bolt,
    logger,
    authorize: async () => ({ botId: identity.botId, botUserId: identity.user }),
  });

  /** Of this process; those of others are in the state. */
  const events = new LRUCache<string, true>({ max: MOST_EVENTS });

  const askerOf = async (spot: Spot, open = false) => askerAt(spot, await groups.of(spot.user), open);

  async function refreshHome(user: string): Promise<void> {
    const home = await questions.home(await askerOf(atHome(user)));
    const [kept, recent] = await Promise.all([
      orNothing(state.favourites.of('slack', user)),
      orNothing(state.audit.recent('slack', user, RECENT)),
    ]);
    await wire.answers.views.publish({ user_id: user, view: homeView(home, { kept, recent }) });
  }

  async function orNothing(remembered: Promise<readonly string[]>): Promise<readonly string[]> {
    try {
      return await remembered;
    } catch (error) {
      log.error({ err: error }, 'state not read');
      return [];
    }
  }

  /** Works for somebody who waits: what fails is told. */
  const serve = (name: string, spot: Spot, piece: () => Promise<void>): Promise<void> =>
    work.run(name, piece, (id) => answering.say(failed(id), spot));

  const kept = createKept(state.favourites, answering, refreshHome);

  /** “here” is for commands: where a message is answered, it says itself. */
  const messageText = (text: string): string =>
    readHere(unformatted(plainText(withoutMention(text, identity.user)))).question;

  async function seesWhatAllSee(spot: Spot): Promise<boolean> {
    const own = await askerOf(spot, true);
    const all = questions.rights({ ...own, user: '', groups: [], unknownGroups: [] });
    return keyOf(questions.rights(own)) === keyOf(all);
  }

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
      if (here || publicChannels.has(command.channel_id)) await answering.openly(asked, spot);
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
      const question = messageText(event.text);
      await answering.openly(question, spot);
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
      const question = messageText(event.text ?? '');
      await answering.privately(question, spot, { replace: false });
    });
  });

  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab !== 'home') return;
    await work.run('home', async () => {
      if (await isNew(body.event_id)) await refreshHome(event.user);
    });
  });

  app.action<BlockAction>(actionPattern, async ({ ack, body, action }) => {
    await ack();
    const spot = spotOfPress(body);
    await serve('button', spot, async () => {
      const pressed = action as ButtonAction;
      if (readAction(pressed.action_id) === 'edit') await openEditor(body.trigger_id, readState(pressed.value), spot);
      else await press({ answering, kept, seesWhatAllSee }, pressed, spot);
    });
  });

  async function openEditor(trigger: string, question: string | null, spot: Spot): Promise<void> {
    const form = question === null ? null : await questions.form(question, await askerOf(spot));
    if (form === null) {
      await answering.say(
        'This question cannot be edited any more: something in it is not known today. Ask it anew, please.',
        spot,
      );
      return;
    }
    const view = editView(form, seal.close(spot, form.fields.subject));
    await wire.answers.views.open({ trigger_id: trigger, view });
  }

  app.options<'block_suggestion'>({ type: 'block_suggestion', action_id: VALUES_ACTION }, async ({ ack, body }) => {
    await work.run('suggestions', async () => {
      const sealed = 'view' in body ? seal.open(body.view?.private_metadata ?? '', body.user.id) : null;
      const found = sealed ? await questions.suggest(body.value, await askerOf(sealed.spot)) : [];
      await ack({ options: options(found) });
    });
  });

  app.view(EDIT, async ({ ack, body, view }) => {
    const refuse = (errors: Record<string, string>) => ack({ response_action: 'errors', errors });
    let taken: Spot | null = null;
    const piece = async (): Promise<void> => {
      const sealed = seal.open(view.private_metadata, body.user.id);
      if (sealed === null) return refuse({ kpi: 'This form is not one that Tally opened for you. Ask again.' });
      const { spot, subject } = sealed;
      const composed = await questions.compose(fieldsOf(subject, view.state.values), await askerOf(spot));
      if (!composed.ok) return refuse(errorsOf(composed));
      await ack();
      taken = spot;
      await answering.privately(composed.question, spot, { replace: spot.source?.ephemeral ?? false });
    };
    await work.run('edited question', piece, (id) =>
      taken ? answering.say(failed(id), taken) : refuse({ kpi: failed(id) }),
    );
  });

  app.error(async (error) => log.error({ err: error }, 'payload not handled'));

  /** Slack sends an event again when it doubts that it arrived. */
  const once = (eventId: string, name: string, spot: Spot, piece: () => Promise<void>): Promise<void> =>
    serve(name, spot, async () => {
      if (await isNew(eventId)) await piece();
    });

  /** A question is not left unanswered because it cannot be looked up whether it was answered. */
  async function isNew(eventId: string): Promise<boolean> {
    if (events.has(eventId)) return false;
    events.set(eventId, true);
    try {
      return await state.events.firstTime(eventId);
    } catch (error) {
      log.error({ err: error }, 'event not looked up');
      return true;
    }
  }
}

const failed = (id: string): string => `${sayFailure(null)} Reference: ${id}`;

/** The same for the same rights, however many rules make them. */
function keyOf({ closedSubjects, closedKpis, restrictions }: ReturnType<Questions['rights']>): string {
  const rows = restrictions.map((one) => JSON.stringify(one));
  return JSON.stringify([closedSubjects, closedKpis, rows].map((names) => [...names].sort()));
}

const atHome = (user: string): Spot => ({ user, channel: null, responseUrl: null, source: null, direct: false });
