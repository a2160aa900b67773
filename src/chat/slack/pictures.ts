import type { WebClient } from '@slack/web-api';
import type { Result } from '../../commands/reply.js';
import type { Log } from '../../observe/index.js';
import type { Picture } from '../../reply/blocks.js';
import { uploadFile } from './files.js';
import { type SlackMetrics, slackError } from './wire.js';

export interface PicturesOptions {
  /** The result’s chart as PNG; null when it has none. */
  readonly draw: (result: Result) => Promise<Uint8Array | null>;
  readonly metrics: Pick<SlackMetrics, 'picture'>;
  readonly log: Log;
}

/** Drawn charts of results. */
export interface Pictures {
  /** PNG; null where there is no chart, or it cannot be drawn. */
  drawn(result: Result): Promise<Uint8Array | null>;
  /** A chart that was drawn and uploaded, to be shown in messages; null where that could not be. */
  uploaded(client: WebClient, result: Result): Promise<Picture | null>;
}

export function createPictures({ draw, metrics, log }: PicturesOptions): Pictures {
  async function drawn(result: Result): Promise<Uint8Array | null> {
    const started = performance.now();
    const done = (outcome: 'drawn' | 'failed') => metrics.picture(outcome, (performance.now() - started) / 1000);
    try {
      const bytes = await draw(result);
      if (bytes) done('drawn');
      return bytes;
    } catch (error) {
      done('failed');
      log.error({ err: error }, 'picture not drawn');
      return null;
    }
  }

  return {
    drawn,
    async uploaded(client, result) {
      const bytes = await drawn(result);
      if (bytes === null) return null;
      try {
        const id = await uploadFile(client, { name: `${result.kpi}.png`, title: result.title, bytes });
        return { kind: 'file', id, alt: `${result.title}: ${result.headline}` };
      } catch (error) {
        log.warn({ err: error, slack: slackError(error) }, 'picture not uploaded');
        return null;
      }
    },
  };
}
