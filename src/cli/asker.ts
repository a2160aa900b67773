import { userInfo } from 'node:os';
import type { Asker } from '../commands/questions.js';

/** Whoever runs Tally on this machine, who sees everything. */
export function localAsker(chat: 'terminal' | 'command line', user: string): Asker {
  return { chat, user, groups: [], unknownGroups: [], channel: null, public: false };
}

/** The name that the operating system has for whoever asks. */
export const localUser = (): string => userInfo().username;
