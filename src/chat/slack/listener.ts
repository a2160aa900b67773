import type { App } from '@slack/bolt';
import { sayFailure } from '../../commands/failure.js';
import type { Asker, Questions } from '../../commands/questions.js';
import type { Log } from '../../observe/index.js';
import type { State } from '../../state/index.js';
import type { Answering } from './answering.js';
import type { createSeal } from './edit.js';
import type { BotIdentity } from './sign-in.js';
import type { Spot } from './spot.js';
import type { Wire } from './wire.js';
import type { Work } from './work.js';

/** What those who listen to Slack work with. */
export interface Listener {
  readonly app: App;
  readonly identity: BotIdentity;
  readonly answering: Answering;
  readonly questions: Questions;
  readonly state: State;
  readonly wire: Wire;
  readonly work: Work;
  readonly log: Log;
  readonly seal: ReturnType<typeof createSeal>;
  readonly publicChannels: ReadonlySet<string>;
  askerOf(spot: Spot, open?: boolean): Promise<Asker>;
  /** Whether an event has not been taken up before. */
  isNew(eventId: string): Promise<boolean>;
  refreshHome(user: string): Promise<void>;
  /** Works for somebody who waits: what fails is told. */
  serve(name: string, spot: Spot, piece: () => Promise<void>): Promise<void>;
}

/** What is said of a piece of work that failed; the id finds its lines in the log. */
export const failed = (id: string): string => `${sayFailure(null)} Reference: ${id}`;
