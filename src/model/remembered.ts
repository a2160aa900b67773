import type { KnownMark } from './mark.js';

/** What is known of a feed without asking the model, as long as its rows stay as they are. */
export interface Remembered {
  /** Of the last look, which found nothing new: written down now and then, not at every question. */
  mark: KnownMark | null;
  /** Reads once; afterwards yields the same, until `forget`. */
  recall<T>(what: string, read: () => Promise<T>): Promise<T>;
  forget(): void;
}

export function createRemembered(): Remembered {
  const known = new Map<string, Promise<unknown>>();
  return {
    mark: null,
    recall<T>(what: string, read: () => Promise<T>): Promise<T> {
      const found = known.get(what) as Promise<T> | undefined;
      if (found) return found;
      const reading = read();
      known.set(what, reading);
      reading.catch(() => known.delete(what));
      return reading;
    },
    forget() {
      this.mark = null;
      known.clear();
    },
  };
}
