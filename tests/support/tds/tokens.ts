import { ByteWriter } from './bytes.js';
import type { TdsError } from './errors.js';
import { INITIAL_PACKET_SIZE } from './packets.js';

/** The tokens of a server's reply ([MS-TDS] 2.2.7), except those of rows (rows.ts). */

const SERVER_NAME = 'TALLY-TDS';
const PROGRAM_NAME = 'Microsoft SQL Server';
const TDS_7_4 = Buffer.from([0x74, 0x00, 0x00, 0x04]);

/** SQL_Latin1_General_CP1_CI_AS ([MS-TDS] 2.2.5.1.2): code page 1252, case-insensitive, sort order 52. */
export const COLLATION = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34]);

/** A token whose length, in two bytes, follows its type. */
function sized(type: number, body: ByteWriter): Buffer {
  const bytes = body.finish();
  return new ByteWriter().u8(type).u16(bytes.length).bytes(bytes).finish();
}

/** [MS-TDS] 2.2.7.6 to 2.2.7.8: how a statement, a statement in a procedure, and a procedure end. */
const DoneToken = { done: 0xfd, doneProc: 0xfe, doneInProc: 0xff } as const;
const DoneStatus = { more: 0x01, error: 0x02, count: 0x10, attention: 0x20 } as const;
const SELECT_COMMAND = 0xc1;

export interface Done {
  readonly token?: keyof typeof DoneToken;
  readonly rows?: number | undefined;
  readonly flags?: readonly (keyof typeof DoneStatus)[];
}

export function done({ token = 'done', rows, flags = [] }: Done = {}): Buffer {
  const counted = rows === undefined ? flags : [...flags, 'count' as const];
  const status = counted.reduce((bits, flag) => bits | DoneStatus[flag], 0);
  return new ByteWriter()
    .u8(DoneToken[token])
    .u16(status)
    .u16(rows === undefined ? 0 : SELECT_COMMAND)
    .u64(BigInt(rows ?? 0))
    .finish();
}

/** [MS-TDS] 2.2.7.18. */
export function returnStatus(value: number): Buffer {
  return new ByteWriter().u8(0x79).i32(value).finish();
}

/** [MS-TDS] 2.2.7.10. */
export function errorToken({ number, message, severity, state }: TdsError): Buffer {
  const procedure = '';
  const line = 1;
  return sized(
    0xaa,
    new ByteWriter()
      .i32(number)
      .u8(state)
      .u8(severity)
      .usVarchar(message)
      .bVarchar(SERVER_NAME)
      .bVarchar(procedure)
      .u32(line),
  );
}

/** [MS-TDS] 2.2.7.14: the T-SQL interface (1), the TDS version agreed on, and SQL Server 16.0 build 1000. */
export function loginAck(): Buffer {
  const version = Buffer.from([16, 0, 0x03, 0xe8]);
  return sized(0xad, new ByteWriter().u8(1).bytes(TDS_7_4).bVarchar(PROGRAM_NAME).bytes(version));
}

/** [MS-TDS] 2.2.7.9: each change is the new value, then the old one. */
const ENVCHANGE = 0xe3;
const NOTHING = Buffer.alloc(0);

export function databaseChange(database: string): Buffer {
  return sized(ENVCHANGE, new ByteWriter().u8(1).bVarchar(database).bVarchar('master'));
}

export function languageChange(): Buffer {
  return sized(ENVCHANGE, new ByteWriter().u8(2).bVarchar('us_english').bVarchar(''));
}

export function packetSizeChange(size: number): Buffer {
  return sized(ENVCHANGE, new ByteWriter().u8(4).bVarchar(String(size)).bVarchar(String(INITIAL_PACKET_SIZE)));
}

export function collationChange(): Buffer {
  return sized(ENVCHANGE, new ByteWriter().u8(7).bVarbyte(COLLATION).bVarbyte(NOTHING));
}

export function transactionBegun(descriptor: Buffer): Buffer {
  return sized(ENVCHANGE, new ByteWriter().u8(8).bVarbyte(descriptor).bVarbyte(NOTHING));
}

export function transactionCommitted(descriptor: Buffer): Buffer {
  return sized(ENVCHANGE, new ByteWriter().u8(9).bVarbyte(NOTHING).bVarbyte(descriptor));
}

export function transactionRolledBack(descriptor: Buffer): Buffer {
  return sized(ENVCHANGE, new ByteWriter().u8(10).bVarbyte(NOTHING).bVarbyte(descriptor));
}
