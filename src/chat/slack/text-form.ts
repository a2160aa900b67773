import type { ModalView } from '@slack/types';
import { printable } from '../../reply/cells.js';
import { channelsUnnamed } from '../../reply/channel-names.js';
import { cut } from '../../reply/limits.js';
import type { Changed } from './buttons.js';

/** Modals with one line of text, and a channel where it goes with one: what a step of a list takes, and when and where a question is to be posted. */
export const CHANGE = 'tally:change-text';
export const SUBSCRIBE = 'tally:subscribe-question';

const FIELD = 'text';
const PLACE = 'where';
/** As long as a question may be. */
const LONGEST = 2000;
const LONGEST_TITLE = 24;

interface TextForm extends Changed {
  readonly title: string;
  readonly label: string;
  readonly hint: string | null;
  readonly submit: string;
}

export const changeView = (title: string, changed: Changed, metadata: string): ModalView =>
  view(CHANGE, metadata, { title, label: 'As you would type it', hint: null, submit: 'Save', ...changed });

const WHEN =
  'daily 08:00, weekdays 07:30 or weekly mon 09:00; then a time zone such as Europe/Berlin where it is not yours.';

export const subscribeView = (channel: string | null, metadata: string): ModalView =>
  view(SUBSCRIBE, metadata, {
    title: 'Subscribe',
    label: 'When',
    hint: WHEN,
    submit: 'Subscribe',
    text: 'daily 08:00',
    channel,
  });

function view(callback: string, metadata: string, form: TextForm): ModalView {
  const { title, label, hint, submit, text, channel } = form;
  return {
    type: 'modal',
    callback_id: callback,
    private_metadata: metadata,
    title: plain(cut(printable(title), LONGEST_TITLE)),
    submit: plain(submit),
    close: plain('Cancel'),
    blocks: [
      {
        type: 'input',
        block_id: FIELD,
        label: plain(label),
        element: {
          type: 'plain_text_input',
          action_id: 'value',
          max_length: LONGEST,
          ...(text === '' ? {} : { initial_value: text }),
        },
        ...(hint === null ? {} : { hint: plain(hint) }),
      },
      ...(channel === undefined ? [] : [placeInput(channel)]),
    ],
  };
}

const placeInput = (channel: string | null): ModalView['blocks'][number] => ({
  type: 'input',
  block_id: PLACE,
  optional: true,
  label: plain('Where'),
  element: {
    type: 'conversations_select',
    action_id: 'value',
    filter: { include: ['public', 'private'] },
    default_to_current_conversation: false,
    ...(channel === null ? {} : { initial_conversation: channel }),
  },
  hint: plain('Left out: your direct messages.'),
});

/** The same with no channel filled in; null where none is. */
export function withoutChannel(form: ModalView): ModalView | null {
  const blocks = form.blocks.map((block) => (block.block_id === PLACE ? placeInput(null) : block));
  const isFilled = form.blocks.some((block) => 'element' in block && 'initial_conversation' in block.element);
  return isFilled ? { ...form, blocks } : null;
}

const plain = (text: string) => ({ type: 'plain_text' as const, text, emoji: false });

interface Given {
  readonly value?: string | null;
  readonly selected_conversation?: string | null;
}
type Values = Readonly<Record<string, Readonly<Record<string, Given>>>>;

/** What was filled in; the text in one line, and no channel where none is asked for. */
export function changedIn(values: Values): Changed {
  const given = (name: string): Given | undefined => Object.values(values[name] ?? {})[0];
  const text = (given(FIELD)?.value ?? '').replaceAll(/\s+/g, ' ').trim();
  const place = given(PLACE);
  return place === undefined ? { text } : { text, channel: place.selected_conversation ?? null };
}

/** What is wrong, below the text. */
export const wrongText = (message: string): Record<string, string> => ({ [FIELD]: channelsUnnamed(message) });

/** `/stock subscription 12 edit`, `total daily 08:00`: the step with its text and its place; without a channel it is moved to direct messages. */
export function changing(question: string, { text, channel }: Changed): string {
  const said = channel === null && !saysDirect(text) ? 'dm' : placeWords(channel);
  return [question, text, said].filter(Boolean).join(' ');
}

/** `/stock variance by category`, `daily 08:00`: the command that posts the one at the other. */
export function subscribing(question: string, { text, channel }: Changed): string {
  const [, command = '/stock', rest = ''] = /^(\/\S+)\s*(.*)$/s.exec(question) ?? [];
  return [command, 'subscribe', rest, text, placeWords(channel)].filter(Boolean).join(' ');
}

const saysDirect = (text: string): boolean => /\bdm$/i.test(text);
const placeWords = (channel: string | null | undefined): string => (channel ? `in #${channel}` : '');
