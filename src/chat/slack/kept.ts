import { MOST_FAVOURITES, type State, type Toggled } from '../../state/index.js';
import type { Answering } from './answering.js';
import type { Spot } from './spot.js';

/** Questions that a person keeps at hand, listed in App Home. */
export interface Kept {
  /** Keeps it, or lets go of it when it was kept. */
  keep(question: string, spot: Spot): Promise<void>;
  letGo(question: string, spot: Spot): Promise<void>;
}

const CHAT = 'slack';

const SAID: Readonly<Record<Toggled, string>> = {
  kept: 'Kept: it is on Tally’s Home tab now. Press again to let go of it.',
  removed: 'No longer kept.',
  full: `You keep ${MOST_FAVOURITES} questions, and there is room for no more; remove one on Tally’s Home tab first.`,
};

export function createKept(
  favourites: State['favourites'],
  answering: Pick<Answering, 'say'>,
  refreshHome: (user: string) => Promise<void>,
): Kept {
  return {
    async keep(question, spot) {
      const outcome = await favourites.toggle(CHAT, spot.user, question);
      await answering.say(SAID[outcome], spot);
      await refreshHome(spot.user);
    },
    async letGo(question, spot) {
      await favourites.remove(CHAT, spot.user, question);
      await refreshHome(spot.user);
    },
  };
}
