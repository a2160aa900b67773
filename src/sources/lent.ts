/**
 * What comes of waiting for something that is lent, or the error as soon as the signal is aborted; what comes after
 * that is given back.
 */
export function lent<T>(
  waiting: Promise<T>,
  signal: AbortSignal,
  error: () => Error,
  giveBack: (thing: T) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(error());
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    const settled = () => signal.removeEventListener('abort', abort);
    waiting.then(
      (thing) => {
        settled();
        if (signal.aborted) giveBack(thing);
        else resolve(thing);
      },
      (failure: unknown) => {
        settled();
        reject(failure);
      },
    );
  });
}
