import { onTestFinished } from 'vitest';
import type { Composed } from '../../src/delivery/compose.js';
import { type DeliveryEngine, type DeliveryOptions, startDeliveries } from '../../src/delivery/index.js';
import type { Delivery, NewSubscription, State, Subscription } from '../../src/state/index.js';
import { openState } from '../../src/state/index.js';
import { FakeSlack } from './fake-slack.js';
import { Process, World } from './world.js';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

type Marks = Parameters<DeliveryOptions['compose']>[2];

export interface Delivering {
  readonly world: World;
  readonly slack: FakeSlack;
  readonly state: State;
  /** Lines of the log, without their fields. */
  readonly log: string[];
  /** Deliveries that were composed, in that order. */
  readonly composed: Delivery[];
  /** What comes of composing one; left as it is, its text. */
  compose: (delivery: Delivery, marks: Marks) => Composed;
  /** A process that delivers. */
  start(options?: Partial<DeliveryOptions>): { readonly process: Process; readonly engine: DeliveryEngine };
  subscribe(changes?: Partial<NewSubscription>): Promise<Subscription>;
  subscription(id?: number): Promise<Subscription>;
  deliveries(id?: number): Promise<readonly Delivery[]>;
}

/** A message, and two files in its thread where `files` names them. */
export function posted(delivery: Delivery, marks: Marks, files: readonly string[] = []): Composed {
  const text = delivery.payload ?? `#${delivery.of}`;
  return {
    kind: 'post',
    content: { kind: 'notice', text, marks: { ...marks, schedule: null, owner: null } },
    attachments: files.map((name) => ({ name, title: name, bytes: async () => new Uint8Array() })),
    record: null,
  };
}

/** Of an instance that looks every half minute what is due: for tests over hours and days. */
export const SLOWLY = { every: MINUTE / 2, takeOver: 3 * MINUTE } as const;

/** Two minutes before 08:00 UTC on a Monday, unless said otherwise: an empty store, and a Slack that works. */
export async function delivering(start = '2026-11-23T07:58:00Z'): Promise<Delivering> {
  const world = new World(new Date(start));
  const slack = new FakeSlack(world);
  const state = await openState({ url: ':memory:', keepAudit: DAY, now: () => world.now });
  const processes: Process[] = [];
  onTestFinished(async () => {
    for (const one of processes) one.kill();
    await state.close();
  });
  const log: string[] = [];
  const note = (_: object, message: string) => void log.push(message);
  const all: Delivering = {
    world,
    slack,
    state,
    log,
    composed: [],
    compose: (delivery, marks) => posted(delivery, marks),
    start(options = {}) {
      const process = new Process(world);
      processes.push(process);
      const engine = startDeliveries({
        state: process.reached(state, { timeless: true }),
        courier: process.reached(slack.courier),
        compose: async (delivery, _, marks) => {
          all.composed.push(delivery);
          return all.compose(delivery, marks);
        },
        log: { info: note, warn: note, error: note },
        catchUp: 6 * HOUR,
        takeOver: 30 * SECOND,
        perSecond: 4,
        timeZone: 'UTC',
        clock: process.clock,
        ...options,
      });
      return { process, engine };
    },
    async subscribe(changes = {}) {
      const subscription = await state.subscriptions.add({
        name: null,
        owner: 'U1',
        question: '/stock digest',
        schedule: 'daily 08:00',
        timeZone: 'UTC',
        channel: 'C1',
        quiet: 'line',
        nextDue: new Date('2026-11-23T08:00:00Z'),
        ...changes,
      });
      if (subscription === 'full') throw new Error('There is no room for a subscription');
      return subscription;
    },
    async subscription(id = 1) {
      const found = await state.subscriptions.get(id);
      if (found === null) throw new Error(`There is no subscription #${id}`);
      return found;
    },
    deliveries: (id = 1) => state.deliveries.of('subscription', id, 1000),
  };
  return all;
}
