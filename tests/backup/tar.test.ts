import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Archive, BackupError, writeArchive } from '../../src/backup/index.js';
import { entriesOf, header, TarError } from '../../src/backup/tar.js';
import { temporaryFolder } from '../support/app.js';

const CREATED = new Date('2026-03-10T12:00:00Z');
const hasTar = spawnSync('tar', ['--version']).status === 0;

/** A backup of files of these sizes, called 0, 1, … */
async function saved(sizes: readonly number[]) {
  const folder = temporaryFolder();
  const items = sizes.map((size, index) => {
    const path = join(folder, `${index}.bin`);
    writeFileSync(path, Buffer.alloc(size, index + 1));
    return { name: String(index), path };
  });
  const target = join(folder, 'b.tar');
  await writeArchive(target, items, CREATED);
  return { folder, target };
}

const all = () => true;

describe('an archive', () => {
  it.each([[[0]], [[1]], [[511, 512, 513]], [[1024, 0, 3_000_000]]])('gives back files of %j bytes', async (sizes) => {
    const { folder, target } = await saved(sizes);
    const archive = await Archive.open(target, all);
    for (const [index, size] of sizes.entries()) {
      await archive.extract(String(index), join(folder, `out-${index}`), 0o600);
      expect(readFileSync(join(folder, `out-${index}`)).equals(Buffer.alloc(size, index + 1))).toBe(true);
    }
    expect(archive.manifest).toMatchObject({ format: 'tally-backup', version: 1, created: '2026-03-10T12:00:00.000Z' });
    await archive.close();
  });

  it.runIf(hasTar)('is one that the system’s own tar reads, and reads one that it has packed again', async () => {
    const { folder, target } = await saved([700, 3]);
    const out = join(folder, 'out');
    mkdirSync(out);
    expect(spawnSync('tar', ['-xf', target, '-C', out], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
    expect(readFileSync(join(out, '0')).equals(Buffer.alloc(700, 1))).toBe(true);
    const again = join(folder, 'again.tar');
    const packed = spawnSync('tar', ['-cf', again, '--format=pax', '-C', out, 'manifest.json', '0', '1']);
    expect(packed.status).toBe(0);
    const archive = await Archive.open(again, all);
    expect(archive.manifest.files.map(({ name }) => name)).toEqual(['0', '1']);
    await archive.close();
  });

  it('whose end is missing is refused, wherever it ends', async () => {
    const { target } = await saved([700]);
    const bytes = readFileSync(target);
    for (let length = 0; length < bytes.length; length += 100) {
      writeFileSync(target, bytes.subarray(0, length));
      // One of the two empty blocks at the end is enough.
      if (length >= bytes.length - 512) continue;
      await expect(Archive.open(target, all), `${length}`).rejects.toThrow(BackupError);
    }
  });

  it('in which any byte is another one is refused, or means the same', async () => {
    const { target } = await saved([700]);
    const bytes = readFileSync(target);
    const unseen: number[] = [];
    for (let at = 0; at < bytes.length; at += 7) {
      const damaged = Buffer.from(bytes);
      damaged.writeUInt8(damaged.readUInt8(at) ^ 1, at);
      writeFileSync(target, damaged);
      const archive = await Archive.open(target, all).catch((error: unknown) => {
        expect(error).toBeInstanceOf(BackupError);
        return null;
      });
      if (archive) unseen.push(at);
      await archive?.close();
    }
    // Padding, blanks between the values of the manifest, and the moment that it tells.
    const told = bytes.indexOf('"created"');
    const free = (at: number) => [0, 0x0a, 0x20].includes(bytes.readUInt8(at)) || (at > told + 11 && at < told + 37);
    expect(unseen.filter((at) => !free(at))).toEqual([]);
  });

  it('with a link, or with anything that is not allowed, is refused', async () => {
    const { target } = await saved([3]);
    await expect(Archive.open(target, (name) => name !== '0')).rejects.toThrow(
      'holds "0", which is no part of a backup',
    );
    const bytes = readFileSync(target);
    const link = header('evil', 0, 0);
    link.write('2', 156);
    let sum = 256;
    for (const [at, byte] of link.entries()) if (at < 148 || at >= 156) sum += byte;
    link.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    writeFileSync(target, Buffer.concat([bytes.subarray(0, bytes.length - 1024), link, Buffer.alloc(1024)]));
    await expect(Archive.open(target, all)).rejects.toThrow('holds evil, which is no plain file');
  });

  it('refuses names and sizes that a header cannot hold', () => {
    expect(() => header('x'.repeat(101), 1, 0)).toThrow(RangeError);
    expect(() => header('x', 8 ** 11, 0)).toThrow(RangeError);
  });

  it('is told from a compressed one, and from what is none', async () => {
    const { folder } = await saved([3]);
    const path = join(folder, 'other');
    const faultOf = async (bytes: Buffer) => {
      writeFileSync(path, bytes);
      const file = await open(path);
      const read = (async () => {
        for await (const _ of entriesOf(file)) break;
      })();
      const error = await read.catch((caught: unknown) => caught);
      await file.close();
      expect(error).toBeInstanceOf(TarError);
      return (error as TarError).message;
    };
    expect(await faultOf(Buffer.concat([Buffer.from('1f8b', 'hex'), Buffer.alloc(1000)]))).toBe(
      'is compressed; decompress it first',
    );
    expect(await faultOf(Buffer.alloc(0))).toBe('is no backup of Tally');
    expect(await faultOf(Buffer.alloc(2000))).toBe('is no backup of Tally');
  });
});
