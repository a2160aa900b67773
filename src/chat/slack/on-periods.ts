import type { BlockAction, StaticSelectAction } from '@slack/bolt';
import { periodPattern, readPeriodMenu } from './buttons.js';
import type { Listener } from './listener.js';
import { spotOfPress } from './press.js';

/** Menus under answers: the same question over other days, asked by whoever picks. */
export function onPeriods({ app, answering, askerOf, questions, serve }: Listener): void {
  app.action<BlockAction>(periodPattern, async ({ ack, body, action }) => {
    await ack();
    const spot = spotOfPress(body);
    await serve('period', spot, async () => {
      const { action_id, selected_option } = action as StaticSelectAction;
      const question = readPeriodMenu(action_id);
      const offered = await questions.periods(question, await askerOf(spot));
      const step = offered.find(({ label }) => label === selected_option.value);
      // Without any, its own answer says what is the matter: it is not open, or a value is gone.
      const next = offered.length === 0 ? question : step?.question;
      if (next !== undefined) return answering.privately(next, spot, { replace: spot.source?.ephemeral ?? false });
      return answering.say('This period does not go with the question any more. Ask it anew, please.', spot);
    });
  });
}
