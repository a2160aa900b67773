import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isMap, isPair, isScalar, parseDocument, visit } from 'yaml';
import { BackupError, type Item, writeArchive } from '../backup/index.js';
import { loadConfig, type Settings } from '../config/index.js';
import type { Output } from '../instance/index.js';
import { plural } from '../kpi/format.js';
import { dayFiles, historyFolder } from '../model/history/folder.js';
import { stateFile } from '../state/index.js';
import { snapshotState } from '../state/snapshot.js';
import { OUR_FAILURE, UsageError } from './failure.js';
import { ownConfigPath } from './target.js';

/** Names in a backup, beside `history/…`. */
export const STATE = 'state.db';
export const CONFIG = 'tally.yaml';
export const HISTORY = 'history/';

export interface BackupRequest {
  /** File to be made, or folder for it; else `tally-backup-YYYYMMDD-HHMMSS.tar` in the working folder. */
  readonly to?: string | undefined;
}

/** `tally backup` of a configuration, but never of the demo, which is not what anybody would miss. */
export async function backupOf(given: string | undefined, request: BackupRequest, output: Output): Promise<number> {
  return backup({ settings: loadConfig(ownConfigPath(given), process.env) }, request, output);
}

/**
 * `tally backup`: saves what exists nowhere else, the recorded days, what Tally remembers and the configuration, in one
 * file. The model is not in it: it is read from the sources again. Works beside a Tally that runs. Yields the exit
 * code; throws UsageError, StateError and the file system's errors.
 */
export async function backup(
  { settings }: { readonly settings: Settings },
  { to }: BackupRequest,
  output: Pick<Output, 'out' | 'err'>,
  now: Date = new Date(),
): Promise<number> {
  const target = targetOf(to, now);
  // Beside the target, on the disk that has to take it all anyway.
  const scratch = mkdtempSync(join(dirname(target), '.tally-backup-'));
  try {
    const { items, says, notes } = await collect(settings, scratch);
    if (items.length === 0) throw new UsageError('There is nothing to save yet.');
    await writeArchive(target, items, now);
    output.out(`Saved in ${target} (${sizeOf(statSync(target).size)}):\n${says.map((line) => `  ${line}\n`).join('')}`);
    for (const note of notes) output.err(`! ${note}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    output.err(`${error.message}\n`);
    return OUR_FAILURE;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function targetOf(to: string | undefined, now: Date): string {
  const [day = '', time = ''] = now.toISOString().replaceAll(/[-:]/g, '').slice(0, 15).split('T');
  const given = resolve(to ?? '.');
  const target =
    existsSync(given) && statSync(given).isDirectory() ? join(given, `tally-backup-${day}-${time}.tar`) : given;
  if (existsSync(target)) throw new UsageError(`${target} is there already. Name another file.`);
  if (!existsSync(dirname(target))) throw new UsageError(`There is no folder ${dirname(target)}.`);
  accessSync(dirname(target), constants.W_OK);
  return target;
}

interface Collected {
  readonly items: readonly Item[];
  readonly says: readonly string[];
  readonly notes: readonly string[];
}

async function collect({ file, config, secrets }: Settings, scratch: string): Promise<Collected> {
  const items: Item[] = [];
  const says: string[] = [];
  const notes: string[] = [];
  const days = dayFiles(historyFolder(config.model.file));
  items.push(...days.map(({ name, path }) => ({ name: `${HISTORY}${name}`, path })));
  const dates = [...new Set(days.map(({ date }) => date))].sort();
  const span = dates.length > 1 ? `${dates[0]} to ${dates.at(-1)}` : dates[0];
  const tables = new Set(days.map(({ name }) => dirname(name))).size;
  says.push(
    days.length === 0
      ? 'no recorded day: there is none yet, or every table has dates'
      : `${plural(days.length, 'recorded day')} of ${plural(tables, 'table')}, ${span}`,
  );
  const state = join(scratch, STATE);
  if (await snapshotState(config.state.url, state)) {
    items.push({ name: STATE, path: state });
    says.push('what Tally remembers: who asked what, favourites');
  } else if (stateFile(config.state.url) === null) {
    notes.push('What Tally remembers is on a server (state.url) and is not in it: save it there.');
  }
  if (holdsSecret(readFileSync(file, 'utf8'), secrets)) {
    notes.push(`The configuration is not in it: a password is written out in ${file}. Write it as \${VARIABLE}.`);
  } else {
    items.push({ name: CONFIG, path: file });
    says.push(`the configuration, ${basename(file)}`);
  }
  return { items, says, notes };
}

/** Shorter ones are found in any text. */
const TELLING = 6;

/**
 * Whether a configuration holds a secret that is more than `${VARIABLE}`: under a key that sounds like one, in a URL,
 * or one that is in use, wherever it stands, as in a comment.
 */
export function holdsSecret(text: string, secrets: readonly string[]): boolean {
  if (secrets.some((secret) => secret.length >= TELLING && text.includes(secret))) return true;
  if (/:\/\/[^\s/@:'"]*:[^\s/@$'"]+@/.test(text)) return true;
  let found = false;
  visit(parseDocument(text), {
    Pair(_, { key, value }) {
      if (!isScalar(key) || !/password|secret|token/i.test(String(key.value)) || isMap(value) || isPair(value)) return;
      const written = isScalar(value) ? String(value.value ?? '') : '';
      if (!/^(\$\{[A-Za-z_][A-Za-z0-9_]*\})*$/.test(written)) found = true;
    },
  });
  return found;
}

function sizeOf(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
