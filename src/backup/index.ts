/**
 * The form of a backup: one tar file that any `tar` opens, whose manifest tells every file's size and SHA-256. It knows
 * files and names only; `cli/backup.ts` and `cli/restore.ts` know what belongs in it. Tested in `tests/backup` and
 * `tests/cli/backup.test.ts`.
 */
export { Archive, BackupError, type Item, type Manifest, sha256, writeArchive } from './archive.js';
