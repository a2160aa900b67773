import type { KnownBlock } from '@slack/types';
import type { AlertMessage } from '../alerts/alert.js';
import { alertFooter, alertHeadline, eventWords, thresholdWords } from './alert-words.js';
import { noteWords } from './answer-words.js';
import { printable } from './cells.js';
import { cut, LIMITS } from './limits.js';
import { type Marks, marksUnder, NO_MARKS } from './marks.js';
import { context, type Message, section } from './message.js';
import { words } from './mrkdwn.js';
import { type Picture, pictureBody } from './picture.js';

export interface AlertOptions {
  /** Default none. */
  readonly picture?: Picture;
  /** Placed before the footer. */
  readonly actions?: readonly KnownBlock[];
  readonly marks?: Marks;
}

const EVENTS = 2500;
const NOTES = 1000;
const TEXT_EVENTS = 1400;
const TEXT_NOTES = 300;
const TEXT_FOOTER = 700;

/**
 * An alert as a message, in order: title, headline, a line for each row with before, now and since when, threshold,
 * chart, notes, actions, and a footer.
 */
export function toAlertBlocks(alert: AlertMessage, options: AlertOptions = {}): Message {
  return compose(alert, options, []);
}

/** The same alert, simpler at each step: as asked for; without the chart, where it has one; all as text. */
export function simplerAlert(alert: AlertMessage, options: AlertOptions = {}): Iterable<Message> {
  return { [Symbol.iterator]: () => steps(alert, options) };
}

function* steps(alert: AlertMessage, options: AlertOptions): Generator<Message> {
  const asked = toAlertBlocks(alert, options);
  yield asked;
  if (asked.blocks.some(({ type }) => type === 'data_visualization' || type === 'image')) {
    const plain: AlertOptions = { ...options, picture: { kind: 'none' } };
    yield compose(alert, plain, ['Without the chart, which Slack did not take.']);
  }
  yield alertMessage(alert, options.marks);
}

function compose(
  alert: AlertMessage,
  { picture, actions = [], marks = NO_MARKS }: AlertOptions,
  notices: readonly string[],
): Message {
  const text = alertHeadline(alert);
  const chart = alert.chart ? pictureBody(alert.chart, picture) : { blocks: [], notices: [] };
  const events = eventWords(alert, EVENTS);
  return {
    text,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: titleOf(alert), emoji: false } },
      section(`*${text}*`),
      ...context(marksUnder(marks)),
      ...(events === '' ? [] : [section(events)]),
      ...context(thresholdWords(alert)),
      ...chart.blocks,
      ...context(noteWords(alert, NOTES)),
      ...actions,
      ...context(alertFooter(alert, [...chart.notices, ...notices], marks, LIMITS.contextText)),
    ],
  };
}

/** Without blocks. */
function alertMessage(alert: AlertMessage, marks: Marks = NO_MARKS): Message {
  const parts = [
    [`*${words(titleOf(alert), LIMITS.header)}*`, alertHeadline(alert), marksUnder(marks)].filter(Boolean).join('\n'),
    eventWords(alert, TEXT_EVENTS),
    thresholdWords(alert),
    noteWords(alert, TEXT_NOTES),
    alertFooter(alert, [], marks, TEXT_FOOTER),
  ];
  return { text: parts.filter(Boolean).join('\n\n'), blocks: [] };
}

const titleOf = ({ title }: AlertMessage): string => cut(printable(title).trim() || 'Alert', LIMITS.header);
