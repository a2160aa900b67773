import type { AlertMessage } from '../../alerts/alert.js';
import { messageOf } from '../../alerts/message.js';
import { ofPayload, type Told } from '../../alerts/told.js';
import type { Result } from '../../kpi/result.js';
import type { Alert } from '../../state/index.js';
import type { Desk } from '../desk.js';
import { ofOneModel } from '../one-model.js';
import { chartOf } from './chart.js';
import { rightsText } from './rights.js';
import { understand } from './understand.js';

/**
 * What is posted of what a look has found, with the rights of the desk, which must be those of the look; else a refusal,
 * for the alert’s owner. `payload`: as the look wrote it; throws for any other.
 */
export async function alertMessage(
  { id }: Pick<Alert, 'id'>,
  payload: string,
  desk: Desk,
): Promise<AlertMessage | { readonly refusal: string }> {
  const told = ofPayload(payload);
  if (told.rights !== rightsText(desk.rights))
    return { refusal: `What may be seen here has changed since alert #${id} was looked at.` };
  const [chart, own] = await Promise.all([
    ofOneModel(desk.model, () => chartFor(told, desk)),
    desk.asker.about?.timeZone() ?? null,
  ]);
  return messageOf(told, { id, now: desk.model.now, timeZone: own ?? desk.timeZone, chart });
}

async function chartFor({ question, events, asOf, dataThrough, currency }: Told, desk: Desk): Promise<Result | null> {
  const [first] = events;
  const { meaning } = await understand(question, desk);
  if (!first || 'says' in meaning) return null;
  const circumstances = { question, currency, asOf, dataThrough, notes: [] };
  return chartOf(desk.model, meaning.planned, first.key, desk.rights, circumstances);
}
