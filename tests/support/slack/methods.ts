import { chatMethods } from './chat-methods.js';
import { fileMethods } from './file-methods.js';
import { historyMethods } from './history-methods.js';
import { peopleMethods } from './people-methods.js';
import type { Fields } from './types.js';
import { viewMethods } from './view-methods.js';
import type { Workspace } from './workspace.js';

/** Who may call a method: the bot, the app for its sockets, or a person with a configuration token. */
export type TokenKind = 'bot' | 'app' | 'config';

export interface Method {
  readonly token?: TokenKind;
  readonly scope?: string;
  /** Arguments that must be there, and those that may. Any other is refused, which Slack would not do. */
  readonly required?: readonly string[];
  readonly optional?: readonly string[];
  /** What is answered besides `ok: true`. Throws a SlackError. */
  run(workspace: Workspace, args: Fields): Fields;
}

export type Methods = Readonly<Record<string, Method>>;

export const METHODS: Methods = { ...peopleMethods, ...chatMethods, ...viewMethods, ...fileMethods, ...historyMethods };
