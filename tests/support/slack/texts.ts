import { LIMITS } from './limits.js';
import { flag, isFields, oneOf, record, tagged, text } from './rules.js';

export const plain = (max: number) => record({ type: oneOf('plain_text'), text: text(max) }, { emoji: flag });

export const mrkdwn = (max: number) => record({ type: oneOf('mrkdwn'), text: text(max) }, { verbatim: flag });

export const anyText = (max: number) => tagged({ plain_text: plain(max), mrkdwn: mrkdwn(max) });

export const confirm = record(
  { text: anyText(300) },
  { title: plain(100), confirm: plain(30), deny: plain(30), style: oneOf('primary', 'danger') },
);

export const blockId = text(LIMITS.id);
export const actionId = text(LIMITS.id);

const SHOWN = new Set(['text', 'alt_text', 'title', 'label', 'name', 'caption', 'x_label', 'y_label', 'categories']);

/** Characters of everything in blocks that a person can read; `key` is what a value is kept under. */
export function lengthOf(value: unknown, key = ''): number {
  if (typeof value === 'string') return SHOWN.has(key) ? value.length : 0;
  if (Array.isArray(value)) return value.reduce((sum: number, entry) => sum + lengthOf(entry, key), 0);
  if (!isFields(value)) return 0;
  return Object.entries(value).reduce((sum, [name, entry]) => sum + lengthOf(entry, name), 0);
}

const RING = /<(?:!(?:channel|here|everyone|group|subteam\^\w+)|@[UW]\w+)(?:\|[^>]*)?>/g;

const RINGING: Readonly<Record<string, string>> = { broadcast: 'range', user: 'user_id', usergroup: 'usergroup_id' };

/** All that notifies people in a message, in markup or as an element of rich text. */
export function ringsOf(fallback: string, blocks: unknown): readonly string[] {
  return [...(fallback.match(RING) ?? []), ...ringsIn(blocks)];
}

function ringsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(ringsIn);
  if (!isFields(value)) return [];
  const { type } = value;
  if ((type === 'mrkdwn' || type === 'markdown') && typeof value.text === 'string') return value.text.match(RING) ?? [];
  const named = typeof type === 'string' && Object.hasOwn(RINGING, type) ? RINGING[type] : undefined;
  if (named !== undefined && typeof value[named] === 'string') return [`<${type}:${value[named]}>`];
  return Object.values(value).flatMap(ringsIn);
}
