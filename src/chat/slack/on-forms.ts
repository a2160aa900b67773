import { EDIT, errorsOf, fieldsOf, options, VALUES_ACTION } from './edit.js';
import { failed, type Listener } from './listener.js';
import type { Spot } from './spot.js';

/** The modal in which a question is edited: options while typing, and what is submitted. */
export function onForms({ app, answering, askerOf, questions, seal, work }: Listener): void {
  app.options<'block_suggestion'>({ type: 'block_suggestion', action_id: VALUES_ACTION }, async ({ ack, body }) => {
    await work.run('suggestions', async () => {
      const sealed = 'view' in body ? seal.open(body.view?.private_metadata ?? '', body.user.id) : null;
      const found = sealed ? await questions.suggest(body.value, await askerOf(sealed.spot)) : [];
      await ack({ options: options(found) });
    });
  });

  app.view(EDIT, async ({ ack, body, view }) => {
    const refuse = (errors: Record<string, string>) => ack({ response_action: 'errors', errors });
    let taken: Spot | null = null;
    const piece = async (): Promise<void> => {
      const sealed = seal.open(view.private_metadata, body.user.id);
      if (sealed === null) return refuse({ kpi: 'This form is not one that Tally opened for you. Ask again.' });
      const { spot, subject } = sealed;
      const composed = await questions.compose(fieldsOf(subject, view.state.values), await askerOf(spot));
      if (!composed.ok) return refuse(errorsOf(composed));
      await ack();
      taken = spot;
      await answering.privately(composed.question, spot, { replace: spot.source?.ephemeral ?? false });
    };
    await work.run('edited question', piece, (id) =>
      taken ? answering.say(failed(id), taken) : refuse({ kpi: failed(id) }),
    );
  });
}
