import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { type Fault, faultOf, ModelUnusable } from './fault.js';
import { probe as probeFile } from './probe.js';

/** What happened to a model's file that could not be used. The model is then made anew. */
export interface SetAside {
  /** Where the file is kept; null where there was nothing in it. */
  readonly kept: string | null;
  /** Files set aside earlier that made room for it. */
  readonly removed: readonly string[];
  /** What DuckDB said. */
  readonly reason: string;
  readonly at: Date;
}

export interface Opened<T> {
  readonly value: T;
  readonly setAside: SetAside | null;
  /** Call it once the file is closed in good order, and not where it proved damaged: then the next start looks. */
  release(): void;
}

/** Between a model's name and when it was set aside. */
const CORRUPT = '.corrupt-';
/** Files that are set aside and kept. */
const KEPT = 3;
/** DuckDB's three headers; a shorter file holds nothing. */
const HEADERS = 3 * 4096;

/**
 * Opens a model; a file that is damaged is renamed to `tally.duckdb.corrupt-YYYYMMDDHHMMSS` with its log, and a new
 * one is opened. `open` may be called twice, and closes what it opened when it throws; it should read what is certain
 * to be needed, because damage shows only where it is read. What is no damage is not set aside: throws ModelUnusable,
 * or what `open` throws.
 *
 * Damage can also end the process, or show in a question. So the file `tally.duckdb.open` says who has the model; who
 * finds it after a process that is gone, or that met damage and left it there, has a child read the whole model first.
 */
export async function openOrSetAside<T>(
  file: string,
  now: () => Date,
  open: () => Promise<T>,
  probe: (file: string) => Promise<string | null> = probeFile,
): Promise<Opened<T>> {
  if (file === ':memory:') return { value: await open(), setAside: null, release: () => undefined };
  const release = () => rmSync(markOf(file), { force: true });
  const holder = holderOf(file).kind;
  const found = holder === 'gone' && existsSync(file) ? await probe(file) : null;
  let setAside = found !== null && isOurs(file) ? moveAside(file, found, now()) : null;
  if (holder !== 'alive') mark(file);
  try {
    const value = await open();
    mark(file);
    return { value, setAside, release };
  } catch (error) {
    const fault = faultOf(error, file);
    if (fault?.kind === 'corrupt' && setAside === null && isOurs(file)) {
      setAside = moveAside(file, fault.says, now());
      return { value: await open(), setAside, release };
    }
    if (holder !== 'alive') release();
    throw explained(fault, file, error);
  }
}

const markOf = (file: string): string => `${file}.open`;

function mark(file: string): void {
  try {
    writeFileSync(markOf(file), `${process.pid}\n`);
  } catch {
    // No folder yet, no right, no room: opening the model says so, and better.
  }
}

/** Who has a model, or had it when it ended without closing it. */
export type Holder = { readonly kind: 'none' | 'gone' } | { readonly kind: 'alive'; readonly pid: number };

/** Our own number is of one that is gone: it was given to another before, as it is in a container at every start. */
export function holderOf(file: string): Holder {
  if (!existsSync(markOf(file))) return { kind: 'none' };
  const pid = Number(readFileSync(markOf(file), 'utf8'));
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return { kind: 'gone' };
  try {
    process.kill(pid, 0);
    return { kind: 'alive', pid };
  } catch (error) {
    // EPERM: it is there, and another user's.
    const alive = error instanceof Error && 'code' in error && error.code === 'EPERM';
    return alive ? { kind: 'alive', pid } : { kind: 'gone' };
  }
}

/** The log first: should the process end between the two, no log lies beside a new model. */
function moveAside(file: string, reason: string, at: Date): SetAside {
  if (!existsSync(`${file}.wal`) && statSync(file).size < HEADERS) {
    rmSync(file);
    return { kept: null, removed: [], reason, at };
  }
  const kept = freeName(`${file}${CORRUPT}${at.toISOString().replaceAll(/\D/g, '').slice(0, 14)}`);
  if (existsSync(`${file}.wal`)) renameSync(`${file}.wal`, `${kept}.wal`);
  renameSync(file, kept);
  return { kept, removed: removeOlder(file), reason, at };
}

function freeName(name: string): string {
  let free = name;
  for (let next = 2; existsSync(free); next++) free = `${name}-${next}`;
  return free;
}

function removeOlder(file: string): readonly string[] {
  const kept = keptAside(file).map(({ path }) => path);
  const removed = kept.slice(0, Math.max(0, kept.length - KEPT));
  for (const path of removed) {
    rmSync(path, { force: true });
    rmSync(`${path}.wal`, { force: true });
  }
  return removed;
}

/** Models that were set aside and are kept, the latest last. */
export function keptAside(file: string): readonly { readonly path: string; readonly at: Date }[] {
  const start = `${basename(file)}${CORRUPT}`;
  return namesIn(dirname(file))
    .filter((name) => name.startsWith(start) && extname(name) !== '.wal')
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .flatMap((name) => {
      const moment = name.slice(start.length).replace(/^(\d{4})(..)(..)(..)(..)(..).*$/, '$1-$2-$3T$4:$5:$6Z');
      const at = new Date(moment);
      return Number.isNaN(at.getTime()) ? [] : [{ path: join(dirname(file), name), at }];
    });
}

const namesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** Whether a file is a model: a wrong `model.file` must not move away what somebody else needs. */
function isOurs(file: string): boolean {
  if (extname(file).toLowerCase() === '.duckdb') return true;
  const head = readFileSync(file).subarray(0, 4096);
  return head.subarray(8, 12).toString('latin1') === 'DUCK' || head.every((byte) => byte === 0);
}

function explained(fault: Fault | null, file: string, error: unknown): unknown {
  if (fault === null || fault.kind === 'locked') return error;
  if (fault.kind === 'corrupt') return isOurs(file) ? error : new ModelUnusable('foreign', file, { cause: error });
  return error instanceof ModelUnusable ? error : new ModelUnusable(fault.kind, file, { cause: error });
}
