import type { App } from '../app.js';
import { createWatch, freshness } from '../commands/alert-look/index.js';
import type { Desk } from '../commands/desk.js';
import { type Clock, systemClock } from '../delivery/clock.js';
import { createComposer } from '../delivery/composer.js';
import type { Addressee, Courier } from '../delivery/courier.js';
import { type DeliveryEngine, startDeliveries } from '../delivery/index.js';
import { nextDue, readSchedule } from '../schedule/index.js';
import { createSoon } from './soon.js';

/** Milliseconds from when rows were found to be others until alerts are looked at: a load comes in several steps. */
const SOON = 5000;

/** What is posted without being asked, while Tally is in a chat. */
export interface Posting extends Pick<DeliveryEngine, 'standing'> {
  /** Looks at the alerts; to be called when rows may be others, or time has passed. */
  look(): Promise<void>;
  /** Waits so many milliseconds for what is under way. */
  stop(patience: number): Promise<void>;
}

/** Posts what people have subscribed to, the digests of the configuration and alerts. */
export async function startPosting(
  app: App,
  courier: Courier,
  clock: Clock = systemClock(() => app.model.now),
): Promise<Posting> {
  const { settings, state, questions, metrics, log } = app;
  const { config } = settings;
  const { now } = clock;
  await state.subscriptions.configure(configured(app));
  const engine = startDeliveries({
    state,
    courier,
    compose: createComposer({ ...state, questions, draw: app.draw, log }),
    log,
    ...config.delivery,
    timeZone: config.timeZone,
    onEnded: (outcome, kind, lateMs) => metrics.posting({ kind, outcome }, lateMs / 1000),
    clock,
  });
  app.onDue(engine.wake);
  const watch = createWatch({
    ...freshness(config.refresh),
    alerts: state.alerts,
    deliveries: state.deliveries,
    deskOf: (alert) => deskOf(alert, courier, app),
    claimant: engine.claimant,
    now,
    log,
    wake: engine.wake,
  });
  const soon = createSoon(watch.look, SOON);
  app.onChanged(soon.ask);
  return {
    standing: engine.standing,
    look() {
      metrics.postingActive(engine.standing() === 'active');
      return watch.look();
    },
    async stop(patience) {
      app.onDue(() => {});
      app.onChanged(() => {});
      soon.stop();
      await engine.stop(patience);
    },
  };
}

/** With less than its owner may see, rows would look as though they were gone. */
async function deskOf(to: Addressee, courier: Courier, { questions }: App): Promise<Desk | 'gone'> {
  const asker = await courier.asker(to);
  if (asker === 'gone') return 'gone';
  if (asker.unknownGroups.length > 0)
    throw new Error(`It cannot be found out who is in ${asker.unknownGroups.join(' and ')}`);
  return questions.deskFor(asker);
}

/** The digests of the configuration as subscriptions of their owners. */
function configured({ settings: { config }, model }: App) {
  return config.digests.map(({ name, owner, question, at, timeZone = config.timeZone, channel = null, quiet }) => {
    const read = readSchedule(at.split(' '));
    if (!read.ok) throw new Error(`The schedule of the digest ${name} was not checked`);
    return {
      name,
      owner,
      question: question.startsWith('/') ? question : `/stock ${question}`,
      schedule: at,
      timeZone,
      channel,
      quiet,
      nextDue: nextDue(read.schedule, timeZone, model.now),
    };
  });
}
