import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { faultOf } from './fault.js';

/** Reads every value of every table, without changing anything. */
const SCRIPT = `
const [driver, file] = process.argv.slice(1);
const { DuckDBInstance } = require(driver);
const name = (text) => '"' + String(text).replaceAll('"', '""') + '"';
(async () => {
  const instance = await DuckDBInstance.create(file, {
    access_mode: 'READ_ONLY', memory_limit: '256MB', threads: '2',
    autoinstall_known_extensions: 'false', autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  const tables = await connection.runAndReadAll('SELECT schema_name, table_name FROM duckdb_tables()');
  for (const [schema, table] of tables.getRows())
    await connection.run('SELECT bit_xor(hash(t)) FROM ' + name(schema) + '.' + name(table) + ' AS t');
})().then(() => process.exit(0), (error) => {
  process.stderr.write(error.message, () => process.exit(1));
});`;

/** Longest time for it, milliseconds: 36 million rows take some seconds. */
const PATIENCE = 30_000;

/**
 * Reads a model in a child process, which may end on it. Yields what is wrong with the file; null where nothing is,
 * somebody else has it, or it cannot be told.
 */
export function probe(file: string, patience = PATIENCE): Promise<string | null> {
  const driver = createRequire(import.meta.url).resolve('@duckdb/node-api');
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['-e', SCRIPT, driver, file], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '' },
      timeout: patience,
      killSignal: 'SIGKILL',
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.on('error', () => resolve(null));
    child.on('close', (code, signal) => {
      // SIGKILL is our own impatience, or the system's want of memory.
      if (signal !== null) resolve(signal === 'SIGKILL' ? null : `DuckDB ended the process on it (${signal})`);
      else {
        const fault = code === 0 ? null : faultOf(new Error(said), file);
        resolve(fault?.kind === 'corrupt' ? fault.says : null);
      }
    });
  });
}
