import type { HomeView, KnownBlock } from '@slack/types';
import type { Home } from '../../commands/home.js';
import { toBlocks } from '../../reply/blocks.js';
import { cut, LIMITS, markup } from '../../reply/limits.js';
import { EXAMPLES, keptRow, questionButtons, subscriptionsButton } from './buttons.js';

/** What Tally remembers of a person. */
export interface Remembered {
  readonly kept: readonly string[];
  readonly recent: readonly string[];
}

/** The Home tab: how fresh, how much, what I keep, what I asked, what I could ask. */
export function homeView({ freshness, trouble, cards, examples }: Home, { kept, recent }: Remembered): HomeView {
  const figures = cards ? toBlocks(cards, { picture: { kind: 'none' } }).blocks.filter(isFigure) : [];
  return {
    type: 'home',
    blocks: [
      header('Where Test and Production stand'),
      ...(trouble ? [section(trouble)] : []),
      ...(figures as KnownBlock[]),
      ...(freshness.length > 0 ? [context(freshness.map((line) => markup(line, LIMITS.field)))] : []),
      ...part('Kept', kept.flatMap(keptRow)),
      ...part('Asked lately', questionButtons(recent, 5, 'tally:recent')),
      ...part('You can ask', questionButtons(examples, 10, EXAMPLES)),
      ...subscriptionsButton(),
      context([
        'Ask anywhere with `/stock …`, here without it. An answer is yours alone unless you end with `here` or press Share.',
      ]),
    ],
  };
}

const part = (title: string, blocks: readonly KnownBlock[]) => (blocks.length > 0 ? [header(title), ...blocks] : []);

const isFigure = ({ type }: { readonly type: string }): boolean => type === 'section';

function header(text: string): KnownBlock {
  return { type: 'header', text: { type: 'plain_text', text: cut(text, LIMITS.header), emoji: false } };
}

function section(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: markup(text, LIMITS.section) } };
}

function context(lines: readonly string[]): KnownBlock {
  const shown = lines.slice(0, LIMITS.contextElements);
  return { type: 'context', elements: shown.map((text) => ({ type: 'mrkdwn', text })) };
}
