import type { KnownBlock } from '@slack/types';
import type { Answered } from '../../commands/questions.js';
import type { Result, Step } from '../../commands/reply.js';
import type { Digest } from '../../digest/digest.js';
import { type Message, type Picture, simplerBlocks } from '../../reply/blocks.js';
import { asTable } from '../../reply/cards.js';
import { withChannelNames } from '../../reply/channel-names.js';
import { simplerDigest } from '../../reply/digest-blocks.js';
import { helpBlocks } from '../../reply/help-blocks.js';
import { LIMITS } from '../../reply/limits.js';
import { type Marks, NO_MARKS, withMarks } from '../../reply/marks.js';
import { context } from '../../reply/message.js';
import { mistakeBlocks } from '../../reply/mistake-blocks.js';
import { words } from '../../reply/mrkdwn.js';
import { nativeChart } from '../../reply/native-chart.js';
import { noticeBlocks } from '../../reply/notice-blocks.js';
import { againButton, answerButtons, EXAMPLES, questionButtons } from './buttons.js';
import { digestButtons } from './delivered-buttons.js';
import { managedRows } from './managed-rows.js';

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
  /** What is said beside, of what was delivered without being asked. */
  readonly marks?: Marks;
}

/** An answer in ever simpler messages, the best first. */
export function renderResult(
  { result, drill, periods, as, editable, manage }: ResultAnswer,
  { picture, askedBy, share, marks }: Shown,
): Iterable<Message> {
  const hasPicture = result.chart !== null;
  const asker = askedBy === undefined ? {} : { askedBy };
  const delivered = marks !== undefined;
  // What is one person’s to manage is refused in public.
  const shareable = share && manage === undefined;
  const offer = {
    question: result.question,
    drill,
    periods,
    picture: hasPicture,
    share: shareable,
    edit: editable,
    delivered,
  };
  const shown: Picture = as === 'table' ? { kind: 'none' } : picture;
  const actions = [
    ...managedRows(manage ?? [], result.question),
    ...answerButtons({ ...offer, ...asker }),
    ...chartWords(result, shown),
  ];
  const versions = simplerBlocks(as === 'table' ? asTable(result) : result, { picture: shown, actions, ...asker });
  return each(versions, (message) => {
    const whole = marks ? withMarks(message, marks) : message;
    return manage ? withChannelNames(whole) : whole;
  });
}

/** Versions are made when they are come to: nearly always the first one is taken. */
function each(versions: Iterable<Message>, change: (message: Message) => Message): Iterable<Message> {
  function* changed(): Generator<Message> {
    for (const message of versions) yield change(message);
  }
  return { [Symbol.iterator]: changed };
}

export function renderDigest(digest: Digest, { picture, share, askedBy, marks }: Shown): Iterable<Message> {
  const actions = digestButtons(digest, { share, delivered: marks !== undefined });
  const asker = askedBy === undefined ? {} : { marks: { ...NO_MARKS, askedBy } };
  return simplerDigest(digest, { picture, actions, ...(marks ? { marks } : asker) });
}

/** What runs over time or has many small charts is told by its chart: where that is none of Slack’s, how to get it. */
function chartWords(result: Result, picture: Picture): readonly KnownBlock[] {
  const kind = result.chart?.kind;
  // Cards have their sparklines in words.
  const isTelling = kind === 'lines' || kind === 'grid';
  if (!isTelling || picture.kind !== 'native' || nativeChart(result) !== null) return [];
  return context('Slack has no such chart: Picture brings it to your direct messages.');
}

/** Whatever is no result: for the asker alone. */
export function renderNotice(answered: Exclude<Answered, { readonly kind: 'result' | 'digest' }>): readonly Message[] {
  switch (answered.kind) {
    case 'help':
      return simplest(helpBlocks(answered.help), questionButtons(answered.help.examples, 10, EXAMPLES));
    case 'mistake':
      return simplest(
        withChannelNames(mistakeBlocks(answered.text, answered.mistake)),
        questionButtons(answered.mistake.suggestions),
      );
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
