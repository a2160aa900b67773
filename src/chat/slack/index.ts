/**
 * Slack: slash commands, mentions, direct messages, buttons, the modal and App Home, over Socket Mode or signed HTTP.
 * Carries text in and replies out and knows no KPI; rights, limits and the audit lie behind `Questions`. Tested through
 * the wire, against the strict Slack in `tests/support/slack`.
 */
import type { Questions } from '../../commands/questions.js';
import type { Result } from '../../commands/reply.js';
import type { Courier } from '../../delivery/courier.js';
import { type Log, slackLogger } from '../../observe/index.js';
import type { State } from '../../state/index.js';
import { createAnswering } from './answering.js';
import { createAskers } from './askers.js';
import { createCourier } from './courier.js';
import { createSeal } from './edit.js';
import { createGroups } from './groups.js';
import { createHistory } from './history.js';
import { listen } from './listen.js';
import { createObstacle } from './obstacle.js';
import { createPeople } from './people.js';
import { createPictures } from './pictures.js';
import { createPostbox } from './postbox.js';
import { createReceiver, type Receiver, type Tokens } from './receiver.js';
import { signIn } from './sign-in.js';
import { clientOptions, createWire, type SlackMetrics } from './wire.js';
import { createWork } from './work.js';

export interface SlackOptions {
  readonly tokens: Tokens;
  /** Address for HTTP mode. */
  readonly host: string;
  readonly port: number;
  /** Channels in which answers are for all by default. */
  readonly publicChannels: readonly string[];
  /** Milliseconds. */
  readonly placeholderAfter: number;
  /** User groups that access rules name. */
  readonly groupsNamed: readonly string[];
  readonly questions: Questions;
  readonly state: State;
  readonly draw: (result: Result) => Promise<Uint8Array | null>;
  readonly metrics: SlackMetrics;
  readonly log: Log;
  /** Called when Slack cannot be reached at the start, before each further try. */
  readonly onWaiting?: (reason: string) => void;
}

export interface Slack {
  /** As “acme as @tally, Socket Mode”. */
  readonly place: string;
  connected(): boolean;
  /** Carries what is posted without being asked. */
  readonly courier: Courier;
  /** Takes nothing more and finishes what is being answered, in at most `patience` milliseconds. */
  stop(patience?: number): Promise<void>;
}

const PATIENCE = 10_000;

/** Signs in and listens. Waits for Slack where it cannot be reached; rejects with SlackRefused where it says no. */
export async function startSlack(options: SlackOptions): Promise<Slack> {
  const { tokens, log, metrics, questions, state } = options;
  const logger = slackLogger(log);
  const wire = createWire(tokens.bot, clientOptions(tokens.apiUrl, logger), metrics);
  const identity = await signIn(wire.lookups, options.onWaiting);
  const postbox = createPostbox(wire, metrics, log);
  const people = createPeople(wire, log);
  const askers = createAskers(createGroups(options.groupsNamed, wire, log), people, createObstacle(wire, log));
  const pictures = createPictures({ draw: options.draw, metrics, log });
  const { placeholderAfter } = options;
  const answering = createAnswering({ questions, askers, wire, postbox, pictures, log, placeholderAfter });
  const work = createWork(log);
  const receiver: Receiver = createReceiver(tokens, options, logger, metrics);
  listen(receiver, {
    identity,
    answering,
    askers,
    questions,
    state,
    wire,
    work,
    log,
    logger,
    seal: createSeal(tokens.bot),
    publicChannels: new Set(options.publicChannels),
  });
  await receiver.start(options.onWaiting);
  return {
    place: `${identity.team} as @${identity.name}, ${tokens.app === null ? 'HTTP' : 'Socket Mode'}`,
    connected: receiver.connected,
    courier: createCourier({
      wire,
      askers,
      people,
      pictures,
      history: createHistory(wire.deliveries, identity),
      metrics,
      log,
    }),
    async stop(patience = PATIENCE) {
      const left = await work.finished(patience, receiver.stop());
      if (left > 0) log.warn({ left }, 'stopped before everything was answered');
    },
  };
}
