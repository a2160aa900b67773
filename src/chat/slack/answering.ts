import type { Questions } from '../../commands/questions.js';
import type { Result } from '../../commands/reply.js';
import type { Log } from '../../observe/index.js';
import type { Message, Picture } from '../../reply/blocks.js';
import { toCsv } from '../../reply/csv.js';
import { noticeBlocks } from '../../reply/notice-blocks.js';
import { type Upload, uploadFile } from './files.js';
import type { Groups } from './groups.js';
import { startPlaceholder } from './placeholder.js';
import type { Delivered, Place, Postbox } from './postbox.js';
import { type ResultAnswer, renderNotice, renderPictured, renderResult, simplest } from './render.js';
import { askerAt, openPlaces, privatePlaces, type Spot } from './spot.js';
import { type SlackMetrics, slackError, type Wire } from './wire.js';

export interface AnsweringOptions {
  readonly questions: Questions;
  readonly groups: Groups;
  readonly wire: Wire;
  readonly postbox: Postbox;
  /** The result’s chart as PNG; null when it has none. */
  readonly draw: (result: Result) => Promise<Uint8Array | null>;
  readonly metrics: SlackMetrics;
  readonly log: Log;
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
  const { questions, groups, wire, postbox, log, metrics, placeholderAfter } = options;

  async function ask(question: string, spot: Spot, open: boolean) {
    return questions.ask(question, askerAt(spot, await groups.of(spot.user), open));
  }

  const say = async (text: string, spot: Spot): Promise<void> => {
    await postbox.deliver(simplest(noticeBlocks(text)), privatePlaces(spot, false));
  };

  const holdPlace = ([first]: readonly Place[]) =>
    startPlaceholder(placeholderAfter, async () => (first ? postbox.deliver([WORKING], [first]) : null), log);

  async function privately(question: string, spot: Spot, { replace }: { readonly replace: boolean }): Promise<void> {
    const free = privatePlaces(spot, replace);
    const placeholder = holdPlace(free);
    const answered = await ask(question, spot, false);
    const waiting = await placeholder.settle();
    const places = waiting ? [replacing(waiting, spot), ...free] : free;
    if (answered.kind !== 'result') {
      await postbox.deliver(renderNotice(answered), places);
      return;
    }
    if (answered.as === 'csv') {
      if (spot.direct) await takeBack(waiting);
      await bringFile(csvFile(answered.result), answered.id, spot, spot.direct ? free : places);
      return;
    }
    const shown = { share: spot.channel !== null && !spot.direct };
    if (spot.channel !== null && !spot.direct) {
      await postbox.deliver(renderResult(answered, { ...shown, picture: { kind: 'native' } }), places);
      return;
    }
    const delivered = await postbox.deliver(renderResult(answered, { ...shown, picture: { kind: 'none' } }), places);
    await illustrate(answered, delivered, shown);
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
      await illustrate(answered, posted, shown);
      await attachCsv(
        answered.result,
        { channel: posted.channel, thread: spot.thread ?? spot.root ?? posted.ts },
        spot,
      );
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
      return await postbox.deliver(versions, places);
    } catch (error) {
      log.warn({ err: error, slack: slackError(error) }, 'answer not posted');
      return null;
    }
  }

  /** Shows the drawn chart in a message that stands; where that cannot be, Slack’s own chart. */
  async function illustrate(
    answered: ResultAnswer,
    { channel, ts }: Delivered,
    shown: { askedBy?: string; share: boolean },
  ): Promise<void> {
    if (answered.result.chart === null || answered.as === 'table' || channel === null || ts === null) return;
    const native: Picture = { kind: 'native' };
    const picture = await pictureOf(answered.result);
    const versions = renderPictured(answered, picture ? [picture, native] : [native], shown);
    await deliverIfTaken(versions, [{ kind: 'update', channel, ts }]);
  }

  async function pictureOf(result: Result): Promise<Picture | null> {
    try {
      const bytes = await drawn(result);
      if (bytes === null) return null;
      const id = await uploadFile(wire, { name: `${result.kpi}.png`, title: result.title, bytes });
      return { kind: 'file', id, alt: `${result.title}: ${result.headline}` };
    } catch (error) {
      log.warn({ err: error, slack: slackError(error) }, 'picture not uploaded');
      return null;
    }
  }

  async function drawn(result: Result): Promise<Uint8Array | null> {
    const started = performance.now();
    const done = (outcome: 'drawn' | 'failed') => metrics.picture(outcome, (performance.now() - started) / 1000);
    try {
      const bytes = await options.draw(result);
      if (bytes) done('drawn');
      return bytes;
    } catch (error) {
      done('failed');
      throw error;
    }
  }

  async function attachCsv(result: Result, place: { channel: string; thread: string }, spot: Spot): Promise<void> {
    try {
      await uploadFile(wire, csvFile(result), place);
    } catch (error) {
      log.warn({ err: error, slack: slackError(error) }, 'CSV not attached');
      await say('The CSV could not be attached; the CSV button brings it to your direct messages.', spot);
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

  /** Says at `places` where the file is, or that it could not be brought. */
  async function bringFile(file: Upload, id: string, spot: Spot, places: readonly Place[]): Promise<void> {
    const tell = (text: string) => postbox.deliver(simplest(noticeBlocks(text)), places);
    try {
      const channel = spot.direct && spot.channel ? spot.channel : await postbox.directChannel(spot.user);
      await uploadFile(wire, file, { channel });
    } catch (error) {
      log.error({ err: error, slack: slackError(error) }, 'file not brought');
      await tell(`${file.name} could not be sent to your direct messages. Tell whoever runs Tally. Reference: ${id}`);
      return;
    }
    if (!spot.direct) await tell(`${file.name} is in your direct messages with Tally.`);
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
      const { result, id } = answered;
      if (what === 'csv') return bringFile(csvFile(result), id, spot, places);
      const bytes = await drawnOrNull(result);
      if (bytes) await bringFile({ name: `${result.kpi}.png`, title: result.title, bytes }, id, spot, places);
      else await say(`There is no picture of this answer. Reference: ${id}`, spot);
    },
  };

  async function drawnOrNull(result: Result): Promise<Uint8Array | null> {
    try {
      return await drawn(result);
    } catch (error) {
      log.error({ err: error }, 'picture not drawn');
      return null;
    }
  }
}

function csvFile(result: Result): Upload {
  return { name: `${result.kpi}.csv`, title: result.title, bytes: Buffer.from(toCsv(result)) };
}

/**
 * The place that a placeholder takes up. What comes with a click replaces the message that was clicked, which a
 * private answer must never do to one for all: there the placeholder stays above the answer.
 */
function replacing({ place, channel, ts }: Delivered, { source }: Spot): Place {
  if (channel !== null && ts !== null) return { kind: 'update', channel, ts };
  return place.kind === 'response' && source === null ? { ...place, replace: true } : place;
}
