import { checkThread, writableChannel } from './channels.js';
import { threadOf } from './chat-methods.js';
import type { Methods } from './methods.js';
import { listOf } from './rules.js';
import type { Fields } from './types.js';
import { type File, SlackError, type Workspace } from './workspace.js';

function getUploadUrl(workspace: Workspace, { filename, length: size }: Fields): Fields {
  const length = Number(size);
  const name = String(filename);
  if (!Number.isInteger(length) || length < 1) throw new SlackError('invalid_arguments');
  const id = workspace.newId('F');
  workspace.files.set(id, { id, name, title: name, bytes: Buffer.alloc(0), sharedAt: null, length, uploaded: false });
  return { upload_url: `${workspace.origin}/upload/${id}`, file_id: id };
}

/** Shares uploaded files, with a message of Slack's own where a channel is given. */
function completeUpload(workspace: Workspace, args: Fields): Fields {
  const wanted = listOf(args.files);
  if (wanted.length === 0) throw new SlackError('invalid_arguments');
  const files = wanted.map(({ id, title }) => {
    const file = workspace.files.get(String(id));
    if (!file?.uploaded || file.sharedAt !== null) throw new SlackError('file_not_found');
    return { file, title: title === undefined ? file.name : String(title) };
  });
  const shared = sharing(workspace, args);
  for (const { file, title } of files) Object.assign(file, { title, sharedAt: workspace.now(), ...shared });
  if (shared.channel !== undefined)
    workspace.post({
      kind: 'channel',
      via: 'files.completeUploadExternal',
      text: String(args.initial_comment ?? ''),
      blocks: [],
      files: files.map(({ file }) => file.id),
      ...shared,
      channel: shared.channel,
    });
  return { files: files.map(({ file }) => fileBody(file)) };
}

function sharing(workspace: Workspace, args: Fields): { channel?: string; threadTs?: string } {
  const threadTs = threadOf(args);
  if (args.channel_id === undefined) {
    if (threadTs !== undefined) throw new SlackError('invalid_arguments');
    return {};
  }
  // Unlike a message, a file is shared with conversations only: a user's id is refused.
  const id = String(args.channel_id);
  if (id.startsWith('U')) throw new SlackError('channel_not_found');
  const { id: channel } = writableChannel(workspace, id);
  checkThread(workspace, channel, threadTs);
  return threadTs === undefined ? { channel } : { channel, threadTs };
}

const fileBody = ({ id, name, title, length, channel }: File): Fields => ({
  id,
  name,
  title,
  size: length,
  is_public: channel?.startsWith('C') ?? false,
  channels: channel === undefined ? [] : [channel],
});

function info(workspace: Workspace, { file: id }: Fields): Fields {
  const file = workspace.files.get(String(id));
  if (!file || file.sharedAt === null) throw new SlackError('file_not_found');
  const ready = workspace.context().file(file.id) !== 'processing';
  return { file: { ...fileBody(file), ...(ready ? { mimetype: 'application/octet-stream' } : { mimetype: '' }) } };
}

export const fileMethods: Methods = {
  'files.getUploadURLExternal': {
    scope: 'files:write',
    required: ['filename', 'length'],
    optional: ['alt_text', 'snippet_type'],
    run: getUploadUrl,
  },
  'files.completeUploadExternal': {
    scope: 'files:write',
    required: ['files'],
    optional: ['channel_id', 'thread_ts', 'initial_comment', 'blocks'],
    run: completeUpload,
  },
  'files.info': { scope: 'files:read', required: ['file'], run: info },
};
