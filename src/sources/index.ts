import type { SourceConfig } from '../config/schema.js';
import type { FileReader, Source } from './source.js';

/**
 * The one place that knows all kinds of sources: a new one is a folder beside these and a case here. A driver is
 * only loaded where it is used: that of SQL Server alone costs 35 MB and 100 ms.
 */
export async function createSource(name: string, config: SourceConfig, files: FileReader): Promise<Source> {
  switch (config.type) {
    case 'sqlserver':
      return (await import('./sqlserver/index.js')).createSqlServerSource(name, config);
    case 'mysql':
      return (await import('./mysql/index.js')).createMySqlSource(name, config);
    case 'files':
      return (await import('./files/index.js')).createFilesSource(name, config, files);
  }
}
