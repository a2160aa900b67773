import fc from 'fast-check';
import type { DeliveryOptions } from '../../src/delivery/index.js';
import { nextDue, readSchedule } from '../../src/schedule/index.js';
import { type Delivering, delivering, HOUR, MINUTE, posted, SECOND } from './delivering.js';
import type { Fate } from './fake-slack.js';
import type { Process } from './world.js';

/** Something that happens to the processes, to Slack, or to the clock. */
export type Event =
  /** One process more. */
  | { readonly what: 'start' }
  /** A process dies, in the middle of its n-th call from now on. */
  | { readonly what: 'kill'; readonly which: number; readonly after: number }
  /** One falls asleep in the middle of its n-th call from now on, and wakes. */
  | { readonly what: 'sleep'; readonly which: number; readonly after: number; readonly milliseconds: number }
  /** The clock that all of them have is set to so many milliseconds before or after what is right. */
  | { readonly what: 'set clock'; readonly ahead: number }
  /** That of one of them only. */
  | { readonly what: 'set one clock'; readonly which: number; readonly ahead: number }
  | { readonly what: 'down'; readonly milliseconds: number };

export interface Story {
  readonly start: string;
  readonly subscriptions: readonly { readonly schedule: string; readonly timeZone: string; readonly channel: string }[];
  readonly hasHistory: boolean;
  readonly events: readonly { readonly wait: number; readonly event: Event }[];
  /** What becomes of posts and files, one after another; those after them are taken. */
  readonly fates: readonly Fate[];
  readonly pace: Required<Pick<DeliveryOptions, 'every' | 'takeOver'>>;
  /** Milliseconds for which everything is well after that. */
  readonly calm: number;
}

const fate = fc.constantFrom<Fate>(
  'taken',
  'taken',
  'lost',
  'dropped',
  'cut off',
  'cut off, taken',
  'cut off, taken later',
  'busy',
  'unreached',
);
const which = fc.nat(3);

const events = ({ long, steps }: { readonly long: number; readonly steps: number }) =>
  fc.array(
    fc.record({
      wait: fc.oneof(fc.integer({ min: 0, max: 20 * SECOND }), fc.integer({ min: 0, max: long })),
      event: fc.oneof<fc.Arbitrary<Event>[]>(
        fc.constant({ what: 'start' }),
        fc.record({ what: fc.constant('kill'), which, after: fc.nat(25) }),
        fc.record({ what: fc.constant('kill'), which, after: fc.nat(25) }),
        fc.record({
          what: fc.constant('sleep'),
          which,
          after: fc.nat(25),
          milliseconds: fc.integer({ min: SECOND, max: long }),
        }),
        fc.record({ what: fc.constant('set clock'), ahead: fc.integer({ min: -steps, max: steps }) }),
        fc.record({ what: fc.constant('set one clock'), which, ahead: fc.integer({ min: -steps, max: steps }) }),
        fc.record({ what: fc.constant('down'), milliseconds: fc.integer({ min: SECOND, max: long }) }),
      ),
    }),
    { maxLength: 25 },
  );

/** Three hours about some due times of a morning, less than what is caught up with. */
export const morning = (hasHistory: boolean): fc.Arbitrary<Story> =>
  fc.record({
    start: fc.constant('2026-11-23T07:58:00Z'),
    subscriptions: fc.constant([
      { schedule: 'daily 08:00', timeZone: 'UTC', channel: 'C1' },
      { schedule: 'weekdays 09:00', timeZone: 'Europe/Berlin', channel: 'C1' },
      { schedule: 'weekly mon 08:00', timeZone: 'UTC', channel: 'C2' },
      { schedule: 'daily 08:20', timeZone: 'UTC', channel: 'C2' },
    ]),
    hasHistory: fc.constant(hasHistory),
    events: events({ long: 15 * MINUTE, steps: HOUR }),
    fates: fc.array(fate, { maxLength: 12 }),
    pace: fc.constant({ every: 10 * SECOND, takeOver: MINUTE }),
    calm: fc.constant(2 * HOUR),
  });

/** Days on which the clocks are changed, or a month ends, with nights in which nobody is there. */
export const days = (hasHistory: boolean): fc.Arbitrary<Story> =>
  fc.record({
    start: fc.constantFrom(
      '2026-03-27T20:00:00Z',
      '2026-10-23T20:00:00Z',
      '2028-02-27T20:00:00Z',
      '2026-11-28T20:00:00Z',
    ),
    subscriptions: fc.constant([
      { schedule: 'daily 02:30', timeZone: 'Europe/Berlin', channel: 'C1' },
      { schedule: 'weekdays 07:30', timeZone: 'America/New_York', channel: 'C1' },
      { schedule: 'weekly sun 02:30', timeZone: 'Europe/Berlin', channel: 'C2' },
      { schedule: 'monthly last 23:30', timeZone: 'Australia/Lord_Howe', channel: 'C2' },
      { schedule: 'monthly 31 08:00', timeZone: 'UTC', channel: 'C2' },
    ]),
    hasHistory: fc.constant(hasHistory),
    events: events({ long: 10 * HOUR, steps: HOUR }),
    fates: fc.array(fate, { maxLength: 12 }),
    pace: fc.constant({ every: 10 * MINUTE, takeOver: HOUR }),
    calm: fc.constant(4 * 24 * HOUR),
  });

export interface Told extends Delivering {
  /** Due times that passed, by subscription. */
  readonly due: ReadonlyMap<number, readonly Date[]>;
}

const FILES = ['all.csv', 'toys.png'];

/** Lives through a story: at its end everything has been well for a while, and one process is there. */
export async function told({ start, subscriptions, hasHistory, events, fates, pace, calm }: Story): Promise<Told> {
  const all = await delivering(start);
  const { world, slack } = all;
  slack.hasHistory = hasHistory;
  let posts = 0;
  slack.fate = () => fates[posts++] ?? 'taken';
  all.compose = (delivery, marks) => posted(delivery, marks, delivery.kind === 'notice' ? [] : FILES);

  const processes: Process[] = [];
  let ahead = 0;
  const begin = () => {
    const { process } = all.start(pace);
    process.ahead = ahead;
    processes.push(process);
  };
  const one = (which: number): Process | undefined => {
    const alive = processes.filter((process) => process.isAlive);
    return alive[which % Math.max(alive.length, 1)];
  };
  const live = (event: Event): void => {
    switch (event.what) {
      case 'start':
        begin();
        return;
      case 'kill': {
        const process = one(event.which);
        if (process) process.fuse = event.after;
        return;
      }
      case 'sleep': {
        const process = one(event.which);
        process?.nap(event.after, event.milliseconds);
        return;
      }
      case 'set one clock': {
        const process = one(event.which);
        if (process) process.ahead = event.ahead;
        return;
      }
      case 'set clock':
        ahead = event.ahead;
        for (const process of processes) process.ahead = ahead;
        return;
      case 'down':
        slack.isDown = true;
        world.after(event.milliseconds, () => {
          slack.isDown = false;
        });
    }
  };

  for (const one of subscriptions) await all.subscribe({ ...one, nextDue: dueAfter(one, world.now) });
  begin();
  for (const { wait, event } of events) {
    await world.pass(wait);
    live(event);
  }
  live({ what: 'set clock', ahead: 0 });
  await world.pass(MINUTE);
  begin();
  await world.pass(calm);
  // What became due a moment ago is not looked at yet.
  const isRecent = (from: Date) => subscriptions.some((one) => dueBetween(one, from, world.now).length > 0);
  while (isRecent(new Date(world.now.getTime() - 3 * pace.every))) await world.pass(pace.every);
  const due = subscriptions.map((one, index) => [index + 1, dueBetween(one, new Date(start), world.now)] as const);
  return { ...all, due: new Map(due) };
}

type Scheduled = Story['subscriptions'][number];

function dueAfter({ schedule, timeZone }: Scheduled, moment: Date): Date {
  const read = readSchedule(schedule.split(' '));
  if (!read.ok) throw new Error(read.message);
  return nextDue(read.schedule, timeZone, moment);
}

function dueBetween(one: Scheduled, from: Date, to: Date): readonly Date[] {
  const all: Date[] = [];
  for (let due = dueAfter(one, from); due <= to; due = dueAfter(one, due)) all.push(due);
  return all;
}
