import type { KnownBlock } from '@slack/types';
import type { Answered } from '../../commands/questions.js';
import { type Message, type Picture, simplerBlocks } from '../../reply/blocks.js';
import { helpBlocks } from '../../reply/help-blocks.js';
import { LIMITS } from '../../reply/limits.js';
import { mistakeBlocks } from '../../reply/mistake-blocks.js';
import { words } from '../../reply/mrkdwn.js';
import { noticeBlocks } from '../../reply/notice-blocks.js';
import { againButton, answerButtons, EXAMPLES, questionButtons } from './buttons.js';

export type ResultAnswer = Answered & { readonly kind: 'result' };

export interface Shown {
  readonly picture: Picture;
  /** Slack user who is named as the asker, where others read. */
  readonly askedBy?: string;
  /** Whether there is a channel to share it to. */
  readonly share: boolean;
}

/** An answer in ever simpler messages, the best first. */
export function renderResult(
  { result, drill, as, editable }: ResultAnswer,
  { picture, askedBy, share }: Shown,
): Iterable<Message> {
  const hasPicture = result.chart !== null;
  const asker = askedBy === undefined ? {} : { askedBy };
  const offer = { question: result.question, drill, picture: hasPicture, share, edit: editable };
  const actions = answerButtons({ ...offer, ...asker });
  return simplerBlocks(result, {
    picture: as === 'table' ? { kind: 'none' } : picture,
    actions,
    ...asker,
  });
}

/** The same with each of several pictures, the best first, before it gets simpler. */
export function renderPictured(
  answered: ResultAnswer,
  pictures: readonly Picture[],
  shown: Omit<Shown, 'picture'>,
): Iterable<Message> {
  function* versions(): Generator<Message> {
    for (const [index, picture] of pictures.entries()) {
      for (const message of renderResult(answered, { ...shown, picture })) {
        yield message;
        if (index < pictures.length - 1) break;
      }
    }
  }
  return { [Symbol.iterator]: versions };
}

/** Whatever is no result: for the asker alone. */
export function renderNotice(answered: Exclude<Answered, ResultAnswer>): readonly Message[] {
  switch (answered.kind) {
    case 'help':
      return simplest(helpBlocks(answered.help), questionButtons(answered.help.examples, 10, EXAMPLES));
    case 'mistake':
      return simplest(mistakeBlocks(answered.text, answered.mistake), questionButtons(answered.mistake.suggestions));
    case 'limited':
      return simplest(
        noticeBlocks(`That was many questions within a minute. Ask again in ${answered.seconds} s.`),
        againButton(answered.text),
      );
    case 'failure':
      return simplest(
        noticeBlocks(words(`${answered.message} Reference: ${answered.id}`, LIMITS.section)),
        againButton(answered.text),
      );
  }
}

export function simplest(message: Message, actions: readonly KnownBlock[] = []): readonly Message[] {
  return [
    { ...message, blocks: [...message.blocks, ...actions] },
    { ...message, blocks: [] },
  ];
}
