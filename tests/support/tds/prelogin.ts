import { ByteWriter } from './bytes.js';

/** PRELOGIN ([MS-TDS] 2.2.6.5): a table of options — token u8, offset u16 BE, length u16 BE — ended by 0xFF, then their data. */
const Option = { version: 0x00, encryption: 0x01, end: 0xff } as const;
const OPTION_LENGTH = 5;

export const Encryption = { off: 0x00, on: 0x01, notSupported: 0x02, required: 0x03 } as const;

/** SQL Server 2022: version 16.0, build 1000, sub-build 0, all big-endian. */
const VERSION = Buffer.from([16, 0, 0x03, 0xe8, 0, 0]);

/** The client's ENCRYPTION option. */
export function requestedEncryption(payload: Buffer): number {
  for (let at = 0; payload[at] !== Option.end; at += OPTION_LENGTH) {
    if (payload.readUInt8(at) === Option.encryption) return payload.readUInt8(payload.readUInt16BE(at + 1));
  }
  throw new Error('PRELOGIN without an ENCRYPTION option');
}

/** The server's side of the table in [MS-TDS] 2.2.6.5: encrypt everything, or nothing. */
export function agreedEncryption(requested: number, tls: boolean): number {
  if (!tls) return Encryption.notSupported;
  return requested === Encryption.on || requested === Encryption.required ? Encryption.on : Encryption.required;
}

export function preloginReply(encryption: number): Buffer {
  const options = [
    { token: Option.version, data: VERSION },
    { token: Option.encryption, data: Buffer.from([encryption]) },
  ];
  const table = new ByteWriter();
  let offset = options.length * OPTION_LENGTH + 1;
  for (const { token, data } of options) {
    const entry = Buffer.alloc(OPTION_LENGTH, token);
    entry.writeUInt16BE(offset, 1);
    entry.writeUInt16BE(data.length, 3);
    table.bytes(entry);
    offset += data.length;
  }
  table.u8(Option.end);
  for (const { data } of options) table.bytes(data);
  return table.finish();
}
