import type { Asker } from '../../commands/questions.js';
import type { Groups } from './groups.js';
import type { Obstacle } from './obstacle.js';
import type { People } from './people.js';
import type { Spot } from './spot.js';

/** Who asks, as Slack says at this moment. */
export interface Askers {
  /** `open`: whether all in the channel read the answer. */
  at(spot: Pick<Spot, 'user' | 'channel'>, open?: boolean): Promise<Asker>;
}

export function createAskers(groups: Groups, people: People, obstacle: Obstacle): Askers {
  return {
    async at({ user, channel }, open = false) {
      return {
        chat: 'slack',
        user,
        ...(await groups.of(user)),
        channel,
        public: open,
        about: { timeZone: () => people.timeZone(user), obstacle: (to) => obstacle(user, to) },
      };
    },
  };
}
