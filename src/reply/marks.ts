import { channelsNamed } from './channel-names.js';
import { NOTE } from './limits.js';
import { context, type Message } from './message.js';
import { words } from './mrkdwn.js';

/** What is said of a post beside what it tells. */
export interface Marks {
  /** Why and by how much it is late; null when it is in time. */
  readonly late: string | null;
  readonly mayBeRepeat: boolean;
  /** `#12 · weekdays 07:30 Europe/Berlin`; null for what has no schedule. */
  readonly schedule: string | null;
  /** Who has set it up, by name, where others read: nobody is notified. */
  readonly owner: string | null;
  /** Slack user who is named as the asker, where others read. */
  readonly askedBy?: string;
}

export const NO_MARKS: Marks = { late: null, mayBeRepeat: false, schedule: null, owner: null };

/** What belongs under the headline, as markup; empty where nothing does. */
export function marksUnder({ late, mayBeRepeat }: Marks): string {
  return [
    ...(late === null ? [] : [channelsNamed(words(late, NOTE))]),
    ...(mayBeRepeat ? ['This may be a repeat.'] : []),
  ].join('\n');
}

/** What belongs at the end, in one line of markup; empty where nothing does. */
export function marksAtEnd({ schedule, owner, askedBy = '' }: Marks): string {
  const parts = [
    ...(schedule === null ? [] : [words(schedule, NOTE)]),
    ...(owner === null ? [] : [`set up by ${words(owner, NAME)}`]),
    ...(/^[UW][A-Z0-9]+$/.test(askedBy) ? [`for <@${askedBy}>`] : []),
  ];
  return parts.join(' · ');
}

const NAME = 80;

/** A message of any kind with its marks: under its first section, and at its end. */
export function withMarks({ text, blocks }: Message, marks: Marks): Message {
  const [under, end] = [marksUnder(marks), marksAtEnd(marks)];
  if (blocks.length === 0) return { text: [text, under, end].filter(Boolean).join('\n'), blocks };
  const at = blocks.findIndex(({ type }) => type === 'section') + 1;
  return { text, blocks: [...blocks.slice(0, at), ...context(under), ...blocks.slice(at), ...context(end)] };
}
