import type { KnownBlock } from '@slack/types';
import type { AlertMessage } from '../../alerts/alert.js';
import type { Digest } from '../../digest/digest.js';
import { LIMITS } from '../../reply/limits.js';
import { ANSWER, button, type Offer, renewal, row } from './buttons.js';

/** The questions behind the parts of a digest, and what can be done with all of it. */
export function digestButtons(
  { question, chart, sections }: Digest,
  { share, delivered }: Shown,
): readonly KnownBlock[] {
  const steps = sections.flatMap((part) => part.question ?? []);
  return [
    ...row(
      'tally:digest',
      steps.slice(0, LIMITS.actions).map(({ label, text }, index) => button(`ask:${index}`, label, text)),
    ),
    ...row(ANSWER, [
      renewal(question, delivered),
      share ? button('share', 'Share', question) : null,
      chart && !delivered ? button('picture', 'Picture', question) : null,
      delivered ? null : button('csv', 'CSV', question),
      button('subscribe', 'Subscribe', question),
    ]),
  ];
}

type Shown = Pick<Offer, 'share' | 'delivered'>;

/** What lies behind an alert, and all alerts of whoever presses, where they are muted and changed. */
export const alertButtons = ({ id, question }: Pick<AlertMessage, 'id' | 'question'>): readonly KnownBlock[] =>
  row('tally:alert', [
    button('ask:0', 'As of now', question),
    button('ask:1', 'Mute 1 day', `/stock alert ${id} mute 1 day`),
    button('ask:2', 'My alerts', '/stock alerts'),
  ]);
