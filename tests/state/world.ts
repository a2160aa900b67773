import { expect } from 'vitest';
import { type Claimant, type Delivery, POSTING, type State } from '../../src/state/index.js';

export type Holder = 'a' | 'b';

/** Seconds that a lease and a claim are taken for. */
const LEASE = 30;
const CLAIM = 20;

/** What should be known of a delivery. */
interface Known {
  state: Delivery['state'];
  posts: number;
  /** Who claimed it last, unless they have let go of it. */
  by: Claimant | null;
  /** Until when that holds; of one that is nobody’s, until when it is put off. */
  until: number;
}

/** One step of a holder. `which`: of those that it has ever claimed, though it may have lost it long since. */
export interface Step {
  readonly does: keyof typeof STEPS;
  readonly holder: Holder;
  readonly which: number;
  readonly seconds: number;
  readonly end: 'sent' | 'failed' | 'quiet' | 'dropped';
  readonly refused: boolean;
}

/** Two instances on one store, and what each should have. Every step expects of the store what is known here. */
export class World {
  now = Date.UTC(2026, 2, 10, 8);
  readonly deliveries = new Map<string, Known>();
  /** Whose term it is; null between two terms. */
  leader: Claimant | null = null;
  /** As whom each acts: in its last term, whether or not that is over. */
  readonly claimants: { [H in Holder]?: Claimant } = {};
  private readonly claimed: Record<Holder, string[]> = { a: [], b: [] };
  private term = 0;

  constructor(readonly stores: Readonly<Record<Holder, State>>) {}

  async does(step: Step): Promise<void> {
    await STEPS[step.does](this, step);
  }

  at(seconds: number): Date {
    return new Date(this.now + seconds * 1000);
  }

  async take(holder: Holder): Promise<void> {
    const { leases } = this.stores[holder];
    const held = await leases.held(POSTING);
    const lapsed = held !== null && held.until <= this.at(0) ? held : null;
    const term = await leases.take(POSTING, holder, { until: this.at(LEASE), lapsed });
    if (term === null || term === this.claimants[holder]?.term) return;
    expect(term).toBeGreaterThan(this.term);
    this.term = term;
    this.leader = { holder, term };
    this.claimants[holder] = this.leader;
  }

  async release(holder: Holder): Promise<void> {
    await this.stores[holder].leases.release(POSTING, holder);
    if (this.leader?.holder === holder) this.leader = null;
  }

  async add(count: number): Promise<void> {
    const made = { kind: 'notice', of: null, due: this.at(0), owner: 'U1', channel: null, payload: null } as const;
    for (const { id } of await this.stores.a.deliveries.add(Array(count).fill(made)))
      this.deliveries.set(id, { state: 'due', posts: 0, by: null, until: this.now });
  }

  async claim(holder: Holder, most: number): Promise<void> {
    const by = this.claimants[holder];
    if (by === undefined) return;
    const times = { now: this.at(0), until: this.at(CLAIM) };
    const free = by === this.leader ? this.freeFor(by) : [];
    const claimed = await this.stores[holder].deliveries.claim(by, { ...times, most });
    expect(claimed).toHaveLength(Math.min(most, free.length));
    for (const { id, state, posts } of claimed) {
      const known = this.deliveries.get(id);
      if (known === undefined || !free.includes(id)) throw new Error(`${id} is not to be claimed.`);
      if (known.state === 'due') known.state = 'claimed';
      expect({ state, posts }).toEqual({ state: known.state, posts: known.posts });
      Object.assign(known, { by, until: times.until.getTime() });
      this.claimed[holder].push(id);
    }
  }

  /** Those that are not over and nobody’s: put off no longer, out of a claim that has run out or of an earlier term. */
  freeFor(by: Claimant): string[] {
    const isFree = ({ by: other, until }: Known) => until <= this.now || (other !== null && other !== by);
    return [...this.deliveries].filter(([, known]) => !isOver(known) && isFree(known)).map(([id]) => id);
  }

  unfinished(): string[] {
    return [...this.deliveries].filter(([, known]) => !isOver(known)).map(([id]) => id);
  }

  /** One that a holder has claimed at some time; `own`: it has it still, `leads`: and is the one that may post it. */
  pick({ holder, which }: Step) {
    const ids = this.claimed[holder];
    const id = ids[which % Math.max(1, ids.length)];
    const by = this.claimants[holder];
    const known = id === undefined ? undefined : this.deliveries.get(id);
    if (id === undefined || by === undefined || known === undefined) return null;
    const own = known.by === by && !isOver(known);
    return { id, by, known, own, leads: own && by === this.leader, store: this.stores[holder].deliveries };
  }
}

const isOver = ({ state }: Known) => ['sent', 'failed', 'quiet', 'dropped'].includes(state);

/** For each step what it does, and where it has to be done: there only, and there always. */
const STEPS = {
  async wait(world: World, { seconds }: Step) {
    world.now += seconds * 1000;
  },
  add: (world: World, { which }: Step) => world.add(1 + (which % 3)),
  take: (world: World, { holder }: Step) => world.take(holder),
  release: (world: World, { holder }: Step) => world.release(holder),
  claim: (world: World, { holder, which }: Step) => world.claim(holder, 1 + (which % 3)),
  async posting(world: World, step: Step) {
    const picked = world.pick(step);
    if (picked === null) return;
    const { id, by, known, leads, store } = picked;
    const may = leads && ['claimed', 'posting'].includes(known.state);
    expect(await store.posting(id, by, { channel: 'D1', now: world.at(0) })).toBe(may);
    if (may) Object.assign(known, { state: 'posting', posts: known.posts + 1 });
  },
  async posted(world: World, step: Step) {
    const picked = world.pick(step);
    if (picked === null) return;
    const { id, by, known, own, store } = picked;
    const may = own && known.state === 'posting';
    expect(await store.posted(id, by, { channel: 'D1', ts: '1.1', record: null })).toBe(may);
    if (may) known.state = 'posted';
  },
  async settle(world: World, step: Step) {
    const picked = world.pick(step);
    if (picked === null) return;
    const { id, by, known, own, leads, store } = picked;
    const may = step.end === 'sent' ? own : leads;
    expect(await store.settle(id, by, { state: step.end, now: world.at(0), error: null })).toBe(may);
    if (may) known.state = step.end;
  },
  async putOff(world: World, step: Step) {
    const picked = world.pick(step);
    if (picked === null) return;
    const { id, by, known, leads, store } = picked;
    const refused = step.refused && known.state === 'posting';
    const notBefore = world.at(step.seconds);
    expect(await store.putOff(id, by, { notBefore, error: 'busy', refused })).toBe(leads);
    if (!leads) return;
    if (refused) known.posts -= 1;
    if (known.state === 'claimed' || (refused && known.posts === 0)) known.state = 'due';
    Object.assign(known, { by: null, until: notBefore.getTime() });
  },
  async extend(world: World, step: Step) {
    const picked = world.pick(step);
    if (picked === null) return;
    await picked.store.extend([picked.id], picked.by, world.at(CLAIM));
    if (picked.leads) picked.known.until = world.at(CLAIM).getTime();
  },
} as const;

export const DOES = Object.keys(STEPS) as readonly (keyof typeof STEPS)[];
