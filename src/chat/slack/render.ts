import type { KnownBlock } from '@slack/types';
import type { Answered } from '../../commands/questions.js';
import type { Result, Step } from '../../commands/reply.js';
import { type Message, type Picture, simplerBlocks } from '../../reply/blocks.js';
import { asTable } from '../../reply/cards.js';
import { helpBlocks } from '../../reply/help-blocks.js';
import { LIMITS } from '../../reply/limits.js';
import { context } from '../../reply/message.js';
import { mistakeBlocks } from '../../reply/mistake-blocks.js';
import { words } from '../../reply/mrkdwn.js';
import { nativeChart } from '../../reply/native-chart.js';
import { noticeBlocks } from '../../reply/notice-blocks.js';
import { againButton, answerButtons, EXAMPLES, questionButtons } from './buttons.js';

/** An answer with what can be done from it. */
export type ResultAnswer = Answered & {
  readonly kind: 'result';
  /** The same question over other days. */
  readonly periods: readonly Step[];
};

export interface Shown {
  readonly picture: Picture;
  /** Slack user who is named as the asker, where others read. */
  readonly askedBy?: string;
  /** Whether there is a channel to share it to. */
  readonly share: boolean;
}

/** An answer in ever simpler messages, the best first. */
export function renderResult(
  { result, drill, periods, as, editable }: ResultAnswer,
  { picture, askedBy, share }: Shown,
): Iterable<Message> {
  const hasPicture = result.chart !== null;
  const asker = askedBy === undefined ? {} : { askedBy };
  const offer = { question: result.question, drill, periods, picture: hasPicture, share, edit: editable };
  const shown: Picture = as === 'table' ? { kind: 'none' } : picture;
  const actions = [...answerButtons({ ...offer, ...asker }), ...chartWords(result, shown)];
  return simplerBlocks(as === 'table' ? asTable(result) : result, {
    picture: shown,
    actions,
    ...asker,
  });
}

/** What runs over time or has many small charts is told by its chart: where that is none of Slack’s, how to get it. */
function chartWords(result: Result, picture: Picture): readonly KnownBlock[] {
  const kind = result.chart?.kind;
  // Cards have their sparklines in words.
  const isTelling = kind === 'lines' || kind === 'grid';
  if (!isTelling || picture.kind !== 'native' || nativeChart(result) !== null) return [];
  return context('Slack has no such chart: Picture brings it to your direct messages.');
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
export function renderNotice(answered: Exclude<Answered, { readonly kind: 'result' }>): readonly Message[] {
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
