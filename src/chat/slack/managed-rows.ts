import type { Button, KnownBlock } from '@slack/types';
import type { Managed, ManagedStep } from '../../commands/reply.js';
import { printable } from '../../reply/cells.js';
import { cut } from '../../reply/limits.js';
import { context, section } from '../../reply/message.js';
import { words } from '../../reply/mrkdwn.js';
import { button, plain, row } from './buttons.js';

/** Entries of a list that have their steps below it. */
const MOST_MANAGED = 10;
const MOST_STEPS = 10;

/** Each entry of a list with what can be done with it; `question` lists all of them. */
export function managedRows(entries: readonly Managed[], question: string): readonly KnownBlock[] {
  const shown = entries.slice(0, MOST_MANAGED);
  const left = entries.length - shown.length;
  return [
    ...shown.flatMap(({ label, steps }, entry) => [
      ...(label === '' ? [] : [section(words(label, LABEL) || ' ')]),
      ...row(
        `tally:managed:${entry}`,
        steps.slice(0, MOST_STEPS).map((step, index) => stepButton(step, entry * MOST_STEPS + index)),
      ),
    ]),
    ...(left > 0 ? context(`and ${left} more, each by its number: ${words(shownBy(question), LABEL)}`) : []),
  ];
}

/** `/stock subscription 12` of `/stock subscriptions`. */
const shownBy = (list: string): string => `${list.replace(/s$/, '')} …`;

/** Characters of an entry’s line. */
const LABEL = 300;
const CONFIRMATION = 300;

function stepButton({ label, question, confirm, edit, channel }: ManagedStep, number: number): Button | null {
  const changed = edit === undefined ? null : { text: edit, ...(channel === undefined ? {} : { channel }) };
  const made = changed
    ? button(`change:${number}`, label, question, changed)
    : button(`step:${number}`, label, question);
  if (made === null || confirm === undefined) return made;
  const text = cut(printable(confirm), CONFIRMATION);
  return {
    ...made,
    confirm: {
      title: plain('Are you sure?'),
      text: { type: 'plain_text', text, emoji: false },
      confirm: plain(cut(label, 30)),
      deny: plain('Cancel'),
    },
  };
}
