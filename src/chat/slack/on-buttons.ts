import type { BlockAction, ButtonAction } from '@slack/bolt';
import type { Questions } from '../../commands/questions.js';
import { actionPattern, readAction, readState } from './buttons.js';
import { editView } from './edit.js';
import { createKept } from './kept.js';
import type { Listener } from './listener.js';
import { press, spotOfPress } from './press.js';
import type { Spot } from './spot.js';

/** Buttons under answers and on the Home tab. */
export function onButtons({
  app,
  answering,
  askerOf,
  questions,
  refreshHome,
  seal,
  serve,
  state,
  wire,
}: Listener): void {
  const kept = createKept(state.favourites, answering, refreshHome);

  async function seesWhatAllSee(spot: Spot): Promise<boolean> {
    const own = await askerOf(spot, true);
    const all = questions.rights({ ...own, user: '', groups: [], unknownGroups: [] });
    return keyOf(questions.rights(own)) === keyOf(all);
  }

  app.action<BlockAction>(actionPattern, async ({ ack, body, action }) => {
    await ack();
    const spot = spotOfPress(body);
    await serve('button', spot, async () => {
      const pressed = action as ButtonAction;
      if (readAction(pressed.action_id) === 'edit') await openEditor(body.trigger_id, readState(pressed.value), spot);
      else await press({ answering, kept, seesWhatAllSee }, pressed, spot);
    });
  });

  async function openEditor(trigger: string, question: string | null, spot: Spot): Promise<void> {
    const form = question === null ? null : await questions.form(question, await askerOf(spot));
    if (form === null) {
      await answering.say(
        'This question cannot be edited any more: something in it is not known today. Ask it anew, please.',
        spot,
      );
      return;
    }
    const view = editView(form, seal.close(spot, form.fields.subject));
    await wire.answers.views.open({ trigger_id: trigger, view });
  }
}

/** The same for the same rights, however many rules make them. */
function keyOf({ closedSubjects, closedKpis, restrictions }: ReturnType<Questions['rights']>): string {
  const rows = restrictions.map((one) => JSON.stringify(one));
  return JSON.stringify([closedSubjects, closedKpis, rows].map((names) => [...names].sort()));
}
