import { createHash } from 'node:crypto';
import { createReadStream, rmSync } from 'node:fs';
import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { END_OF_ARCHIVE, type Entry, entriesOf, header, padding, TarError } from './tar.js';

/** A backup cannot be made or used. The message names the file and what is wrong with it. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

const VERSION = 1;
const MANIFEST = 'manifest.json';
/** A manifest of a million files; what is larger is none. */
const LONGEST_MANIFEST = 256 * 1024 * 1024;

const manifestSchema = z.object({
  format: z.literal('tally-backup'),
  version: z.literal(VERSION),
  created: z.iso.datetime(),
  files: z.array(
    z.object({ name: z.string(), size: z.number().int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
});

/** What a backup says it holds: names with sizes in bytes and SHA-256 in hex. */
export type Manifest = z.output<typeof manifestSchema>;

export interface Item {
  /** In the archive. */
  readonly name: string;
  readonly path: string;
}

/**
 * Writes files into a new archive, first of all its manifest. The archive has its name once it is whole and on the
 * disk; it is for its owner's eyes only. Throws BackupError where a file changes meanwhile, or the file system's error.
 */
export async function writeArchive(target: string, items: readonly Item[], created: Date): Promise<Manifest> {
  const files = [];
  for (const { name, path } of items) files.push({ name, size: (await stat(path)).size, sha256: await sha256(path) });
  const manifest: Manifest = { format: 'tally-backup', version: VERSION, created: created.toISOString(), files };
  const partial = `${target}.${process.pid}.partial`;
  const archive = await open(partial, 'wx', 0o600);
  try {
    await append(archive, MANIFEST, Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`), created);
    for (const [index, { name, path }] of items.entries()) {
      const { size, sha256: expected } = files[index] ?? { size: 0, sha256: '' };
      await archive.appendFile(header(name, size, created.getTime()));
      const hash = createHash('sha256');
      for await (const chunk of createReadStream(path)) {
        hash.update(chunk);
        await archive.appendFile(chunk);
      }
      if (hash.digest('hex') !== expected) throw new BackupError(`${path} changed while it was saved. Try again.`);
      await archive.appendFile(padding(size));
    }
    await archive.appendFile(END_OF_ARCHIVE);
    await archive.sync();
    await archive.close();
    await rename(partial, target);
    await syncFolder(dirname(target));
    return manifest;
  } catch (error) {
    await archive.close();
    rmSync(partial, { force: true });
    throw explained(error, `for ${target}`);
  }
}

/** What a write says does not name the file. */
function explained(error: unknown, where: string): unknown {
  const full = error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(String(error.code));
  return full ? new BackupError(`There is no room ${where}.`, { cause: error }) : error;
}

async function append(archive: FileHandle, name: string, bytes: Buffer, at: Date): Promise<void> {
  await archive.appendFile(Buffer.concat([header(name, bytes.length, at.getTime()), bytes, padding(bytes.length)]));
}

async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path);
    await folder.sync().finally(() => folder.close());
  } catch {
    // Windows cannot open a folder; it keeps the name in its journal.
  }
}

/** A backup in which every byte was found to be as its manifest says. */
export class Archive {
  private constructor(
    private readonly file: FileHandle,
    private readonly path: string,
    readonly manifest: Manifest,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** Reads all of it, and nothing else is touched. `allowed` are the names that may be in it. Throws BackupError. */
  static async open(path: string, allowed: (name: string) => boolean): Promise<Archive> {
    let file: FileHandle;
    try {
      file = await open(path);
    } catch (error) {
      const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      throw new BackupError(absent ? `There is no file ${path}.` : `The file ${path} cannot be read.`, {
        cause: error,
      });
    }
    try {
      return await Archive.verified(file, path, allowed);
    } catch (error) {
      await file.close();
      if (error instanceof TarError) throw new BackupError(`The file ${path} ${error.message}.`);
      if (error instanceof Error && 'code' in error && error.code === 'EISDIR')
        throw new BackupError(`${path} is a folder. Name the backup in it.`);
      throw error;
    }
  }

  private static async verified(file: FileHandle, path: string, allowed: (name: string) => boolean): Promise<Archive> {
    const entries = new Map<string, Entry>();
    let manifest: Manifest | null = null;
    for await (const entry of entriesOf(file)) {
      if (manifest === null) {
        manifest = await manifestIn(file, entry);
        continue;
      }
      if (!allowed(entry.name)) throw new TarError(`holds ${JSON.stringify(entry.name)}, which is no part of a backup`);
      if (entries.has(entry.name)) throw new TarError(`holds ${entry.name} twice`);
      entries.set(entry.name, entry);
    }
    if (manifest === null) throw new TarError('is no backup of Tally');
    const archive = new Archive(file, path, manifest, entries);
    for (const name of entries.keys()) {
      if (!manifest.files.some((said) => said.name === name))
        throw new TarError(`holds ${name}, of which it says nothing`);
    }
    for (const { name, size, sha256: said } of manifest.files) {
      const entry = entries.get(name);
      if (!entry) throw new TarError(`lacks ${name}`);
      const hash = createHash('sha256');
      for await (const chunk of archive.bytes(name)) hash.update(chunk);
      if (entry.size !== size || hash.digest('hex') !== said)
        throw new TarError(`is damaged: ${name} is not what was saved`);
    }
    return archive;
  }

  /** Bytes of a file in it. */
  bytes(name: string): AsyncIterable<Buffer> {
    const entry = this.entries.get(name);
    if (!entry) throw new BackupError(`The file ${this.path} lacks ${name}.`);
    return bytesOf(this.file, entry);
  }

  /** Writes a file of it to a path where nothing is yet, onto the disk; `mode` are its rights. */
  async extract(name: string, to: string, mode: number): Promise<void> {
    const hash = createHash('sha256');
    const file = await open(to, 'wx', mode);
    try {
      for await (const chunk of this.bytes(name)) {
        hash.update(chunk);
        await file.appendFile(chunk);
      }
      await file.sync();
    } catch (error) {
      throw explained(error, `in ${dirname(to)}`);
    } finally {
      await file.close();
    }
    const said = this.manifest.files.find((one) => one.name === name)?.sha256;
    if (hash.digest('hex') !== said) throw new BackupError(`The file ${this.path} changed while it was read.`);
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

async function* bytesOf(file: FileHandle, { offset, size }: Entry): AsyncGenerator<Buffer> {
  const step = 1024 * 1024;
  for (let at = 0; at < size; at += step) {
    const chunk = Buffer.alloc(Math.min(step, size - at));
    const { bytesRead } = await file.read(chunk, 0, chunk.length, offset + at);
    if (bytesRead < chunk.length) throw new TarError('is not whole: its end is missing');
    yield chunk;
  }
}

async function manifestIn(file: FileHandle, entry: Entry): Promise<Manifest> {
  const none = new TarError('is no backup of Tally');
  if (entry.name !== MANIFEST || entry.size > LONGEST_MANIFEST) throw none;
  const chunks: Buffer[] = [];
  for await (const chunk of bytesOf(file, entry)) chunks.push(chunk);
  let said: unknown;
  try {
    said = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw none;
  }
  const newer = z.object({ format: z.literal('tally-backup'), version: z.number().gt(VERSION) }).safeParse(said);
  if (newer.success) throw new TarError('was made by a newer Tally. Update this one');
  const manifest = manifestSchema.safeParse(said);
  if (!manifest.success) throw none;
  return manifest.data;
}

/** SHA-256 of a file, in hex. */
export async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
