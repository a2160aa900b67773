import type { Reader } from '../reader.js';

/** `5`, `12.5`, `5%`, `5 percent`: decimal text without a sign. */
export interface Amount {
  readonly value: string;
  readonly percent: boolean;
}

const PERCENT = new Set(['%', 'percent', 'pct']);

/** The number that stands here, or null. What only looks like one is a mistake. */
export function amountAt(reader: Reader): Amount | null {
  const at = reader.at;
  const shape = reader.shape('number');
  if (!shape) return null;
  if (shape.decimal === null) {
    const said = `“${reader.mistakes.quote({ at })}” is no number that is known here: 5, 12.5 or 5%, without a sign.`;
    const bare = reader.mistakes.quote({ at }).replace(/^[+-]/, '');
    throw reader.mistakes.stop('unknown', said, { at }, [bare]);
  }
  reader.at++;
  refuseGroups(reader, at);
  if (shape.percent) return { value: shape.decimal, percent: true };
  const percent = PERCENT.has(reader.token?.folded ?? '');
  if (percent) reader.at++;
  return { value: shape.decimal, percent };
}

/** A whole number that stands here, or null. */
export function integerAt(reader: Reader): number | null {
  const at = reader.at;
  const decimal = reader.shape('number')?.percent ? null : reader.shape('number')?.decimal;
  if (!decimal || !/^\d{1,9}$/.test(decimal)) return null;
  reader.at++;
  refuseGroups(reader, at);
  return Number(decimal);
}

/** `1,500` and `1,5` are two words to the tokenizer, and two numbers to people. */
function refuseGroups(reader: Reader, at: number): void {
  const [before, after] = [reader.tokens[at], reader.token];
  if (!before || after?.shape?.is !== 'number' || after.parted !== ',' || after.start !== before.end + 1) return;
  const place = { at, length: 2 };
  const choices = [`${before.text}.${after.text}`, ...(/^\d{3}%?$/.test(after.text) ? [before.text + after.text] : [])];
  const said = `“${before.text},${after.text}” is written ${choices.join(' or ')}.`;
  throw reader.mistakes.stop('ambiguous', said, place, choices);
}
