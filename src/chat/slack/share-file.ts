import type { WebClient } from '@slack/web-api';
import type { Attachment } from '../../delivery/content.js';
import { NotPosted } from '../../delivery/courier.js';
import type { FilePlace } from './files.js';
import { orNotPosted } from './not-posted.js';
import { CALL_TIMEOUT } from './wire.js';

/**
 * Uploads a file and posts it into a thread, each step once. Until the last step the file is nobody’s, so that what fails
 * before may be done anew; only of the last one may it be unsure whether it was done. Rejects with NotPosted.
 */
export async function shareFile(
  client: WebClient,
  { name, title, bytes }: Attachment,
  { channel, thread }: Required<FilePlace>,
): Promise<void> {
  const content = Buffer.from(await bytes());
  const { upload_url, file_id } = await orNotPosted('to upload', () =>
    client.files.getUploadURLExternal({ filename: name, length: content.length }),
  );
  if (!upload_url || !file_id) throw new Error('Slack offered no place for a file');
  await upload(upload_url, content);
  await orNotPosted('to share', () =>
    client.files.completeUploadExternal({
      files: [{ id: file_id, title }],
      channel_id: channel,
      thread_ts: thread,
    }),
  );
}

/** The address takes the bytes as they are. */
async function upload(url: string, bytes: Buffer): Promise<void> {
  const signal = AbortSignal.timeout(CALL_TIMEOUT);
  const refused = (code: string, cause?: unknown) => new NotPosted({ kind: 'later', code, afterMs: null }, { cause });
  try {
    const response = await fetch(url, { method: 'POST', body: new Uint8Array(bytes), redirect: 'error', signal });
    if (response.ok) return;
    throw refused(`upload_http_${response.status}`);
  } catch (error) {
    throw error instanceof NotPosted ? error : refused('upload_unreachable', error);
  }
}
