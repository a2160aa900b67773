import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './app.js';

/** A folder whose disk can be filled and emptied again. */
export interface SmallDisk {
  readonly folder: string;
  /** Bytes that are left free; not told from few where no file system can be mounted. */
  fill(left?: number): void;
  makeRoom(): void;
}

/** Ways to have one: a file system of its own, and a limit of the process that needs no rights. */
export const DISKS = ['a file system', 'a limit of the process'] as const;

const SIZE = '48m';

/**
 * A file system is mounted where that is allowed, as to root; in a container it need not be, and then the limit serves
 * for both. Throws where neither can be had: a test of a full disk is not skipped.
 */
export function smallDisk(kind: (typeof DISKS)[number] = 'a file system'): SmallDisk {
  const folder = temporaryFolder();
  return (kind === 'a file system' && mounted(folder)) || limited(folder);
}

function mounted(folder: string): SmallDisk | null {
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', folder]).status !== 0) return null;
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill(left = 0) {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - left)));
    },
    makeRoom: () => rmSync(ballast),
  };
}

/** Bytes that no file of this process may exceed. */
const LEAST = 1;

function limited(folder: string): SmallDisk {
  // The soft limit, which may be raised again. Node ignores the signal that would end it.
  const limit = (bytes: string) => execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:`]);
  onTestFinished(() => void limit('unlimited'));
  return { folder, fill: (left = 0) => void limit(String(LEAST + left)), makeRoom: () => void limit('unlimited') };
}
