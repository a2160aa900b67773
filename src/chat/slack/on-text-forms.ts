import type { SlackViewAction, SlackViewMiddlewareArgs } from '@slack/bolt';
import type { Log } from '../../observe/index.js';
import type { Changed } from './buttons.js';
import { failed, type Listener } from './listener.js';
import type { Spot } from './spot.js';
import { CHANGE, changedIn, changing, SUBSCRIBE, subscribing, wrongText } from './text-form.js';

/** Milliseconds for which a mistake can be said in the form itself; Slack waits three seconds. */
const IN_FORM = 2000;

type Submitted = SlackViewMiddlewareArgs<SlackViewAction> & { readonly ack: (with_?: object) => Promise<void> };

/** Modals with a text: what is submitted is asked as if it were typed. A mistake is said where it was made. */
export function onTextForms({ app, answering, seal, work, log }: Listener): void {
  app.view(CHANGE, (submitted) =>
    take(submitted as Submitted, changing, {
      replace: (spot) => (spot.source?.ephemeral ?? false) || spot.direct,
    }),
  );
  app.view(SUBSCRIBE, (submitted) => take(submitted as Submitted, subscribing, { replace: () => false }));

  async function take(
    { ack, body, view }: Submitted,
    questionOf: (question: string, changed: Changed) => string,
    { replace }: { readonly replace: (spot: Spot) => boolean },
  ): Promise<void> {
    const answer = answerOnce(ack, log);
    let taken: Spot | null = null;
    const piece = async (): Promise<void> => {
      const sealed = seal.open(view.private_metadata, body.user.id);
      if (sealed === null) {
        await answer.refuse('This form is not one that Tally opened for you. Ask again.');
        return;
      }
      const { spot, subject } = sealed;
      taken = spot;
      await answering.privately(questionOf(subject, changedIn(view.state.values)), spot, {
        replace: replace(spot),
        besideUnlessAnswer: true,
        onMistake: answer.refuse,
      });
      await answer.accept();
    };
    await work.run('submitted text', piece, async (id) => {
      if (!(await answer.refuse(failed(id))) && taken) await answering.say(failed(id), taken);
    });
  }
}

/** An acknowledgement, which is either that it was taken or what is wrong; it is taken when time runs out. */
function answerOnce(ack: Submitted['ack'], log: Log) {
  let answered = false;
  const once = async (response?: object): Promise<boolean> => {
    if (answered) return false;
    answered = true;
    clearTimeout(timer);
    await ack(response);
    return true;
  };
  const timer = setTimeout(() => {
    once().catch((error: unknown) => log.warn({ err: error }, 'form not acknowledged'));
  }, IN_FORM);
  return {
    accept: () => once(),
    refuse: (message: string) => once({ response_action: 'errors', errors: wrongText(message) }),
  };
}
