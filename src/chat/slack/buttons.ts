import type { ActionsBlock, Button, KnownBlock, PlainTextElement, StaticSelect } from '@slack/types';
import { z } from 'zod';
import type { Step } from '../../commands/reply.js';
import { printable } from '../../reply/cells.js';
import { channelsUnnamed } from '../../reply/channel-names.js';
import { cut, LIMITS } from '../../reply/limits.js';

/** What a button does, as its `action_id` says; several buttons of one kind are numbered: `tally:ask:2`. */
export const ACTIONS = [
  'ask',
  'drill',
  'refresh',
  'picture',
  'csv',
  'share',
  'edit',
  'star',
  'unstar',
  'subscribe',
  /** Of a list that is managed: done at once, or with a text that is changed first. */
  'step',
  'change',
] as const;
export type Action = (typeof ACTIONS)[number];

/**
 * A button carries its question, in full, so that it works weeks later and on another instance. It carries no right:
 * whoever presses it is asked for theirs, and where it stands is what Slack says.
 */
const stateSchema = z.strictObject({
  v: z.literal(1),
  q: z.string().min(1).max(LIMITS.buttonValue),
  /** A text that is changed before it is asked. */
  t: z.string().max(LIMITS.buttonValue).optional(),
  /** The channel beside that text; null for direct messages. */
  c: z.string().max(LIMITS.buttonValue).nullable().optional(),
});

export const actionPattern = /^tally:[a-z]+(:\d+)?$/;

export function readAction(actionId: string): Action | null {
  const [, name] = /^tally:([a-z]+)(?::\d+)?$/.exec(actionId) ?? [];
  return ACTIONS.find((action) => action === name) ?? null;
}

/** The question of a button; null for anything that is no state of ours. */
export const readState = (value: unknown): string | null => readFullState(value)?.question ?? null;

/** What is changed before a question is asked: a text, and a channel where the text goes with one (null: direct messages). */
export interface Changed {
  readonly text: string;
  readonly channel?: string | null;
}

/** With what is changed first, where something is. */
export function readFullState(value: unknown): { readonly question: string; readonly changed: Changed | null } | null {
  if (typeof value !== 'string' || value.length > LIMITS.buttonValue) return null;
  try {
    const read = stateSchema.safeParse(JSON.parse(value));
    if (!read.success) return null;
    const { q: question, t: text, c: channel } = read.data;
    if (text === undefined) return { question, changed: null };
    return { question, changed: channel === undefined ? { text } : { text, channel } };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const writeState = (question: string, changed?: Changed): string =>
  JSON.stringify({ v: 1, q: question, ...(changed ? { t: changed.text, c: changed.channel } : {}) });

/** Null where the question is too long for a button. */
export function button(action: string, label: string, question: string, changed?: Changed): Button | null {
  const value = writeState(question, changed);
  if (value.length > LIMITS.buttonValue) return null;
  return { type: 'button', action_id: `tally:${action}`, text: plain(label), value };
}

export function plain(label: string): PlainTextElement {
  return { type: 'plain_text', text: cut(printable(label), LIMITS.buttonText), emoji: false };
}

export interface Offer {
  readonly question: string;
  /** The next step of the drill order. */
  readonly drill: Step | null;
  /** The same question over other days. */
  readonly periods: readonly Step[];
  readonly picture: boolean;
  /** Whether it can be shown to others from where it stands. */
  readonly share: boolean;
  /** Whether it has fields to change. */
  readonly edit: boolean;
  /** Slack user who is named as the asker, where others read. */
  readonly askedBy?: string;
  /** Whether it was delivered without being asked: then it stays as it was at its time. */
  readonly delivered: boolean;
}

export const ANSWER = 'tally:answer';
export const EXAMPLES = 'tally:examples';

/** What can be done with an answer. */
export function answerButtons({
  question,
  drill,
  periods,
  picture,
  share,
  edit,
  askedBy,
  delivered,
}: Offer): readonly KnownBlock[] {
  if (writeState(question).length > LIMITS.buttonValue) return TOO_LONG;
  return row(askedBy === undefined ? ANSWER : `${ANSWER}:${askedBy}`, [
    drill && button('drill', drill.label, drill.question),
    periodMenu(question, periods),
    edit ? button('edit', 'Edit', question) : null,
    renewal(question, delivered),
    share ? button('share', 'Share', question) : null,
    picture ? button('picture', 'Picture', question) : null,
    button('csv', 'CSV', question),
    button('star', '☆ Keep', question),
    edit ? button('subscribe', 'Subscribe', question) : null,
  ]);
}

/** What was delivered stays as it was at its time. */
export const renewal = (question: string, delivered: boolean) =>
  delivered ? button('ask', 'As of now', question) : button('refresh', 'Refresh', question);

const PERIOD = 'tally:period:';
export const periodPattern = new RegExp(`^${PERIOD}`);

/**
 * A menu’s options have no room for questions, so that it carries the one it stands under, and what is picked is looked
 * up among its periods anew. Null where there is nothing to pick, or that question is too long for it.
 */
function periodMenu(question: string, periods: readonly Step[]): StaticSelect | null {
  const id = `${PERIOD}${question}`;
  if (periods.length === 0 || id.length > LIMITS.actionId) return null;
  return {
    type: 'static_select',
    action_id: id,
    placeholder: plain('Period'),
    options: periods.slice(0, LIMITS.options).map(({ label }) => ({ text: plain(label), value: label })),
  };
}

/** The question under which a menu stands. */
export const readPeriodMenu = (actionId: string): string => actionId.slice(PERIOD.length);

const TOO_LONG: readonly KnownBlock[] = [
  {
    type: 'context',
    elements: [
      {
        type: 'mrkdwn',
        text: 'This question is too long for buttons. Ask it again with `as csv` for the CSV, or with `here` to show it to all.',
      },
    ],
  },
];

/** Who asked, as the row of buttons under an answer for all says; null for an answer that names nobody. */
export function askerNamed(blockId: string): string | null {
  const [, asker = null] = /^tally:answer:([UW][A-Z0-9]+)$/.exec(blockId) ?? [];
  return asker;
}

/** Questions to run with one press, as suggestions and examples; at most `most`. */
export function questionButtons(questions: readonly string[], most = 5, blockId = 'tally:ask'): readonly KnownBlock[] {
  const buttons = questions
    .slice(0, most)
    .map((question, index) => button(`ask:${index}`, channelsUnnamed(question), question));
  return row(blockId, buttons);
}

/** The way on from a limit or a failure. */
export const againButton = (question: string): readonly KnownBlock[] =>
  row('tally:again', [button('ask', 'Ask again', question)]);

/** The way to a person’s own subscriptions. */
export const subscriptionsButton = (): readonly KnownBlock[] =>
  row('tally:subscriptions', [button('ask', 'My subscriptions', '/stock subscriptions')]);

/** A kept question, with the way to let go of it. */
export function keptRow(question: string, index: number): readonly KnownBlock[] {
  return row(`tally:kept:${index}`, [
    button(`ask:${index}`, question, question),
    button(`unstar:${index}`, 'Remove', question),
  ]);
}

export function row(blockId: string, buttons: readonly (Button | StaticSelect | null)[]): readonly KnownBlock[] {
  const elements = buttons.filter((one) => one !== null);
  const block: ActionsBlock = { type: 'actions', block_id: blockId, elements };
  return elements.length > 0 ? [block] : [];
}
