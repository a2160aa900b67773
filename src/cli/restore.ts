import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Archive, BackupError } from '../backup/index.js';
import { loadConfig, type Settings } from '../config/index.js';
import type { Output } from '../instance/index.js';
import { plural } from '../kpi/format.js';
import { isDayName, makeFolderOf, renameDurably, temporaryName } from '../model/history/folder.js';
import { CONFIG, HISTORY, STATE } from './backup.js';
import { OUR_FAILURE } from './failure.js';
import { holds, type Plan, planFor, settingsIn } from './restore-plan.js';
import { ownConfigPath } from './target.js';

export interface RestoreRequest {
  readonly from: string;
  /** Path of the configuration, which says where things go; where there is none yet, the one in the backup goes there. */
  readonly config: string;
  /** Replaces recorded days that differ, and what Tally remembers; what is replaced is kept beside what takes its place. */
  readonly force?: boolean | undefined;
}

/** End of the name of what is replaced: no recorded day is called so. */
const asideAt = (now: Date): string => `.replaced-${now.toISOString().replaceAll(/\D/g, '').slice(0, 14)}`;

const isAllowed = (name: string): boolean =>
  name === STATE || name === CONFIG || (name.startsWith(HISTORY) && isDayName(name.slice(HISTORY.length)));

/** `tally restore` to where a configuration says, or is going to say. */
export async function restoreTo(
  given: string | undefined,
  request: Omit<RestoreRequest, 'config'>,
  output: Output,
): Promise<number> {
  return restore({ ...request, config: ownConfigPath(given) }, output);
}

/**
 * `tally restore FILE`: puts back what `tally backup` saved. The whole backup is checked before anything is touched;
 * then each file gets its place in one step, the configuration last. Yields the exit code; throws UsageError,
 * ConfigError and the file system's errors.
 */
export async function restore(
  { from, config, force = false }: RestoreRequest,
  output: Pick<Output, 'out' | 'err'>,
  { environment = process.env, now = new Date() }: RestoreSetting = {},
): Promise<number> {
  let archive: Archive | null = null;
  try {
    archive = await Archive.open(resolve(from), isAllowed);
    const isNew = !existsSync(config);
    const settings = isNew ? await settingsIn(archive, { from, config }, environment) : loadConfig(config, environment);
    const plan = await planFor(archive, settings, { force, aside: asideAt(now) });
    const days = await placeDays(archive, plan);
    const state = await placeState(archive, plan);
    if (isNew) await place(archive, CONFIG, settings.file, 0o644);
    const made = archive.manifest.created.slice(0, 16).replace('T', ' ');
    const lines = [days, saidOf(archive, settings, isNew), state].filter((line) => line !== null);
    output.out(`Restored from ${from}, made ${made} UTC:\n${lines.map((line) => `  ${line}\n`).join('')}`);
    return 0;
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    output.err(`${error.message}\n`);
    return OUR_FAILURE;
  } finally {
    await archive?.close();
  }
}

export interface RestoreSetting {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly now?: Date;
}

function saidOf(archive: Archive, { file }: Settings, isNew: boolean): string | null {
  if (isNew) return `the configuration, as ${file}`;
  return holds(archive, CONFIG) ? `the configuration ${file} stays as it is` : null;
}

async function placeDays(archive: Archive, { folder, days, same, running, aside }: Plan): Promise<string> {
  for (const { name, path, kept } of days) {
    makeFolderOf(folder, path);
    await place(archive, name, path, 0o644, kept);
  }
  const there = same > 0 ? `, ${same} ${same === 1 ? 'was' : 'were'} there already` : '';
  const replaced = days.filter(({ kept }) => kept !== null).length;
  const instead = replaced > 0 ? `, ${replaced} of them in place of another, kept beside it as *${aside}` : '';
  const later =
    running && days.length > 0 ? '; Tally, which is running, takes them in tomorrow or when it is started again' : '';
  return `${plural(days.length, 'recorded day')}${instead}${there}${later}`;
}

/** A store that is replaced is kept beside the new one, with its log, without which it would not be whole. */
async function placeState(archive: Archive, { state, force, aside, notes }: Plan): Promise<string | null> {
  if (state === null) return notes;
  if (existsSync(state) && !force) return `what Tally remembers stays: ${state} is there; --force replaces it`;
  mkdirSync(dirname(state), { recursive: true, mode: 0o700 });
  const kept = state + aside;
  const fresh = temporaryName(state);
  rmSync(fresh, { force: true });
  await archive.extract(STATE, fresh, 0o600);
  const there = existsSync(state);
  for (const end of ['-wal', '-shm', '']) if (existsSync(state + end)) renameSync(state + end, kept + end);
  renameDurably(fresh, state);
  return `what Tally remembers, as ${state}${there ? `; the one before is ${kept}` : ''}`;
}

/** `kept`: where what is there now goes. */
async function place(
  archive: Archive,
  name: string,
  path: string,
  mode: number,
  kept: string | null = null,
): Promise<void> {
  // Whoever may not write reads the folder's name, and not that of a file that is only passing.
  accessSync(dirname(path), constants.W_OK);
  const temporary = temporaryName(path);
  rmSync(temporary, { force: true });
  try {
    await archive.extract(name, temporary, mode);
    if (kept !== null) renameSync(path, kept);
    renameDurably(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}
