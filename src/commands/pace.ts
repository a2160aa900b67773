/** Keeps anybody from asking more than is fair: `limit` questions within any minute. */
export interface Pace {
  /** Takes a place for one question; 0, or after how many milliseconds there is one. */
  take(who: string): number;
}

const MINUTE = 60_000;

export function createPace(limit: number, now: () => number = () => performance.now()): Pace {
  const asked = new Map<string, number[]>();
  let swept = now();

  function sweep(at: number): void {
    if (at - swept < MINUTE) return;
    swept = at;
    for (const [who, times] of asked) if ((times.at(-1) ?? 0) <= at - MINUTE) asked.delete(who);
  }

  return {
    take(who) {
      const at = now();
      sweep(at);
      const recent = (asked.get(who) ?? []).filter((time) => time > at - MINUTE);
      asked.set(who, recent);
      const [oldest] = recent;
      if (recent.length >= limit && oldest !== undefined) return oldest + MINUTE - at;
      recent.push(at);
      return 0;
    },
  };
}
