import { expect, it } from 'vitest';
import { corruption, ModelLocked, ModelUnusable, troubleWords, unusable } from '../../src/model/fault.js';
import { HistoryError } from '../../src/model/history/index.js';
import { SourceError } from '../../src/sources/errors.js';

const FILE = '/srv/tally.duckdb';
const coded = (code: string) => Object.assign(new Error(`${code}: of the system`), { code });

it.each<[string, unknown, string | null]>([
  ['a full disk', new ModelUnusable('full', FILE), 'there is no room left on the disk of the model'],
  ['a want of memory', new ModelUnusable('memory', FILE), 'it needs more memory than model.memory allows'],
  ['damage', new ModelUnusable('damaged', FILE), 'the model was damaged and is made anew'],
  ['a file of a newer DuckDB', new ModelUnusable('newer', FILE), 'the model cannot be opened'],
  ['another process', new ModelLocked(FILE), 'another Tally has the model'],
  [
    'a mistake of DuckDB',
    new Error('INTERNAL Error: of its own'),
    'the database of the model failed and was opened anew',
  ],
  ['a file beside the model, without room', coded('ENOSPC'), 'there is no room left on the disk of the model'],
  ['a file beside the model, without a right', coded('EACCES'), 'the model cannot be written'],
  [
    'a day that is not recorded, by its cause',
    new HistoryError('not recorded', { cause: coded('EROFS') }),
    'the model cannot be written',
  ],
  [
    'a file that could not be read for want of memory',
    new SourceError('here', 'a.csv', 'bad-file', { cause: new ModelUnusable('memory', FILE) }),
    'it needs more memory than model.memory allows',
  ],
  ['a server’s full disk', new SourceError('erp', 'stock', 'failed', { cause: coded('ENOSPC') }), null],
  ['a mistake of ours', new TypeError('x is not a function'), null],
  ['no error', 'a text', null],
])('%s has words for a chat, or none', (_, error, words) => expect(troubleWords(error)).toBe(words));

it.each<[string, string | null]>([
  [`IO Error: Could not write file "${FILE}.wal": No space left on device`, 'full'],
  ['IO Error: Could not write file "/srv/tally.history/x/2026-03-10.parquet.1.tmp": No space left on device', 'full'],
  ['Out of Memory Error: could not allocate block of size 256.0 KiB (15.2 MiB/15.2 MiB used)', 'memory'],
  [`IO Error: Could not read from file "${FILE}": Input/output error`, 'disk'],
  [`IO Error: Cannot open file "${FILE}.tmp/duckdb_temp_storage-0.tmp": Permission denied`, 'denied'],
  ['IO Error: Cannot open file "/data/test.csv": Permission denied', null],
  ['IO Error: Cannot open file "/data/test.parquet": No such file or directory', null],
  ['IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2', 'damaged'],
  [`IO Error: Could not read enough bytes from file "${FILE}": attempted to read 262144 bytes`, 'damaged'],
  ['IO Error: Could not read enough bytes from file "/data/test.parquet": attempted to read 8 bytes', null],
  ['Binder Error: Referenced column "quantity" not found', null],
])('a statement’s “%s” says of the model: %s', (message, kind) =>
  expect(unusable(new Error(message), FILE)?.kind ?? null).toBe(kind),
);

it('what somebody wrote is not taken for damage', () => {
  const quoted = new Error(`Conversion Error: Could not convert string 'Corrupt database file' to INT32`);
  expect(corruption(quoted, FILE)).toBeNull();
});
