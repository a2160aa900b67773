import type { Content } from '../../src/delivery/content.js';
import { type Addressee, type Courier, NotPosted, type Problem } from '../../src/delivery/courier.js';
import type { World } from './world.js';

export interface Message {
  readonly channel: string;
  readonly mark: string;
  readonly at: Date;
  readonly content: Content;
  readonly files: string[];
}

/** What becomes of a post or a file. `lost`: it is taken, and its answer never comes; `dropped`: nor is it taken. */
export type Fate =
  | 'taken'
  | 'lost'
  | 'dropped'
  | 'cut off'
  | 'cut off, taken'
  | 'cut off, taken later'
  | 'busy'
  | 'unreached';

/** Milliseconds after which Slack takes what was under way when the connection broke. */
const LATER = 15_000;

const UNSURE = { kind: 'unsure', code: 'timeout', afterMs: null } as const;
const UNREACHED = { kind: 'later', code: 'ECONNREFUSED', afterMs: null } as const;
const BUSY = { kind: 'later', code: 'ratelimited', afterMs: 3000 } as const;

/** A Slack of messages in memory, that takes its time, and loses what a test tells it to lose. */
export class FakeSlack {
  readonly messages: Message[] = [];
  /** Calls that were made while it was down. */
  refused = 0;
  isDown = false;
  hasHistory = true;
  /** Milliseconds from a call to what it does, and from that to its answer. */
  latency = 150;
  fate: () => Fate = () => 'taken';
  readonly problems = new Map<string, Problem>();
  readonly gone = new Set<string>();

  constructor(private readonly world: World) {}

  get texts(): readonly string[] {
    return this.messages.map(({ content }) => (content.kind === 'notice' ? content.text : content.kind));
  }

  readonly courier: Courier = {
    asker: async ({ owner, channel }: Addressee) => {
      await this.reach(owner);
      if (this.gone.has(owner)) return 'gone';
      const open = channel !== null;
      return { chat: 'slack', user: owner, groups: [], unknownGroups: [], channel, public: open };
    },
    channelOf: async ({ owner, channel }) => channel ?? `D-${owner}`,
    prepare: () => this.world.sleep(this.latency),
    post: (channel, content, mark) =>
      this.take(channel, () => {
        this.messages.push({ channel, mark, at: this.world.now, content, files: [] });
        return String(this.messages.length - 1);
      }),
    find: async (channel, mark, since) => {
      await this.reach(channel);
      if (!this.hasHistory) return 'unknown';
      const found = this.messages.findIndex((one) => one.channel === channel && one.mark === mark && one.at >= since);
      return found < 0 ? null : String(found);
    },
    attach: (channel, ts, file) =>
      this.take(channel, () => {
        this.messages[Number(ts)]?.files.push(file.name);
      }),
    attached: async (channel, ts) => {
      await this.reach(channel);
      return this.hasHistory ? [...(this.messages[Number(ts)]?.files ?? [])] : 'unknown';
    },
  };

  private async reach(place: string): Promise<void> {
    await this.world.sleep(this.latency);
    if (this.isDown) {
      this.refused++;
      throw new NotPosted(UNREACHED);
    }
    const problem = this.problems.get(place) ?? this.problems.get('everywhere');
    if (problem) throw new NotPosted(problem);
  }

  private async take<T>(channel: string, work: () => T): Promise<T> {
    await this.reach(channel);
    const fate = this.fate();
    if (fate === 'busy') throw new NotPosted(BUSY);
    if (fate === 'unreached') throw new NotPosted(UNREACHED);
    if (fate === 'cut off') throw new NotPosted(UNSURE);
    if (fate === 'cut off, taken later') {
      this.world.after(LATER, () => void work());
      throw new NotPosted(UNSURE);
    }
    // Whoever asked may be dead by then; Slack does it all the same.
    const done = fate === 'dropped' ? null : { value: work() };
    if (fate === 'cut off, taken') throw new NotPosted(UNSURE);
    await this.world.sleep(this.latency);
    if (fate === 'taken' && done !== null) return done.value;
    return new Promise(() => {});
  }
}
