import type { Log } from '../../observe/index.js';
import type { Message } from '../../reply/blocks.js';
import { slackDetails } from './wire.js';

/** Slack’s words for a message that it would take in a simpler form. */
const TOO_MUCH = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'invalid_attachments',
  'block_mismatch',
]);

export const isTooMuch = (code: string | null): boolean => TOO_MUCH.has(code ?? '');

/** A file that was uploaded a moment ago may not be ready to be shown: waits in milliseconds between tries. */
export const FILE_WAITS = [200, 400, 800, 1600, 3200] as const;

const showsFile = ({ blocks }: Message): boolean =>
  blocks.some((block) => block.type === 'image' && 'slack_file' in block);

/**
 * Sends, and again while an uploaded file in the message is not ready to be shown, until the `waits` are used up. Only a
 * refusal is followed by another try, so that nothing is sent twice.
 */
export async function sendWhenReady<T>(
  message: Message,
  waits: number[],
  codeOf: (error: unknown) => string | null,
  log: Log,
  send: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      const wait = showsFile(message) && isTooMuch(codeOf(error)) ? waits.shift() : undefined;
      if (wait === undefined) throw error;
      log.debug({ wait, says: slackDetails(error) }, 'file not ready');
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
