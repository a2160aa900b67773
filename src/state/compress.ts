import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';

const pack = promisify(brotliCompress);
const unpack = promisify(brotliDecompress);

/** Beyond this it takes several times as long for a few percent. */
const QUALITY = 5;

export function compressed(text: string): Promise<Buffer> {
  return pack(Buffer.from(text), { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } });
}

export async function expanded(bytes: Uint8Array): Promise<string> {
  return (await unpack(bytes)).toString('utf8');
}
