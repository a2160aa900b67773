import { SourceError } from '../sources/errors.js';
import { troubleWords } from './fault.js';
import type { Trouble } from './feed-status.js';

export type { Trouble } from './feed-status.js';

export const troubleOf = (error: unknown, at: Date): Trouble => ({
  says: sayTrouble(error),
  at,
  error: error instanceof Error ? error : new Error(String(error)),
});

/** What a person reads of a refresh that failed: no host, no path, no statement. */
function sayTrouble(error: unknown): string {
  // First, for a file that cannot be read may be one for which there was no memory.
  const ours = troubleWords(error);
  if (ours !== null) return ours;
  return error instanceof SourceError ? error.says : 'Tally itself failed at it; its log says more';
}
