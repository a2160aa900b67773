import { durationText } from '../../alerts/clock.js';
import type { Alert } from '../../state/index.js';
import { whereText } from '../subscriptions/place.js';
import { questionText } from '../subscriptions/say.js';

/** `for 30 min, again every 4 h`; empty where it is told at once, and once. */
export const termsText = ({ hold, remind }: Pick<Alert, 'hold' | 'remind'>): string =>
  [
    ...(hold === 0 ? [] : [`for ${durationText(hold)}`]),
    ...(remind === null ? [] : [`again every ${durationText(remind)}`]),
  ].join(', ');

/** `variance by product over 5%, for 30 min, in #C012ABCDEF`. */
export const inFull = (alert: Alert): string =>
  [questionText(alert.question), termsText(alert), `in ${whereText(alert.channel)}`]
    .filter((part) => part !== '')
    .join(', ');

/** The same with its number: `Alert #3 variance by product over 5%, …`. */
export const named = (alert: Alert): string => `Alert #${alert.id} ${inFull(alert)}`;
