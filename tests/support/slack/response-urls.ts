import { contentOf } from './content.js';
import type { Fields, Version } from './types.js';
import { type ResponseUrl, refusal, SlackError, type Workspace } from './workspace.js';

const USES = 5;
const LIFE_MS = 30 * 60_000;

const KNOWN = new Set([
  'text',
  'blocks',
  'response_type',
  'replace_original',
  'delete_original',
  'thread_ts',
  'mrkdwn',
  'unfurl_links',
  'unfurl_media',
  'metadata',
]);

/**
 * Carries out what an app sends to a response_url; a refused message is a use as well. Throws `expired_url`, `used_url`,
 * `invalid_payload` and what `contentOf` throws.
 */
export function answerResponseUrl(workspace: Workspace, id: string, args: Fields): void {
  const url = workspace.responses.get(id);
  if (!url || workspace.now() >= url.openedAt + LIFE_MS) throw new SlackError('expired_url');
  if (url.uses >= USES) throw new SlackError('used_url');
  url.uses += 1;
  checkPayload(args);
  if (args.delete_original === true) removeOriginal(workspace, url);
  else if (args.replace_original === true && replaceable(workspace, url)) replaceOriginal(workspace, url, args);
  else postAnswer(workspace, url, args);
}

function checkPayload(args: Fields): void {
  const unexpected = Object.keys(args).filter((key) => !KNOWN.has(key));
  const { response_type = 'ephemeral' } = args;
  if (unexpected.length > 0)
    throw refusal(
      'invalid_payload',
      unexpected.map((key) => `unexpected field: ${key}`),
    );
  if (response_type !== 'ephemeral' && response_type !== 'in_channel') throw new SlackError('invalid_payload');
}

function removeOriginal(workspace: Workspace, { original }: ResponseUrl): void {
  if (!original || original.deleted) throw new SlackError('message_not_found');
  workspace.remove(original);
}

/** Whether there is something to replace: a command has no message of its own. */
const replaceable = ({ options }: Workspace, { original, ofCommand }: ResponseUrl): boolean =>
  original !== null && (!ofCommand || options.slashReplace);

function replaceOriginal(workspace: Workspace, { original }: ResponseUrl, args: Fields): void {
  if (!original || original.deleted) throw new SlackError('message_not_found');
  workspace.edit(original, contentOf(workspace, args, original.kind === 'ephemeral'));
}

function postAnswer(workspace: Workspace, url: ResponseUrl, args: Fields): void {
  const ephemeral = args.response_type !== 'in_channel';
  const message = postReply(workspace, url, contentOf(workspace, args, ephemeral), {
    ephemeral,
    via: 'response_url',
    ...(args.thread_ts === undefined ? {} : { threadTs: String(args.thread_ts) }),
  });
  if (url.ofCommand) url.original = message;
}

interface Manner {
  readonly ephemeral: boolean;
  readonly via: 'response_url' | 'ack';
  readonly threadTs?: string;
}

/** Posts an answer where the person is, in the bot's name but without its membership of the channel. */
export function postReply(
  workspace: Workspace,
  { channel, user }: Pick<ResponseUrl, 'channel' | 'user'>,
  content: Version,
  { ephemeral, ...how }: Manner,
) {
  const whom = ephemeral ? { kind: 'ephemeral' as const, user } : { kind: 'channel' as const };
  return workspace.post({ channel, ...whom, ...how, ...content });
}
