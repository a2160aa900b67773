import type { ByteReader } from './bytes.js';
import { TdsError } from './errors.js';
import type { TdsValue } from './types.js';

/** Reads the TYPE_INFO and value of an RPC parameter ([MS-TDS] 2.2.5.4 to 2.2.5.6), for the types that Tally binds. */
const TypeId = {
  intN: 0x26,
  dateTime2N: 0x2a,
  bitN: 0x68,
  decimalN: 0x6a,
  numericN: 0x6c,
  floatN: 0x6d,
  nvarchar: 0xe7,
};

const MAX_LENGTH = 0xffff;
const NULL_LENGTH = 0xffff;
const PLP_NULL = 0xffff_ffff_ffff_ffffn;
const COLLATION_LENGTH = 5;

export function readParameter(reader: ByteReader): TdsValue {
  const type = reader.u8();
  switch (type) {
    case TypeId.nvarchar: {
      const longest = reader.u16();
      reader.bytes(COLLATION_LENGTH);
      return longest === MAX_LENGTH ? readPartiallyLengthPrefixed(reader) : readNvarchar(reader);
    }
    case TypeId.intN: {
      const declared = reader.u8();
      const bytes = reader.bytes(reader.u8());
      if (bytes.length === 0) return null;
      if (declared === 1) return bytes.readUInt8(0);
      return declared === 8 ? bytes.readBigInt64LE(0) : bytes.readIntLE(0, bytes.length);
    }
    case TypeId.bitN: {
      reader.u8();
      const bytes = reader.bytes(reader.u8());
      return bytes.length === 0 ? null : bytes[0] !== 0;
    }
    case TypeId.floatN: {
      reader.u8();
      const bytes = reader.bytes(reader.u8());
      if (bytes.length === 0) return null;
      return bytes.length === 4 ? bytes.readFloatLE(0) : bytes.readDoubleLE(0);
    }
    case TypeId.decimalN:
    case TypeId.numericN: {
      reader.bytes(2); // longest value, precision
      const scale = reader.u8();
      const bytes = reader.bytes(reader.u8());
      return bytes.length === 0 ? null : decimalText(bytes, scale);
    }
    case TypeId.dateTime2N: {
      const scale = reader.u8();
      const bytes = reader.bytes(reader.u8());
      return bytes.length === 0 ? null : dateTimeText(bytes, scale);
    }
    default:
      throw new TdsError(8009, `RPC parameter of unsupported data type 0x${type.toString(16)}`);
  }
}

function readNvarchar(reader: ByteReader): string | null {
  const length = reader.u16();
  return length === NULL_LENGTH ? null : reader.text(length / 2);
}

/** PLP ([MS-TDS] 2.2.5.2.3): chunks up to an empty one; the total length in front of them may be unknown. */
function readPartiallyLengthPrefixed(reader: ByteReader): string | null {
  if (reader.u64() === PLP_NULL) return null;
  const chunks: Buffer[] = [];
  for (let length = reader.u32(); length > 0; length = reader.u32()) chunks.push(reader.bytes(length));
  return Buffer.concat(chunks).toString('utf16le');
}

/** DECIMALN ([MS-TDS] 2.2.5.5.1) as text such as -12.50: a sign byte, then the unscaled magnitude. */
function decimalText(bytes: Buffer, scale: number): string {
  const sign = bytes[0] === 0 ? '-' : '';
  const digits = littleEndian(bytes.subarray(1))
    .toString()
    .padStart(scale + 1, '0');
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

const DATE_LENGTH = 3;

/** DATETIME2N ([MS-TDS] 2.2.5.5.1) as text such as 2024-02-29T12:30:00.000: ticks of 10^-scale s, days since 0001-01-01. */
function dateTimeText(bytes: Buffer, scale: number): string {
  const ticks = littleEndian(bytes.subarray(0, -DATE_LENGTH));
  const days = Number(littleEndian(bytes.subarray(-DATE_LENGTH)));
  const second = 10n ** BigInt(scale);
  const midnight = new Date('0001-01-01T00:00:00Z').setUTCDate(1 + days);
  const time = new Date(midnight + Number(ticks / second) * 1000).toISOString().slice(0, 19);
  return scale === 0 ? time : `${time}.${String(ticks % second).padStart(scale, '0')}`;
}

function littleEndian(bytes: Buffer): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
}
