import { SourceError } from '../sources/errors.js';

/** Another process holds the model. */
export class ModelLocked extends Error {
  override readonly name = 'ModelLocked';
  constructor(file: string, options?: ErrorOptions) {
    super(
      `The model ${file} is in use by another Tally. Close that one, or give this one another model.file.`,
      options,
    );
  }
}

/** What keeps a model's file from being used. */
export interface Fault {
  readonly kind: 'corrupt' | 'newer' | 'denied' | 'full' | 'disk' | 'memory' | 'folder' | 'absent' | 'locked';
  /** What DuckDB said, its first line. */
  readonly says: string;
}

const SAYS = {
  newer:
    'was written by a newer DuckDB. Update this Tally, or move the file away: all of it is read from the sources again.',
  foreign: 'is no model of Tally, and is left as it is. Give another model.file, or move it away.',
  denied: 'may not be read or written. Check the rights of the file, of the .wal beside it and of their folder.',
  full: 'has no room left on its disk.',
  disk: 'cannot be read or written: its disk reports an error.',
  memory: 'needs more memory for this than model.memory allows.',
  damaged: 'is damaged. It is set aside and made anew from the sources.',
  sign: 'has a “?” in its path, after which DuckDB would look for something else. Give it another path.',
  folder: 'is a folder, or there is one called .wal beside it. model.file has to name a file.',
  absent: 'cannot be made: the folder that it names does not exist.',
} as const;

/** The model cannot be opened, or not be used for what was asked of it. The message says what helps. */
export class ModelUnusable extends Error {
  override readonly name = 'ModelUnusable';
  constructor(
    readonly kind: keyof typeof SAYS,
    file: string,
    options?: ErrorOptions,
  ) {
    super(`The model ${file} ${SAYS[kind]}`, options);
  }
}

/** In order: what the system says comes first, because it also makes a read that ends too soon. */
const FAULTS: readonly (readonly [RegExp, Fault['kind']])[] = [
  [/lock on file/i, 'locked'],
  // DuckDB takes a disk that has no room for what memory cannot hold for a want of memory.
  [/failed to offload data block/, 'full'],
  [/Out of Memory Error/, 'memory'],
  [/Permission denied|Operation not permitted|Read-only file system/i, 'denied'],
  [/No space left on device|Disk quota exceeded|File too large|not enough space on the disk/i, 'full'],
  [/Input\/output error/i, 'disk'],
  [/Is a directory/i, 'folder'],
  [/Cannot open file[^:]*: No such file or directory/i, 'absent'],
];

/** What DuckDB 1.5 says of a damaged file, as found by damaging some thousand of them. */
const CORRUPT = [
  /corrupt(ed)? (database|WAL) file/i,
  /appears to be corrupted|data may be corrupt|database file seems corrupt/i,
  /Could not read enough bytes from file/i,
  /Failed to deserialize|Serialization Error/i,
  /Failed to load metadata pointer|Invalid bitpacking mode|Bitpacking offset/i,
  /Failure while replaying WAL file/i,
  /the file has a vector size of/i,
  /not a valid DuckDB database file|sqlite_scanner/i,
];

/** What an error of opening a model means; null for what is not about its file. */
export function faultOf(error: unknown, file: string): Fault | null {
  const says = saidBy(error);
  const text = says.replaceAll(file, '');
  const [, version, newest] =
    /version number (\d+), but we can only read versions between \d+ and (\d+)/.exec(text) ?? [];
  if (version !== undefined) return { kind: Number(version) > Number(newest) ? 'newer' : 'corrupt', says };
  const known = FAULTS.find(([pattern]) => pattern.test(text));
  if (known) return { kind: known[1], says };
  // While a model is opened there is no statement of ours that could lead DuckDB into a mistake of its own.
  const corrupt = CORRUPT.some((pattern) => pattern.test(text)) || /^(INTERNAL|FATAL) Error/.test(text);
  return corrupt ? { kind: 'corrupt', says } : null;
}

/**
 * What an error of a statement says of damage in the model's file; null where it says none. A file that the statement
 * read, such as a table's Parquet file, may be damaged as well: that is not the model.
 */
export function corruption(error: unknown, file: string): string | null {
  const says = saidBy(error);
  if (BY_VALUES.test(says)) return null;
  const other = /(?:from|for) file "([^"]+)"/.exec(says)?.[1];
  if (other !== undefined && other !== file && other !== `${file}.wal`) return null;
  return CORRUPT.some((pattern) => pattern.test(says)) ? says : null;
}

/** Errors that quote what somebody wrote. */
const BY_VALUES = /^(Conversion|Invalid Input|Parser|Binder|Catalog|Constraint) Error/;

/** After such an error DuckDB refuses every statement until the file is opened anew; it need not be damaged. */
export function isInvalidated(error: unknown): boolean {
  return /^(FATAL|INTERNAL) Error|database has been invalidated/.test(saidBy(error));
}

/** Whether a commit that failed was made all the same, as where DuckDB could not tidy up after it. */
export const isDurable = (error: unknown): boolean => /COMMIT succeeded and is durable/.test(saidBy(error));

/** What keeps a statement from being done, where that is the model's state and not the statement; else null. */
export function unusable(error: unknown, file: string): ModelUnusable | null {
  if (corruption(error, file) !== null) return new ModelUnusable('damaged', file, { cause: error });
  const fault = faultOf(error, file);
  if (fault === null) return null;
  const path = /file "([^"]+)"/.exec(fault.says)?.[1];
  // Whatever Tally writes lies beside its model; what it reads may be elsewhere.
  const ours = fault.kind === 'full' || path === undefined || path.startsWith(file);
  const told = fault.kind === 'full' || fault.kind === 'memory' || fault.kind === 'disk' || fault.kind === 'denied';
  return ours && told ? new ModelUnusable(fault.kind, file, { cause: error }) : null;
}

/** What DuckDB said, its first line, also where that was told in other words since; of anything else, its text. */
export function saidBy(error: unknown): string {
  const said = error instanceof ModelUnusable ? (error.cause ?? error) : error;
  const text = said instanceof Error ? said.message : String(said);
  return text.split('\n')[0] ?? '';
}

const WORDS: Partial<Record<ModelUnusable['kind'], string>> = {
  full: 'there is no room left on the disk of the model',
  disk: 'the disk of the model reports an error',
  denied: 'the model cannot be written',
  memory: 'it needs more memory than model.memory allows',
  damaged: 'the model was damaged and is made anew',
};

/** What the system says of a file that Tally writes beside its model. */
const CODES: Readonly<Record<string, ModelUnusable['kind']>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  EIO: 'disk',
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'denied',
};

/**
 * An error of the model in words for a chat, without path or statement, as “there is no room left on the disk of the
 * model”; null for what is none, as everything of a source that is not caused by the model.
 */
export function troubleWords(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof ModelUnusable) return WORDS[error.kind] ?? 'the model cannot be opened';
  if (error instanceof ModelLocked) return 'another Tally has the model';
  // A server may lack room or rights of its own.
  if (error instanceof SourceError) return error.cause instanceof ModelUnusable ? troubleWords(error.cause) : null;
  if (isInvalidated(error)) return 'the database of the model failed and was opened anew';
  const kind = 'code' in error ? CODES[String(error.code)] : undefined;
  return kind === undefined ? troubleWords(error.cause) : (WORDS[kind] ?? null);
}
