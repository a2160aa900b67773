/** What keeps everything from being posted for a while. */
interface Hold {
  /** By the clock that nobody sets. */
  readonly until: number;
  readonly at: Date;
  readonly says: string;
}

/** What this process knows of deliveries that are not over, beyond what the store does; lost with it. */
export interface Memory {
  /** Timestamps of messages that Slack took, until that is written down. */
  readonly stands: Map<string, string>;
  /** When, by the clock that nobody sets, a post that may be under way must be over. */
  readonly lookAfter: Map<string, number>;
  /** How often each of them failed in some way, by its id and that way. */
  setback(id: string, way: 'place' | 'own'): number;
  forget(id: string): void;
  hold: Hold | null;
  /** When this process began to deliver. */
  activeSince: Date | null;
}

export function createMemory(): Memory {
  const stands = new Map<string, string>();
  const lookAfter = new Map<string, number>();
  const setbacks = { place: new Map<string, number>(), own: new Map<string, number>() };
  return {
    stands,
    lookAfter,
    setback(id, way) {
      const count = (setbacks[way].get(id) ?? 0) + 1;
      setbacks[way].set(id, count);
      return count;
    },
    forget(id) {
      for (const map of [stands, lookAfter, setbacks.place, setbacks.own]) map.delete(id);
    },
    hold: null,
    activeSince: null,
  };
}
