import type { Claimant } from '../state/index.js';
import { later, wait } from './clock.js';
import { deliver } from './deliver.js';
import { isHeldBack } from './hold.js';
import { placeOf, type Works } from './job.js';
import { setRight, takeUpDue } from './take-up.js';

/** Deliveries that are worked on at the same time. */
const AT_ONCE = 4;
/** Milliseconds for which a delivery is claimed; extended while it is worked on. */
const CLAIM = 120_000;
/** Milliseconds by which a clock goes back that was set. */
const SET_BACK = 60_000;

interface Running {
  readonly place: string;
  readonly term: number;
  readonly done: Promise<void>;
}

/** Goes round and round, one round at a time: lease, what became due, claims. `every`: milliseconds between rounds. */
export function createRounds(works: Works, every: number): { wake(): void; stop(patience: number): Promise<void> } {
  const { state, lease, pace, clock, memory, log } = works;
  const running = new Map<string, Running>();
  let term: number | null = null;
  let drift = drifted();
  let extended = clock.monotonic();
  let failing = false;
  let round: Promise<void> | null = null;
  let again = false;
  let stopping = false;
  let callOff = () => {};

  function drifted(): number {
    return clock.now().getTime() - clock.monotonic();
  }

  async function goRound(): Promise<void> {
    await lease.keep();
    const by = lease.claimant();
    if (by === null) return;
    await extend(by);
    await beginTerm(by);
    if (await takeUpDue(state, clock.now(), by)) await claimAll(by);
  }

  async function extend(by: Claimant): Promise<void> {
    if (running.size === 0 || clock.monotonic() - extended < CLAIM / 6) return;
    extended = clock.monotonic();
    await state.deliveries.extend([...running.keys()], by, later(clock.now(), CLAIM));
  }

  async function beginTerm(by: Claimant): Promise<void> {
    const now = drifted();
    const isSetBack = now < drift - SET_BACK;
    if (by.term !== term) log.info({ term: by.term }, 'deliveries are posted by this instance');
    if (by.term !== term || isSetBack) await setRight(state, clock.now(), by);
    memory.activeSince ??= clock.now();
    [term, drift] = [by.term, now];
  }

  async function claimAll(by: Claimant): Promise<void> {
    // What an earlier term has begun may be posted still.
    const isMixed = [...running.values()].some((one) => one.term !== by.term);
    while (!stopping && !isMixed && running.size < AT_ONCE && !isHeldBack(works)) {
      const except = [...[...running.values()].map(({ place }) => place), ...pace.resting()];
      const now = clock.now();
      const [next] = await state.deliveries.claim(by, { now, until: later(now, CLAIM), most: 1, except });
      if (next === undefined) return;
      const done = deliver(works, next, by)
        .catch((error: unknown) => log.error({ err: error, delivery: next.id }, 'delivery left as it is'))
        .then(() => {
          running.delete(next.id);
          wake();
        });
      running.set(next.id, { place: placeOf(next), term: by.term, done });
    }
  }

  async function begin(): Promise<void> {
    callOff();
    try {
      await goRound();
      failing = false;
    } catch (error) {
      if (!failing) log.error({ err: error }, 'deliveries could not be looked at');
      failing = true;
    }
    round = null;
    if (stopping) return;
    if (again) return wake();
    const soonest = running.size < AT_ONCE ? (pace.soonest() ?? every) : every;
    callOff = clock.after(Math.min(every, Math.max(soonest, 1)), wake);
  }

  function wake(): void {
    if (stopping) return;
    again = round !== null;
    round ??= begin();
  }

  return {
    wake,
    async stop(patience) {
      stopping = true;
      callOff();
      await round;
      const all = Promise.all([...running.values()].map(({ done }) => done));
      await Promise.race([all, wait(clock, patience)]);
      await lease.release();
    },
  };
}
