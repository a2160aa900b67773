import type { SourceConfig } from '../config/schema.js';
import { createFilesSource } from './files/index.js';
import { createMySqlSource } from './mysql/index.js';
import type { FileReader, Source } from './source.js';
import { createSqlServerSource } from './sqlserver/index.js';

/** The one place that knows all kinds of sources: a new one is a folder beside these and a line here. */
export function createSource(name: string, config: SourceConfig, files: FileReader): Source {
  switch (config.type) {
    case 'sqlserver':
      return createSqlServerSource(name, config);
    case 'mysql':
      return createMySqlSource(name, config);
    case 'files':
      return createFilesSource(name, config, files);
  }
}
