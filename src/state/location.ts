import { resolve } from 'node:path';

const MEMORY = [':memory:', 'file::memory:'];

/** The file that a `file:` url names, as an absolute path; null for a server and for memory. */
export function stateFile(url: string): string | null {
  return url.startsWith('file:') && !MEMORY.includes(url) ? resolve(url.slice('file:'.length)) : null;
}

/** What a person is told where the store is. A url's user, path and query may hold a secret. */
export function placeOf(url: string): string {
  const file = stateFile(url);
  if (file !== null) return file;
  return MEMORY.includes(url) ? 'in memory' : URL.canParse(url) ? new URL(url).host : 'on a server';
}

/** The url for the driver, which takes `%`, `?` and `#` in the name of a folder for its own. */
export function driverUrl(url: string): string {
  const file = stateFile(url);
  if (file === null) return MEMORY.includes(url) ? ':memory:' : url;
  return `file:${file.replaceAll(/[%?#]/g, encodeURIComponent)}`;
}
