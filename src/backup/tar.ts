import type { FileHandle } from 'node:fs/promises';

/**
 * Tar, in the form that every system's own `tar` reads (POSIX ustar): a header of 512 bytes before each file, its bytes
 * padded to the next 512, and two empty blocks at the end. Only plain files with short names are written.
 */
const BLOCK = 512;
/** Longest name and largest size that a header holds. */
const NAME = 100;
const MOST = 8 ** 11 - 1;

export const END_OF_ARCHIVE = Buffer.alloc(2 * BLOCK);

/** Zeros between the end of a file of this size and the next header. */
export const padding = (size: number): Buffer => Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);

/** `modified` in milliseconds since 1970. Throws RangeError for what a header cannot hold. */
export function header(name: string, size: number, modified: number): Buffer {
  if (Buffer.byteLength(name) > NAME) throw new RangeError(`${name} is too long a name for an archive`);
  if (size > MOST) throw new RangeError(`${name} is too large for an archive: ${size} bytes`);
  const block = Buffer.alloc(BLOCK);
  const number = (value: number, at: number, length: number) =>
    block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  block.write(name, 0);
  number(0o600, 100, 8);
  number(0, 108, 8);
  number(0, 116, 8);
  number(size, 124, 12);
  number(Math.floor(modified / 1000), 136, 12);
  block.write('0', 156, 'latin1');
  block.write('ustar\u000000', 257, 'latin1');
  block.write(`${sumOf(block).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** Sum of a header's bytes, its own place counted as blanks. */
function sumOf(block: Buffer): number {
  let sum = 8 * 0x20;
  for (const [at, byte] of block.entries()) if (at < 148 || at >= 156) sum += byte;
  return sum;
}

/** A file in an archive. */
export interface Entry {
  readonly name: string;
  readonly size: number;
  /** Where its bytes begin. */
  readonly offset: number;
}

/** What is wrong with an archive; continues “The file … ”. */
export class TarError extends Error {
  override readonly name = 'TarError';
}

/** The files of an archive, in order, without their bytes. Throws TarError where it is none, or is not whole. */
export async function* entriesOf(file: FileHandle): AsyncGenerator<Entry> {
  const { size: length } = await file.stat();
  const block = Buffer.alloc(BLOCK);
  for (let at = 0; ; ) {
    const { bytesRead } = await file.read(block, 0, BLOCK, at);
    if (at === 0 && (bytesRead < BLOCK || block.toString('latin1', 257, 262) !== 'ustar')) {
      throw new TarError(isCompressed(block) ? 'is compressed; decompress it first' : 'is no backup of Tally');
    }
    if (bytesRead < BLOCK) throw new TarError('is not whole: its end is missing');
    if (block.every((byte) => byte === 0)) return;
    if (octal(block, 148, 8) !== sumOf(block)) throw new TarError(`is damaged at byte ${at}`);
    const size = octal(block, 124, 12);
    const kind = block.toString('latin1', 156, 157);
    const offset = at + BLOCK;
    if (offset + size > length) throw new TarError('is not whole: its end is missing');
    if (kind === '0' || kind === '\0') yield { name: nameOf(block), size, offset };
    // Folders, and what other programs add when they pack the files again.
    else if (!['5', 'x', 'g'].includes(kind)) throw new TarError(`holds ${nameOf(block)}, which is no plain file`);
    at = offset + size + padding(size).length;
  }
}

function nameOf(block: Buffer): string {
  const [name, prefix] = [text(block, 0, NAME), text(block, 345, 155)];
  return prefix === '' ? name : `${prefix}/${name}`;
}

function text(block: Buffer, at: number, length: number): string {
  const bytes = block.subarray(at, at + length);
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? length : end);
}

function octal(block: Buffer, at: number, length: number): number {
  const digits = text(block, at, length).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

const isCompressed = (block: Buffer): boolean => ['1f8b', '28b5', 'fd37', '425a'].includes(block.toString('hex', 0, 2));
