import type { Log } from '../../observe/index.js';
import type { Picture } from '../../reply/blocks.js';
import { toCsv } from '../../reply/csv.js';
import { noticeBlocks } from '../../reply/notice-blocks.js';
import { type Exhibit, withPictures } from './exhibit.js';
import { type FilePlace, type Upload, uploadFile } from './files.js';
import type { Pictures } from './pictures.js';
import type { Delivered, Place, Postbox } from './postbox.js';
import { type Shown, simplest } from './render.js';
import { privatePlaces, type Spot } from './spot.js';
import { slackError, type Wire } from './wire.js';

export interface FollowUpOptions {
  readonly wire: Wire;
  readonly postbox: Postbox;
  readonly pictures: Pictures;
  readonly log: Log;
}

/** What follows an answer that stands, or is brought out of it. None of it rejects because Slack refuses a file. */
export interface FollowUps {
  /** Shows the drawn chart in a message that stands; where that cannot be, Slack’s own chart. */
  illustrate(exhibit: Exhibit, at: Delivered, shown: Omit<Shown, 'picture'>): Promise<void>;
  /** Puts the answer’s CSV into a thread. */
  attachCsv(exhibit: Exhibit, place: Required<FilePlace>, spot: Spot): Promise<void>;
  /** Brings a file to the asker’s direct messages, and says at `places` where it is or that it could not be brought. */
  bring(what: 'picture' | 'csv', exhibit: Exhibit, spot: Spot, places: readonly Place[]): Promise<void>;
}

export function createFollowUps({ wire, postbox, pictures, log }: FollowUpOptions): FollowUps {
  async function bringFile(file: Upload, id: string, spot: Spot, places: readonly Place[]): Promise<void> {
    const tell = (text: string) => postbox.deliver(simplest(noticeBlocks(text)), places);
    try {
      const channel = spot.direct && spot.channel ? spot.channel : await postbox.directChannel(spot.user);
      await uploadFile(wire.bulk, file, { channel });
    } catch (error) {
      log.error({ err: error, slack: slackError(error) }, 'file not brought');
      await tell(`${file.name} could not be sent to your direct messages. Tell whoever runs Tally. Reference: ${id}`);
      return;
    }
    if (!spot.direct) await tell(`${file.name} is in your direct messages with Tally.`);
  }

  return {
    async illustrate({ drawing, illustrated, render }, { channel, ts }, shown) {
      if (drawing === null || !illustrated || channel === null || ts === null) return;
      const native: Picture = { kind: 'native' };
      const picture = await pictures.uploaded(wire.bulk, drawing);
      const versions = withPictures(picture ? [picture, native] : [native], (one) =>
        render({ ...shown, picture: one }),
      );
      try {
        await postbox.deliver(versions, [{ kind: 'update', channel, ts }], { besides: true });
      } catch (error) {
        // The answer itself stands.
        log.warn({ err: error, slack: slackError(error) }, 'picture not shown');
      }
    },
    async attachCsv(exhibit, place, spot) {
      try {
        await uploadFile(wire.bulk, csvFile(exhibit), place);
      } catch (error) {
        log.warn({ err: error, slack: slackError(error) }, 'CSV not attached');
        const words = noticeBlocks('The CSV could not be attached; the CSV button brings it to your direct messages.');
        await postbox.deliver(simplest(words), privatePlaces(spot, false));
      }
    },
    async bring(what, exhibit, spot, places) {
      const { id, drawing } = exhibit;
      if (what === 'csv') return bringFile(csvFile(exhibit), id, spot, places);
      const bytes = drawing === null ? null : await pictures.drawn(drawing);
      if (drawing && bytes)
        return bringFile({ name: `${drawing.kpi}.png`, title: drawing.title, bytes }, id, spot, places);
      await postbox.deliver(simplest(noticeBlocks(`There is no picture of this answer. Reference: ${id}`)), places);
    },
  };
}

const csvFile = ({ rows }: Exhibit): Upload => ({
  name: `${rows.kpi}.csv`,
  title: rows.title,
  bytes: Buffer.from(toCsv(rows)),
});
