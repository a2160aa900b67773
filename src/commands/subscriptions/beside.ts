import type { Subscription } from '../../state/index.js';
import type { Desk } from '../desk.js';
import { whenText } from './say.js';

/** That the same is posted in the same channel already, one line for each; direct messages are nobody else’s. */
export async function alsoThere(added: Subscription, { subscriptions }: Desk): Promise<readonly string[]> {
  const { channel } = added;
  if (channel === null) return [];
  const there = await subscriptions.list({ channel });
  const same = there.filter(
    ({ id, question, status }) => id !== added.id && question === added.question && status === 'active',
  );
  return same.map((one) => `#${one.id}${whose(one, added.owner)} posts the same there already, ${whenText(one)}.`);
}

function whose({ name, owner }: Subscription, asker: string): string {
  if (name !== null) return `, “${name}” of the configuration,`;
  return owner === asker ? '' : ', which somebody else set up,';
}
