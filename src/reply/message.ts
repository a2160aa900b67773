import type { ContextBlock, KnownBlock, SectionBlock } from '@slack/types';
import { mrkdwn } from './mrkdwn.js';
import type { DataVisualizationBlock } from './native-chart.js';

export type MessageBlock = KnownBlock | DataVisualizationBlock;

export interface Message {
  /** For notifications and screen readers; markup, so escaped. Never empty. */
  readonly text: string;
  /** Empty where the text is all there is. */
  readonly blocks: readonly MessageBlock[];
}

export function section(text: string): SectionBlock {
  return { type: 'section', text: mrkdwn(text) };
}

/** Small grey text, a line each; nothing for no lines. */
export function context(text: string): readonly ContextBlock[] {
  return text === '' ? [] : [{ type: 'context', elements: [mrkdwn(text)] }];
}

const NOT_READ: ReadonlySet<string> = new Set([
  'type',
  'block_id',
  'action_id',
  'value',
  'url',
  'id',
  'align',
  'style',
]);

/** Characters of all texts in a block, or in a list of them. */
export function textLength(content: unknown): number {
  if (typeof content === 'string') return content.length;
  if (Array.isArray(content)) return content.reduce<number>((sum, one) => sum + textLength(one), 0);
  if (typeof content !== 'object' || content === null) return 0;
  return Object.entries(content).reduce((sum, [key, one]) => sum + (NOT_READ.has(key) ? 0 : textLength(one)), 0);
}
