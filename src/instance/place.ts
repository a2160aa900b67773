import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, realpathSync, type Stats } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** Longest path of a socket that every system takes, in bytes: macOS has 104 with the final zero, Linux 108. */
const LONGEST = 103;

/** Random letters that mkdtemp adds. */
const RANDOM = 'XXXXXX';

/**
 * Where the instance that holds a model listens: beside the model, `tally.duckdb.sock`; where that path is too long, in a
 * folder of the user's own under the system's temporary one; on Windows a named pipe.
 */
export function placeOf(model: string): string {
  if (process.platform === 'win32') return `\\\\.\\pipe\\tally-${digest(resolve(model).toLowerCase())}`;
  const beside = `${resolve(model)}.sock`;
  if (Buffer.byteLength(beside) <= LONGEST && Buffer.byteLength(nurseryOf(beside) + RANDOM) <= LONGEST - 2)
    return beside;
  return join(ownFolder(), `${digest(real(model))}.sock`);
}

/** Start of the name of the private folder in which a socket is made before it is moved to its place. */
export function nurseryOf(place: string): string {
  return join(dirname(place), `.${digest(basename(place)).slice(0, 8)}-`);
}

/** Makes the folder of a place under the temporary one, for this user only. Throws where it is another's. */
export function prepare(place: string): void {
  if (dirname(place) !== ownFolder()) return;
  mkdirSync(ownFolder(), { recursive: true, mode: 0o700 });
  if (!isPrivate()) throw new Error(`${ownFolder()} is not this user’s alone`);
}

/** Whether a socket is there and of this user: nobody else is to hear the question, or to answer it. */
export function isOurs(place: string): boolean {
  if (process.platform === 'win32') return true;
  const found = look(place);
  if (!found?.isSocket() || found.uid !== process.getuid?.()) return false;
  return dirname(place) !== ownFolder() || isPrivate();
}

function isPrivate(): boolean {
  const folder = look(ownFolder());
  return folder?.isDirectory() === true && folder.uid === process.getuid?.() && (folder.mode & 0o077) === 0;
}

const ownFolder = (): string => join(tmpdir(), `tally-${process.getuid?.() ?? 0}`);

const look = (path: string): Stats | undefined => lstatSync(path, { throwIfNoEntry: false });

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** However the folder is called by a link, its model is the same. */
function real(model: string): string {
  try {
    return join(realpathSync(dirname(model)), basename(model));
  } catch {
    return resolve(model);
  }
}
