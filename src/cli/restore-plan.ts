import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Archive, BackupError, sha256 } from '../backup/index.js';
import { ConfigError, parseConfig, type Settings } from '../config/index.js';
import { plural } from '../kpi/format.js';
import { historyFolder } from '../model/history/folder.js';
import { type Holder, holderOf } from '../model/recover.js';
import { stateFile } from '../state/index.js';
import { CONFIG, HISTORY, STATE } from './backup.js';
import { UsageError } from './failure.js';

export const holds = ({ manifest }: Archive, name: string): boolean =>
  manifest.files.some((file) => file.name === name);

/** What the configuration in the backup says at the place where it is going to be, and that it can be put there. */
export async function settingsIn(
  archive: Archive,
  { from, config }: { readonly from: string; readonly config: string },
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Settings> {
  const file = resolve(config);
  if (!holds(archive, CONFIG)) {
    throw new UsageError(`There is no configuration ${file}, nor one in the backup. Name yours with --config.`);
  }
  accessSync(dirname(file), constants.W_OK);
  const chunks: Buffer[] = [];
  for await (const chunk of archive.bytes(CONFIG)) chunks.push(chunk);
  try {
    return parseConfig(Buffer.concat(chunks).toString('utf8'), { file, called: `${CONFIG} in ${from}` }, environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new UsageError(
      `${error.message}\nNothing was restored. If the configuration is to be another one here, take it out (tar -xf ${from} ${CONFIG}), change it and restore again.`,
    );
  }
}

/** A recorded day in the archive that is to be written. */
interface Day {
  readonly name: string;
  readonly path: string;
  /** Where the day goes that it replaces; null where there is none. */
  readonly kept: string | null;
}

export interface Plan {
  readonly folder: string;
  readonly days: readonly Day[];
  /** Days that are there as they are in the backup. */
  readonly same: number;
  readonly running: boolean;
  /** Null where the backup has no state, or the configuration keeps it in no file. */
  readonly state: string | null;
  readonly force: boolean;
  /** End of the name of what is replaced. */
  readonly aside: string;
  readonly notes: string | null;
}

/** All that is refused is refused here, while nothing has been touched. Throws BackupError. */
export async function planFor(
  archive: Archive,
  { config }: Settings,
  { force, aside }: Pick<Plan, 'force' | 'aside'>,
): Promise<Plan> {
  const folder = historyFolder(config.model.file);
  const missing: Day[] = [];
  const differing: Day[] = [];
  let same = 0;
  for (const { name, sha256: said } of archive.manifest.files) {
    if (!name.startsWith(HISTORY)) continue;
    const path = join(folder, name.slice(HISTORY.length));
    if (!existsSync(path)) missing.push({ name, path, kept: null });
    else if ((await sha256(path)) === said) same++;
    else differing.push({ name, path, kept: path + aside });
  }
  if (differing.length > 0 && !force) {
    const list = differing.map(({ path }) => `\n  ${path}`).join('');
    throw new BackupError(
      `Nothing was restored: of ${plural(differing.length, 'recorded day')} there is another state already. --force replaces it.${list}`,
    );
  }
  const file = holds(archive, STATE) ? stateFile(config.state.url) : null;
  const notes = holds(archive, STATE) && file === null ? 'what Tally remembers stays: state.url names no file' : null;
  const holder = holderOf(config.model.file);
  if (file !== null && existsSync(file) && force) refuseWhileRunning(holder, config.model.file);
  for (const path of [...differing.map((day) => day.path), ...(file === null ? [] : [file])]) refuseTaken(path + aside);
  const days = [...missing, ...differing];
  const running = holder.kind === 'alive';
  return { folder, days, same, running, state: file, force, aside, notes };
}

/** What a running Tally wrote into a file that is not at its place any more would be lost. */
function refuseWhileRunning(holder: Holder, model: string): void {
  if (holder.kind === 'alive')
    throw new BackupError(
      `Nothing was restored: Tally is running (process ${holder.pid}). Close it first. If that is no Tally, remove ${model}.open.`,
    );
}

/** What another restore of this second has set aside exists nowhere else. */
function refuseTaken(kept: string): void {
  if (existsSync(kept)) throw new BackupError(`Nothing was restored: ${kept} is there already. Try again.`);
}
