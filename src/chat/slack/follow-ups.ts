import type { Result } from '../../commands/reply.js';
import type { Log } from '../../observe/index.js';
import type { Picture } from '../../reply/blocks.js';
import { toCsv } from '../../reply/csv.js';
import { noticeBlocks } from '../../reply/notice-blocks.js';
import { type FilePlace, type Upload, uploadFile } from './files.js';
import type { Delivered, Place, Postbox } from './postbox.js';
import { type ResultAnswer, renderPictured, simplest } from './render.js';
import { privatePlaces, type Spot } from './spot.js';
import { type SlackMetrics, slackError, type Wire } from './wire.js';

export interface FollowUpOptions {
  readonly wire: Wire;
  readonly postbox: Postbox;
  /** The result’s chart as PNG; null when it has none. */
  readonly draw: (result: Result) => Promise<Uint8Array | null>;
  readonly metrics: SlackMetrics;
  readonly log: Log;
}

/** What follows an answer that stands, or is brought out of it. None of it rejects because Slack refuses a file. */
export interface FollowUps {
  /** Shows the drawn chart in a message that stands; where that cannot be, Slack’s own chart. */
  illustrate(answered: ResultAnswer, at: Delivered, shown: { askedBy?: string; share: boolean }): Promise<void>;
  /** Puts the answer’s CSV into a thread. */
  attachCsv(answered: ResultAnswer, place: Required<FilePlace>, spot: Spot): Promise<void>;
  /** Brings a file to the asker’s direct messages, and says at `places` where it is or that it could not be brought. */
  bring(what: 'picture' | 'csv', answered: ResultAnswer, spot: Spot, places: readonly Place[]): Promise<void>;
}

export function createFollowUps({ wire, postbox, draw, metrics, log }: FollowUpOptions): FollowUps {
  async function illustrate(
    answered: ResultAnswer,
    { channel, ts }: Delivered,
    shown: { askedBy?: string; share: boolean },
  ): Promise<void> {
    if (answered.result.chart === null || answered.as === 'table' || channel === null || ts === null) return;
    const native: Picture = { kind: 'native' };
    const picture = await pictureOf(answered.result);
    const versions = renderPictured(answered, picture ? [picture, native] : [native], shown);
    try {
      await postbox.deliver(versions, [{ kind: 'update', channel, ts }], { besides: true });
    } catch (error) {
      // The answer itself stands.
      log.warn({ err: error, slack: slackError(error) }, 'picture not shown');
    }
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
      const bytes = await draw(result);
      if (bytes) done('drawn');
      return bytes;
    } catch (error) {
      done('failed');
      throw error;
    }
  }

  async function attachCsv({ result }: ResultAnswer, place: Required<FilePlace>, spot: Spot): Promise<void> {
    try {
      await uploadFile(wire, csvFile(result), place);
    } catch (error) {
      log.warn({ err: error, slack: slackError(error) }, 'CSV not attached');
      const words = noticeBlocks('The CSV could not be attached; the CSV button brings it to your direct messages.');
      await postbox.deliver(simplest(words), privatePlaces(spot, false));
    }
  }

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
    illustrate,
    attachCsv,
    async bring(what, { result, id }, spot, places) {
      if (what === 'csv') return bringFile(csvFile(result), id, spot, places);
      const bytes = await drawnOrNull(result);
      if (bytes) return bringFile({ name: `${result.kpi}.png`, title: result.title, bytes }, id, spot, places);
      await postbox.deliver(simplest(noticeBlocks(`There is no picture of this answer. Reference: ${id}`)), places);
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
