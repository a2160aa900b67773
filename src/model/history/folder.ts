import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, extname, join } from 'node:path';

/** One recorded day of a feed, as it lies on disk. */
export interface DayFile {
  /** Inside the history's folder, with `/`: `stock-erp-stock-test-1f…/2026-03-10.parquet`. */
  readonly name: string;
  readonly path: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly bytes: number;
  /** When the file was last written, milliseconds since 1970, whole. */
  readonly modified: number;
}

const FEED = /^[a-z0-9-]+-[0-9a-f]{20}$/;
const DAY = /^(\d{4}-\d{2}-\d{2})\.parquet$/;
const DAY_NAME = /^[a-z0-9-]{1,40}-[0-9a-f]{20}\/\d{4}-\d{2}-\d{2}\.parquet$/;

/**
 * Folder of what a model recorded: `data/tally.duckdb` → `data/tally.history`. It does not start with the model's
 * whole name, because people delete a model with `rm tally.duckdb*`; nor is it `history`, which is the terminal's file.
 */
export function historyFolder(model: string): string {
  return `${model.slice(0, model.length - extname(model).length)}.history`;
}

/**
 * Folder of one feed, for any id: small letters, digits and hyphens for people, and twenty digits of the id's SHA-256
 * that make it unlike every other's on file systems that know no case, forbid signs or cut long names.
 */
export function feedFolder(id: string): string {
  const words = id
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 39);
  return `${words || 'feed'}-${createHash('sha256').update(id).digest('hex').slice(0, 20)}`;
}

/** `name` of a feed's day, as in DayFile. */
export const dayName = (id: string, date: string): string => `${feedFolder(id)}/${date}.parquet`;

/** Whether a name can be one of a recorded day; nothing else may be put into the folder. */
export const isDayName = (name: string): boolean => DAY_NAME.test(name);

/** All recorded days, by name. */
export function dayFiles(folder: string): readonly DayFile[] {
  return entries(folder)
    .filter((feed) => FEED.test(feed))
    .flatMap((feed) =>
      entries(join(folder, feed)).flatMap((file): DayFile[] => {
        const date = DAY.exec(file)?.[1];
        if (date === undefined) return [];
        const path = join(folder, feed, file);
        const { size, mtimeMs } = statSync(path);
        return [{ name: `${feed}/${file}`, path, date, bytes: size, modified: Math.round(mtimeMs) }];
      }),
    );
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw error;
  }
}

const ABOUT = `Recorded days of tables without a date. This is the only copy: what is deleted here cannot be read from
the sources again. "tally backup" saves it.
`;

/** Makes a day's folder and those above it, for the first day with a word to whoever tidies up. */
export function makeFolderOf(folder: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const about = join(folder, 'README.txt');
  if (!existsSync(about)) writeFileSync(about, ABOUT);
}

/** What this process is writing at the moment. */
const writing = new Set<string>();

/** Where a file is written before it has its name; of the same folder, so that renaming it is one step. */
export const temporaryName = (path: string): string => `${path}.${process.pid}.tmp`;

/** Writes a file under another name, which is free again when the work is done. */
export async function withTemporary<T>(path: string, work: (temporary: string) => Promise<T>): Promise<T> {
  const temporary = temporaryName(path);
  writing.add(temporary);
  try {
    return await work(temporary);
  } finally {
    rmSync(temporary, { force: true });
    writing.delete(temporary);
  }
}

/** Removes what a killed process was writing. */
export function removeLeftovers(folder: string): void {
  for (const feed of entries(folder)) {
    for (const file of entries(join(folder, feed))) {
      const path = join(folder, feed, file);
      if (file.endsWith('.tmp') && !writing.has(path)) rmSync(path, { force: true });
    }
  }
}

/** Gives a file its name once its bytes are on the disk: after a power cut it is whole or not there. */
export function renameDurably(from: string, to: string): void {
  sync(from);
  renameSync(from, to);
  try {
    sync(dirname(to));
  } catch {
    // Windows cannot open a folder; it keeps the name in its journal.
  }
}

function sync(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
