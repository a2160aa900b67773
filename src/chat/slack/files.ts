import type { WebClient } from '@slack/web-api';

export interface Upload {
  readonly name: string;
  readonly title: string;
  readonly bytes: Uint8Array;
}

export interface FilePlace {
  readonly channel: string;
  readonly thread?: string;
}

/**
 * Uploads a file and yields its id. Without a place it is only Tally’s own, to be shown in a message; with one, Slack
 * posts it there.
 */
export async function uploadFile(client: WebClient, { name, title, bytes }: Upload, to?: FilePlace): Promise<string> {
  const file = { file: Buffer.from(bytes), filename: name, title };
  const place = to?.thread === undefined ? {} : { thread_ts: to.thread };
  const done = await client.filesUploadV2(to === undefined ? file : { ...file, channel_id: to.channel, ...place });
  // The package declares the answer of one call; it is one of each.
  const { files } = done as { files?: readonly { files?: readonly { id?: string }[] }[] };
  const id = files?.[0]?.files?.[0]?.id;
  if (id === undefined) throw new Error('Slack took a file and gave it no id');
  return id;
}
