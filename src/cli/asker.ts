import { userInfo } from 'node:os';
import type { Asker } from '../commands/questions.js';

/** Whoever runs Tally on this machine, who sees everything. */
export function localAsker(chat: 'terminal' | 'command line'): Asker {
  return { chat, user: userInfo().username, groups: [], unknownGroups: [], channel: null, public: false };
}
