/** Runs work a few at a time; the others wait in order. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * What takes longer than `longest` milliseconds is waiting for something itself, as a source, and does not keep the
 * others from their turn.
 */
export function createTurns(atOnce: number, longest: number): Turns {
  const waiting: (() => void)[] = [];
  let busy = 0;
  const next = () => {
    const first = waiting.shift();
    if (first === undefined) busy--;
    else first();
  };
  return async (work) => {
    if (busy < atOnce) busy++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    let left = false;
    const leave = () => {
      if (!left) next();
      left = true;
    };
    const late = setTimeout(leave, longest);
    try {
      return await work();
    } finally {
      clearTimeout(late);
      leave();
    }
  };
}
