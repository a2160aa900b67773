import { validateBlocks } from './blocks.js';
import { LIMITS } from './limits.js';
import { listOf } from './rules.js';
import { lengthOf } from './texts.js';
import type { Fields, Version } from './types.js';
import { refusal, SlackError, type Workspace } from './workspace.js';

/**
 * What a message is to show. Throws `no_text` (stricter than Slack: also where there are blocks), `msg_too_long`,
 * `invalid_blocks` and `msg_blocks_too_long`.
 */
export function contentOf(workspace: Workspace, args: Fields, ephemeral: boolean): Version {
  const { text, blocks = [] } = args;
  if (typeof text !== 'string' || text.trim() === '') throw new SlackError('no_text');
  if (text.length > LIMITS.text) throw new SlackError('msg_too_long');
  const problems = validateBlocks(blocks, 'message', workspace.context(ephemeral));
  if (problems.length > 0) throw refusal('invalid_blocks', problems);
  const shown = listOf(blocks);
  if (shown.length > 0 && text.length + lengthOf(shown) > LIMITS.message) throw new SlackError('msg_blocks_too_long');
  return { text, blocks: shown };
}
