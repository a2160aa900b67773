import { isPersonal } from '../../commands/personal.js';
import type { Answered, Asker, Questions } from '../../commands/questions.js';
import type { Reply, Step } from '../../commands/reply.js';
import type { Message } from '../../reply/blocks.js';
import { noticeBlocks } from '../../reply/notice-blocks.js';
import type { Askers } from './askers.js';
import { type DigestAnswer, type Exhibit, exhibitOf } from './exhibit.js';
import { createFollowUps, type FollowUpOptions } from './follow-ups.js';
import { startPlaceholder } from './placeholder.js';
import type { Delivered, Place } from './postbox.js';
import { type ResultAnswer, renderNotice, simplest } from './render.js';
import { openPlaces, privatePlaces, type Spot } from './spot.js';
import { slackError } from './wire.js';

export interface AnsweringOptions extends FollowUpOptions {
  readonly questions: Questions;
  readonly askers: Askers;
  /** Milliseconds after which a placeholder appears. */
  readonly placeholderAfter: number;
}

/** The ways in which an answer goes out. None of them knows what was asked. */
export interface Answering {
  /** For the asker alone. */
  privately(question: string, spot: Spot, options: Privately): Promise<void>;
  /**
   * For all in the channel, with picture and CSV; what is no answer, or is one person’s own, stays between Tally and the
   * asker. `here`: whether they wrote that.
   */
  openly(question: string, spot: Spot, options?: { readonly here: boolean }): Promise<void>;
  /** Puts the answer in the place of a message of ours that all can read. */
  renew(question: string, spot: Spot, standing: Standing): Promise<void>;
  /** Brings a file of the answer to the asker’s direct messages. */
  bring(what: 'picture' | 'csv', question: string, spot: Spot): Promise<void>;
  /** A line for the asker alone. */
  say(text: string, spot: Spot): Promise<void>;
}

export interface Privately {
  /** Puts it in the place of the message whose button was pressed. */
  readonly replace: boolean;
  /** Only an answer takes that place: a list is not given up for the word that it could not be changed. */
  readonly besideUnlessAnswer?: boolean;
  /** Whether “here” was written. */
  readonly here?: boolean;
  /** Takes up a mistake where it was made; false where that cannot be any more. */
  readonly onMistake?: (message: string) => Promise<boolean>;
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
  const { questions, askers, wire, postbox, log, placeholderAfter } = options;
  const files = createFollowUps(options);

  async function ask(question: string, spot: Spot, open: boolean, here = false): Promise<Asked> {
    const asker = { ...(await askers.at(spot, open)), here };
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

  async function privately(question: string, spot: Spot, options: Privately): Promise<void> {
    const { replace, besideUnlessAnswer = false, here = false, onMistake } = options;
    const free = privatePlaces(spot, replace);
    const placeholder = holdPlace(free);
    const answered = await ask(question, spot, false, here);
    const waiting = await placeholder.settle();
    const places = waiting ? [replacing(waiting, spot), ...free] : free;
    if (!isAnswer(answered)) {
      if (answered.kind === 'mistake' && !waiting && (await onMistake?.(answered.mistake.message))) return;
      // An answer that stands is worth more than the word that there is no new one.
      const beside = besideUnlessAnswer || answered.kind === 'failure' || answered.kind === 'limited';
      await postbox.deliver(renderNotice(answered), beside && !waiting ? privatePlaces(spot, false) : places);
      return;
    }
    const exhibit = exhibitOf(answered);
    if (answered.kind === 'result' && answered.as === 'csv') {
      if (spot.direct) await takeBack(waiting);
      await files.bring('csv', exhibit, spot, spot.direct ? free : places);
      return;
    }
    const shown = { share: spot.channel !== null && !spot.direct };
    if (spot.channel !== null && !spot.direct) {
      await postbox.deliver(exhibit.render({ ...shown, picture: { kind: 'native' } }), places);
      return;
    }
    const delivered = await postbox.deliver(exhibit.render({ ...shown, picture: { kind: 'none' } }), places);
    await files.illustrate(exhibit, delivered, shown);
  }

  async function openly(question: string, spot: Spot, { here } = { here: false }): Promise<void> {
    if (isPersonal(question)) return privately(question, spot, { replace: false, here });
    const free = openPlaces(spot);
    const placeholder = holdPlace(free);
    const answered = await ask(question, spot, true);
    const waiting = await placeholder.settle();
    if (!isAnswer(answered)) {
      await takeBack(waiting);
      await postbox.deliver(renderNotice(answered), privatePlaces(spot, false));
      return;
    }
    await publish(exhibitOf(answered), spot, waiting ? [replacing(waiting, spot), ...free] : free);
  }

  /** Text first; picture and CSV follow when they are there. What cannot be followed up has Slack’s own chart. */
  async function publish(exhibit: Exhibit, spot: Spot, places: readonly Place[], askedBy = spot.user): Promise<void> {
    const shown = { askedBy, share: false };
    const lasting = places.filter(({ kind }) => kind !== 'response');
    const posted = await deliverIfTaken(exhibit.render({ ...shown, picture: { kind: 'none' } }), lasting);
    if (posted?.ts && posted.channel) {
      await files.illustrate(exhibit, posted, shown);
      await files.attachCsv(exhibit, { channel: posted.channel, thread: spot.thread ?? spot.root ?? posted.ts }, spot);
      return;
    }
    const whole = exhibit.render({ ...shown, picture: { kind: 'native' } });
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
      if (isAnswer(answered)) await publish(exhibitOf(answered), spot, places, askedBy ?? spot.user);
      else await postbox.deliver(renderNotice(answered), privatePlaces(spot, false));
    },
    async bring(what, question, spot) {
      const answered = await ask(question, spot, false);
      const places = privatePlaces(spot, false);
      if (!isAnswer(answered)) {
        await postbox.deliver(renderNotice(answered), places);
        return;
      }
      await files.bring(what, exhibitOf(answered), spot, places);
    },
  };
}

type Asked = Exclude<Answered, { readonly kind: 'result' }> | ResultAnswer;

const isAnswer = (answered: Asked): answered is ResultAnswer | DigestAnswer =>
  answered.kind === 'result' || answered.kind === 'digest';

/**
 * The place that a placeholder takes up. What comes with a click replaces the message that was clicked, which a
 * private answer must never do to one for all: there the placeholder stays above the answer.
 */
function replacing({ place, channel, ts }: Delivered, { source }: Spot): Place {
  if (channel !== null && ts !== null) return { kind: 'update', channel, ts };
  return place.kind === 'response' && source === null ? { ...place, replace: true } : place;
}
