import { ByteReader } from './bytes.js';
import { loginFailed, type TdsError } from './errors.js';
import type { TdsServerOptions } from './types.js';

/** The part of LOGIN7 ([MS-TDS] 2.2.6.4) that a test may care about. */
export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly application: string;
  readonly packetSize: number;
}

/** Offsets into LOGIN7: a ULONG, and four of its pairs of offset and length in characters. */
const PACKET_SIZE_AT = 8;
const USER_AT = 40;
const PASSWORD_AT = 44;
const APPLICATION_AT = 48;
const DATABASE_AT = 68;

/** The packet sizes that SQL Server agrees to. */
const SMALLEST_PACKET = 512;
const LARGEST_PACKET = 32767;

export function parseLogin7(payload: Buffer): Login {
  const field = (at: number): Buffer => {
    const start = payload.readUInt16LE(at);
    return payload.subarray(start, start + payload.readUInt16LE(at + 2) * 2);
  };
  const asked = payload.readUInt32LE(PACKET_SIZE_AT);
  return {
    user: text(field(USER_AT)),
    password: text(revealed(field(PASSWORD_AT))),
    application: text(field(APPLICATION_AT)),
    database: text(field(DATABASE_AT)),
    packetSize: Math.min(Math.max(asked, SMALLEST_PACKET), LARGEST_PACKET),
  };
}

function text(bytes: Buffer): string {
  return new ByteReader(bytes).text(bytes.length / 2);
}

/** Undoes the obfuscation of a password: the client swaps the nibbles of each byte, then XORs it with 0xA5. */
function revealed(obfuscated: Buffer): Buffer {
  return Buffer.from(
    obfuscated.map((byte) => {
      const swapped = byte ^ 0xa5;
      return ((swapped & 0x0f) << 4) | (swapped >> 4);
    }),
  );
}

/** Why a login is refused, if it is; like SQL Server, it does not say what is wrong with it. */
export function loginError(login: Login, expected: TdsServerOptions['login']): TdsError | undefined {
  if (expected === undefined) return undefined;
  const { user, password, database } = expected;
  const accepted = login.user === user && login.password === password && login.database === database;
  return accepted ? undefined : loginFailed(login.user);
}
