import type { Asker, Questions } from '../../commands/questions.js';
import type { Reply, Step } from '../../commands/reply.js';
import type { Message } from '../../reply/blocks.js';
import { noticeBlocks } from '../../reply/notice-blocks.js';
import { createFollowUps, type FollowUpOptions } from './follow-ups.js';
import type { Groups } from './groups.js';
import { startPlaceholder } from './placeholder.js';
import type { Delivered, Place } from './postbox.js';
import { type ResultAnswer, renderNotice, renderResult, simplest } from './render.js';
import { askerAt, openPlaces, privatePlaces, type Spot } from './spot.js';
import { slackError } from './wire.js';

export interface AnsweringOptions extends FollowUpOptions {
  readonly questions: Questions;
  readonly groups: Groups;
  /** Milliseconds after which a placeholder appears. */
  readonly placeholderAfter: number;
}

/** The ways in which an answer goes out. None of them knows what was asked. */
export interface Answering {
  /** For the asker alone. `replace` puts it in the place of the message whose button was pressed. */
  privately(question: string, spot: Spot, options: { readonly replace: boolean }): Promise<void>;
  /** For all in the channel, with picture and CSV; what is no answer stays between Tally and the asker. */
  openly(question: string, spot: Spot): Promise<void>;
  /** Puts the answer in the place of a message of ours that all can read. */
  renew(question: string, spot: Spot, standing: Standing): Promise<void>;
  /** Brings a file of the answer to the asker’s direct messages. */
  bring(what: 'picture' | 'csv', question: string, spot: Spot): Promise<void>;
  /** A line for the asker alone. */
  say(text: string, spot: Spot): Promise<void>;
}

/** An answer for all that stands in a channel. */
export interface Standing {
  readonly channel: string;
  readonly ts: string;
  /** Slack user whom it names as the asker; null where it names nobody. */
  readonly askedBy: string | null;
}

const WORKING: Message = noticeBlocks('Asking the databases…');

export function createAnswering(options: AnsweringOptions): Answering {
  const { questions, groups, wire, postbox, log, placeholderAfter } = options;
  const files = createFollowUps(options);

  async function ask(question: string, spot: Spot, open: boolean) {
    const asker = askerAt(spot, await groups.of(spot.user), open);
    const answered = await questions.ask(question, asker);
    return answered.kind === 'result' ? { ...answered, periods: await periodsOf(answered, asker) } : answered;
  }

  async function periodsOf({ result, editable }: Reply & { kind: 'result' }, asker: Asker): Promise<readonly Step[]> {
    if (!editable) return [];
    try {
      return await questions.periods(result.question, asker);
    } catch (error) {
      // The answer stands without its menu.
      log.warn({ err: error }, 'periods not found');
      return [];
    }
  }

  const say = async (text: string, spot: Spot): Promise<void> => {
    await postbox.deliver(simplest(noticeBlocks(text)), privatePlaces(spot, false));
  };

  const holdPlace = ([first]: readonly Place[]) =>
    startPlaceholder(
      placeholderAfter,
      async () => (first ? postbox.deliver([WORKING], [first], { besides: true }) : null),
      log,
    );

  async function privately(question: string, spot: Spot, { replace }: { readonly replace: boolean }): Promise<void> {
    const free = privatePlaces(spot, replace);
    const placeholder = holdPlace(free);
    const answered = await ask(question, spot, false);
    const waiting = await placeholder.settle();
    const places = waiting ? [replacing(waiting, spot), ...free] : free;
    if (answered.kind !== 'result') {
      // An answer that stands is worth more than the word that there is no new one.
      const beside = answered.kind === 'failure' || answered.kind === 'limited';
      await postbox.deliver(renderNotice(answered), beside && !waiting ? privatePlaces(spot, false) : places);
      return;
    }
    if (answered.as === 'csv') {
      if (spot.direct) await takeBack(waiting);
      await files.bring('csv', answered, spot, spot.direct ? free : places);
      return;
    }
    const shown = { share: spot.channel !== null && !spot.direct };
    if (spot.channel !== null && !spot.direct) {
      await postbox.deliver(renderResult(answered, { ...shown, picture: { kind: 'native' } }), places);
      return;
    }
    const delivered = await postbox.deliver(renderResult(answered, { ...shown, picture: { kind: 'none' } }), places);
    await files.illustrate(answered, delivered, shown);
  }

  async function openly(question: string, spot: Spot): Promise<void> {
    const free = openPlaces(spot);
    const placeholder = holdPlace(free);
    const answered = await ask(question, spot, true);
    const waiting = await placeholder.settle();
    if (answered.kind !== 'result') {
      await takeBack(waiting);
      await postbox.deliver(renderNotice(answered), privatePlaces(spot, false));
      return;
    }
    await publish(answered, spot, waiting ? [replacing(waiting, spot), ...free] : free);
  }

  /** Text first; picture and CSV follow when they are there. What cannot be followed up has Slack’s own chart. */
  async function publish(
    answered: ResultAnswer,
    spot: Spot,
    places: readonly Place[],
    askedBy = spot.user,
  ): Promise<void> {
    const shown = { askedBy, share: false };
    const lasting = places.filter(({ kind }) => kind !== 'response');
    const posted = await deliverIfTaken(renderResult(answered, { ...shown, picture: { kind: 'none' } }), lasting);
    if (posted?.ts && posted.channel) {
      await files.illustrate(answered, posted, shown);
      await files.attachCsv(answered, { channel: posted.channel, thread: spot.thread ?? spot.root ?? posted.ts }, spot);
      return;
    }
    const whole = renderResult(answered, { ...shown, picture: { kind: 'native' } });
    const fleeting = places.filter(({ kind }) => kind === 'response');
    if (await deliverIfTaken(whole, fleeting)) {
      await say('The picture and the CSV need Tally in this channel: /invite it, then ask again.', spot);
      return;
    }
    // An answer that cannot stand there is still the asker’s.
    await postbox.deliver(whole, privatePlaces(spot, false));
    await say(
      'This could not be posted here, so only you see it. Is Tally in this channel? /invite it, then ask again.',
      spot,
    );
  }

  async function deliverIfTaken(versions: Iterable<Message>, places: readonly Place[]): Promise<Delivered | null> {
    if (places.length === 0) return null;
    try {
      return await postbox.deliver(versions, places, { besides: true });
    } catch (error) {
      log.warn({ err: error, slack: slackError(error) }, 'answer not posted');
      return null;
    }
  }

  async function takeBack(waiting: Delivered | null): Promise<void> {
    if (!waiting?.channel || !waiting.ts) return;
    try {
      await wire.answers.chat.delete({ channel: waiting.channel, ts: waiting.ts });
    } catch (error) {
      log.warn({ err: error, slack: slackError(error) }, 'placeholder not taken back');
    }
  }

  return {
    privately,
    openly,
    say,
    async renew(question, spot, { channel, ts, askedBy }) {
      const answered = await ask(question, spot, true);
      const url = spot.responseUrl;
      const places: readonly Place[] = [
        { kind: 'update', channel, ts },
        ...(url ? [{ kind: 'response', url, open: true, replace: true } as const] : []),
      ];
      if (answered.kind === 'result') await publish(answered, spot, places, askedBy ?? spot.user);
      else await postbox.deliver(renderNotice(answered), privatePlaces(spot, false));
    },
    async bring(what, question, spot) {
      const answered = await ask(question, spot, false);
      const places = privatePlaces(spot, false);
      if (answered.kind !== 'result') {
        await postbox.deliver(renderNotice(answered), places);
        return;
      }
      await files.bring(what, answered, spot, places);
    },
  };
}

/**
 * The place that a placeholder takes up. What comes with a click replaces the message that was clicked, which a
 * private answer must never do to one for all: there the placeholder stays above the answer.
 */
function replacing({ place, channel, ts }: Delivered, { source }: Spot): Place {
  if (channel !== null && ts !== null) return { kind: 'update', channel, ts };
  return place.kind === 'response' && source === null ? { ...place, replace: true } : place;
}
