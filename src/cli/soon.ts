/** Something that is done soon after it was asked for, and not more often than so. */
export interface Soon {
  ask(): void;
  stop(): void;
}

/** `pause`: milliseconds until it is done, which all that ask meanwhile share, and at least between two times. */
export function createSoon(work: () => Promise<void>, pause: number): Soon {
  let timer: NodeJS.Timeout | null = null;
  let busy = false;
  let again = false;

  async function begin(): Promise<void> {
    timer = null;
    busy = true;
    try {
      await work();
    } finally {
      busy = false;
      if (again) ask();
    }
  }

  function ask(): void {
    again = busy;
    if (busy || timer !== null) return;
    timer = setTimeout(() => void begin(), pause);
    timer.unref();
  }

  return {
    ask,
    stop() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
