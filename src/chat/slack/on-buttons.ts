import type { BlockAction, ButtonAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Questions } from '../../commands/questions.js';
import { actionPattern, askerNamed, readAction, readFullState, readState } from './buttons.js';
import { editView } from './edit.js';
import { createKept } from './kept.js';
import type { Listener } from './listener.js';
import { press, spotOfPress } from './press.js';
import type { Spot } from './spot.js';
import { changeView, subscribeView, withoutChannel } from './text-form.js';
import { slackError } from './wire.js';

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
      const view = formOf(pressed, spot);
      if (view) await openForm(body.trigger_id, view);
      else if (readAction(pressed.action_id) === 'edit')
        await openEditor(body.trigger_id, readState(pressed.value), spot);
      else await press({ answering, kept, seesWhatAllSee }, pressed, spot);
    });
  });

  /** The form that a button opens by itself; null for one that does not, and for what is no button of ours. */
  function formOf({ action_id, block_id, value, text }: ButtonAction, spot: Spot): ModalView | null {
    const what = readAction(action_id);
    const state = readFullState(value);
    if (state === null) return null;
    const sealed = seal.close(spot, state.question);
    if (what === 'change') return changeView(text.text, state.changed ?? { text: '' }, sealed);
    return what === 'subscribe' ? subscribeView(suggestedPlace(block_id, spot), sealed) : null;
  }

  async function openForm(trigger: string, view: ModalView): Promise<void> {
    try {
      await wire.answers.views.open({ trigger_id: trigger, view });
    } catch (error) {
      // Slack may know the channel no more: whoever wants to give it up must be able to.
      const other = withoutChannel(view);
      if (other === null || slackError(error) !== 'invalid_arguments') throw error;
      await wire.answers.views.open({ trigger_id: trigger, view: other });
    }
  }

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

/** Under an answer for all, that channel; not where it comes by itself already, or is a digest: nobody is named as its asker. */
const suggestedPlace = (blockId: string, { channel }: Spot): string | null =>
  askerNamed(blockId) === null ? null : channel;

/** The same for the same rights, however many rules make them. */
function keyOf({ closedSubjects, closedKpis, restrictions }: ReturnType<Questions['rights']>): string {
  const rows = restrictions.map((one) => JSON.stringify(one));
  return JSON.stringify([closedSubjects, closedKpis, rows].map((names) => [...names].sort()));
}
