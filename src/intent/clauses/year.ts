import type { Reader } from '../reader.js';

/** Four digits from 1900 to 2199. */
export function yearAt(reader: Reader): number | null {
  const text = reader.shape('number') ? (reader.token?.text ?? '') : '';
  if (!/^(?:19|20|21)\d\d$/.test(text)) return null;
  reader.at++;
  return Number(text);
}
