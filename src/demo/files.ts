import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DemoCompany, StockRow } from './company.js';

/** About as much as a disk likes at once, and little enough to keep the process responsive. */
const CHUNK_CHARACTERS = 256 * 1024;

export interface DemoFile {
  readonly name: string;
  /** Each system names the same things in its own way. */
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly string[]>;
}

export function filesOf(company: DemoCompany): readonly DemoFile[] {
  return [
    {
      name: 'products.csv',
      columns: ['Sku', 'ProductName', 'Category', 'Segment', 'Division', 'Variant', 'UnitPrice'],
      rows: company.products,
    },
    {
      name: 'stock_test.csv',
      columns: ['StockDate', 'Sku', 'Warehouse', 'OnHand', 'Demand', 'UnitCost'],
      rows: company.stock('test'),
    },
    {
      name: 'stock_production.csv',
      columns: ['stock_date', 'item_code', 'site', 'qty_on_hand', 'qty_demanded', 'unit_cost'],
      rows: withLocalDates(company.stock('production')),
    },
  ];
}

/**
 * Writes products.csv, stock_test.csv and stock_production.csv to a folder, which is made if need be.
 * Production writes its dates as DD/MM/YYYY. Each file appears when it is whole; an existing one is
 * replaced. `onProgress` gets the rows written so far, of all three files.
 */
export async function writeDemoFiles(
  folder: string,
  company: DemoCompany,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const total = company.counts.product + company.counts.test + company.counts.production;
  let done = 0;
  const count = (rows: number) => {
    done += rows;
    onProgress(done, total);
  };
  for (const file of filesOf(company)) await writeWhole(join(folder, file.name), csvOf(file, count));
}

async function writeWhole(path: string, chunks: Iterable<string>): Promise<void> {
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    await pipeline(Readable.from(chunks), createWriteStream(unfinished));
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** The file's text in chunks; `onRows` gets the number of rows in each when it is due. */
function* csvOf({ columns, rows }: DemoFile, onRows: (rows: number) => void): Generator<string> {
  let chunk = line(columns);
  let count = 0;
  for (const row of rows) {
    chunk += line(row);
    count++;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    onRows(count);
    chunk = '';
    count = 0;
  }
  yield chunk;
  onRows(count);
}

const SPECIAL = /[",\r\n]/;

function line(values: readonly string[]): string {
  const fields = values.some((value) => SPECIAL.test(value)) ? values.map(quoted) : values;
  return `${fields.join(',')}\n`;
}

const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;

function* withLocalDates(rows: Iterable<StockRow>): Generator<readonly string[]> {
  let day = '';
  let local = '';
  for (const [date, ...rest] of rows) {
    if (date !== day) {
      day = date;
      local = date.split('-').reverse().join('/');
    }
    yield [local, ...rest];
  }
}
