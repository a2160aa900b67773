import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { FilesConfig } from '../../config/schema.js';
import { SourceError } from '../errors.js';
import type { FileReader, FileSet, Source } from '../source.js';

/** Clocks of file systems are coarse: a change in this time, in milliseconds, may bear the same stamp. */
const CLOCK_GRAIN = 1000;

/** A folder of CSV and Parquet files. The model's engine reads them, so no row passes through here. */
export function createFilesSource(name: string, config: FilesConfig, reader: FileReader): Source {
  const filesOf = (from: string): FileSet => ({
    pattern: join(config.folder, from),
    format: /\.(parquet|pq)$/i.test(from) ? 'parquet' : 'csv',
    delimiter: config.delimiter,
    encoding: config.encoding,
  });

  const read = async <T>(from: string, action: (files: FileSet) => Promise<T>): Promise<T> => {
    try {
      return await action(filesOf(from));
    } catch (error) {
      throw new SourceError(name, from, 'bad-file', { cause: error });
    }
  };

  return {
    name,
    kind: 'files',
    place: config.folder,
    identity: JSON.stringify(config),
    timeZone: 'UTC',
    describe: (from) => read(from, (files) => reader.describe(files)),
    inspect: async () => ({ product: 'Files', version: '', tls: null, timeZone: '', writes: [], remarks: [] }),
    extract: async (from) => {
      const columns = await read(from, (files) => reader.describe(files));
      if (columns === null) throw new SourceError(name, from, 'no-file');
      return { kind: 'files', files: filesOf(from) };
    },
    profile: (from, columns) => read(from, (files) => reader.profile(files, columns)),
    unchangedSince: (from, instant) =>
      read(from, async (files) => {
        const times = [config.folder, ...(await reader.paths(files))].map((path) => {
          const { mtimeMs, ctimeMs } = statSync(path);
          return Math.max(mtimeMs, ctimeMs);
        });
        return times.every((time) => time < instant.getTime() - CLOCK_GRAIN);
      }),
    keys: async () => ({ indexed: null, unique: null }),
    close: async () => undefined,
  };
}
