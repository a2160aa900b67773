import { ByteWriter } from './bytes.js';
import { COLLATION } from './tokens.js';
import type { TdsColumn, TdsRow, TdsValue } from './types.js';

/** COLMETADATA, ROW and NBCROW ([MS-TDS] 2.2.7.4, 2.2.7.20, 2.2.7.15) with the data types of [MS-TDS] 2.2.5.4. */
const Token = { colMetadata: 0x81, row: 0xd1, nbcRow: 0xd2 } as const;

const NULLABLE = 0x0001;
const NVARCHAR_BYTES = 8000;
const MAX_LENGTH = 0xffff;

export function colMetadata(columns: readonly TdsColumn[]): Buffer {
  const out = new ByteWriter().u8(Token.colMetadata).u16(columns.length);
  for (const column of columns) {
    out.u32(0).u16(NULLABLE);
    writeTypeInfo(out, column);
    out.bVarchar(column.name);
  }
  return out.finish();
}

function writeTypeInfo(out: ByteWriter, column: TdsColumn): void {
  switch (column.type) {
    case 'nvarchar':
      out.u8(0xe7).u16(NVARCHAR_BYTES).bytes(COLLATION);
      return;
    case 'nvarchar(max)':
      out.u8(0xe7).u16(MAX_LENGTH).bytes(COLLATION);
      return;
    case 'int':
      out.u8(0x26).u8(4);
      return;
    case 'bigint':
      out.u8(0x26).u8(8);
      return;
    case 'bit':
      out.u8(0x68).u8(1);
      return;
    case 'float':
      out.u8(0x6d).u8(8);
      return;
    case 'decimal':
      out.u8(0x6a).u8(decimalLength(column.precision)).u8(column.precision).u8(column.scale);
      return;
  }
}

/** A ROW, or an NBCROW with a bitmap of the columns that are null when there are any. */
export function rowToken(columns: readonly TdsColumn[], row: TdsRow): Buffer {
  if (row.length !== columns.length) throw new Error(`a row of ${row.length} values for ${columns.length} columns`);
  const out = new ByteWriter();
  if (row.includes(null)) out.u8(Token.nbcRow).bytes(nullBitmap(row));
  else out.u8(Token.row);
  columns.forEach((column, index) => {
    const value = row[index];
    if (value !== null && value !== undefined) writeValue(out, column, value);
  });
  return out.finish();
}

function nullBitmap(row: TdsRow): Buffer {
  const bitmap = Buffer.alloc(Math.ceil(row.length / 8));
  row.forEach((value, index) => {
    if (value === null) bitmap[index >> 3] = (bitmap[index >> 3] ?? 0) | (1 << (index & 7));
  });
  return bitmap;
}

function writeValue(out: ByteWriter, column: TdsColumn, value: NonNullable<TdsValue>): void {
  switch (column.type) {
    case 'nvarchar':
      if (typeof value !== 'string' || value.length * 2 > NVARCHAR_BYTES) throw misfit(column, value);
      out.u16(value.length * 2).text(value);
      return;
    case 'nvarchar(max)':
      if (typeof value !== 'string') throw misfit(column, value);
      writePartiallyLengthPrefixed(out, value);
      return;
    case 'int':
      if (!Number.isInteger(value)) throw misfit(column, value);
      out.u8(4).i32(Number(value));
      return;
    case 'bigint':
      out.u8(8).i64(BigInt(value));
      return;
    case 'bit':
      if (typeof value !== 'boolean') throw misfit(column, value);
      out.u8(1).u8(value ? 1 : 0);
      return;
    case 'float':
      if (!Number.isFinite(value)) throw misfit(column, value);
      out.u8(8).f64(Number(value));
      return;
    case 'decimal':
      writeDecimal(out, column, value);
      return;
  }
}

/** PLP ([MS-TDS] 2.2.5.2.3): total length in eight bytes, chunks with a length in four, and an empty chunk at the end. */
function writePartiallyLengthPrefixed(out: ByteWriter, value: string): void {
  out.u64(BigInt(value.length * 2));
  if (value !== '') out.u32(value.length * 2).text(value);
  out.u32(0);
}

type DecimalColumn = Extract<TdsColumn, { type: 'decimal' }>;

/** DECIMALN ([MS-TDS] 2.2.5.5.1): a sign (1 is positive), then the unscaled magnitude; digits are never rounded away. */
function writeDecimal(out: ByteWriter, column: DecimalColumn, value: NonNullable<TdsValue>): void {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d*?)0*)?$/.exec(String(value)) ?? [];
  if (whole === undefined || fraction.length > column.scale) throw misfit(column, value);
  const magnitude = BigInt(whole + fraction.padEnd(column.scale, '0'));
  if (magnitude >= 10n ** BigInt(column.precision)) throw misfit(column, value);
  const length = decimalLength(column.precision);
  out.u8(length).u8(sign === '-' ? 0 : 1);
  for (let byte = 0; byte < length - 1; byte += 1) out.u8(Number((magnitude >> BigInt(8 * byte)) & 0xffn));
}

/** Bytes for the sign and a magnitude of so many digits. */
function decimalLength(precision: number): number {
  if (precision <= 9) return 5;
  if (precision <= 19) return 9;
  return precision <= 28 ? 13 : 17;
}

function misfit(column: TdsColumn, value: NonNullable<TdsValue>): Error {
  const shown = String(value).slice(0, 40);
  return new Error(`column ${column.name}: ${typeof value} ${shown} does not fit ${column.type}`);
}
