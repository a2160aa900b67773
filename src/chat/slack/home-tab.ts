import type { Asker, Questions } from '../../commands/questions.js';
import type { Log } from '../../observe/index.js';
import type { State } from '../../state/index.js';
import { homeView } from './home.js';
import type { Wire } from './wire.js';

export interface HomeTabOptions {
  readonly questions: Questions;
  readonly state: State;
  readonly wire: Wire;
  readonly log: Log;
  /** A person on the Home tab, where there is no channel. */
  readonly askerOf: (user: string) => Promise<Asker>;
}

const RECENT = 5;

/** Publishes a person’s Home tab anew. Rejects when Slack does not take it. */
export function createHomeTab({ questions, state, wire, log, askerOf }: HomeTabOptions) {
  async function orNothing(remembered: Promise<readonly string[]>): Promise<readonly string[]> {
    try {
      return await remembered;
    } catch (error) {
      log.error({ err: error }, 'state not read');
      return [];
    }
  }

  return async (user: string): Promise<void> => {
    const home = await questions.home(await askerOf(user));
    const [kept, recent] = await Promise.all([
      orNothing(state.favourites.of('slack', user)),
      orNothing(state.audit.recent('slack', user, RECENT)),
    ]);
    await wire.answers.views.publish({ user_id: user, view: homeView(home, { kept, recent }) });
  };
}
