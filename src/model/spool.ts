import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type SQL, sql } from 'drizzle-orm';
import type { SourceColumn, TextRow } from '../sources/source.js';

const BETWEEN = '\u001f';
/** Rows of one spool file: big enough for a fast read, small enough for the disk. */
const CHUNK_ROWS = 200_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f\u0085\u00a0\u2028\u2029\ufeff]/;
const CONTROLS = new RegExp(CONTROL.source, 'g');

export interface Chunk {
  readonly path: string;
  readonly rows: number;
}

/**
 * Writes streamed rows to files that DuckDB reads at full speed: measured at 650,000 rows/s against
 * 105,000 when decimals are appended row by row. Control characters become blanks, which is what
 * cleansing makes of them anyway; so no value needs quotes.
 */
export class Spool {
  private count = 0;

  constructor(
    private readonly folder: string,
    private readonly columns: readonly SourceColumn[],
  ) {}

  /** One file after the other, while the next is already being written. */
  async *chunks(batches: AsyncIterable<readonly TextRow[]>): AsyncGenerator<Chunk> {
    await mkdir(this.folder, { recursive: true });
    const texts = this.columns.flatMap(({ kind }, index) => (kind === 'text' || kind === 'binary' ? [index] : []));
    let file: FileHandle | null = null;
    let path = '';
    let rows = 0;
    try {
      for await (const batch of batches) {
        if (!file) {
          path = join(this.folder, `${this.count++}.txt`);
          file = await open(path, 'w');
          rows = 0;
        }
        await file.write(lines(batch, texts));
        rows += batch.length;
        if (rows < CHUNK_ROWS) continue;
        await file.close();
        file = null;
        yield { path, rows };
      }
      if (!file) return;
      await file.close();
      file = null;
      yield { path, rows };
    } finally {
      await file?.close();
    }
  }

  /** The rows of a chunk as a relation with text columns c0, c1, … */
  relation({ path }: Chunk): SQL {
    const names = this.columns.map((_, index) => `'c${index}': 'VARCHAR'`).join(', ');
    return sql`read_csv(${path}, auto_detect = false, header = false, delim = ${BETWEEN}, quote = '', escape = '',
      new_line = '\\n', max_line_size = 1048576, buffer_size = 4194304, columns = {${sql.raw(names)}})`;
  }

  async discard({ path }: Chunk): Promise<void> {
    await rm(path);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

function lines(batch: readonly TextRow[], texts: readonly number[]): string {
  let result = '';
  for (const row of batch) {
    for (const index of texts) {
      const value = row[index];
      if (value && CONTROL.test(value)) (row as (string | null)[])[index] = value.replace(CONTROLS, ' ');
    }
    result += `${row.join(BETWEEN)}\n`;
  }
  return result;
}
