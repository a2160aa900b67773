import type { Change } from './digest.js';

const SIGN = /^[+\-−]\s?/;
const ARROWS = { up: '▲', down: '▼' } as const;

/**
 * A change in words, or with an arrow instead of its sign where neither way is better, so that no colour is needed:
 * `worse by 3.1 pp`, `▲ 12 units`, `no change`.
 */
export function changeText({ text, direction, better }: Pick<Change, 'text' | 'direction' | 'better'>): string {
  if (direction === 'same') return text;
  const size = text.replace(SIGN, '');
  if (better === null) return `${ARROWS[direction]} ${size}`;
  return `${better ? 'better' : 'worse'} by ${size}`;
}
