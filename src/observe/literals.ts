/** Opening quotes and what closes them. */
const QUOTES: Readonly<Record<string, string>> = { "'": "'", '"': '"', '`': '`', '“': '”', '‘': '’', '«': '»' };
const QUOTE = /['"`“”‘’«»]/;
const WORD = /[\p{L}\p{N}]/u;

/** Values that servers and this runtime write without quotes. */
const BARE: readonly (readonly [RegExp, string])[] = [
  [/\bvalue (?:is )?\(.*/g, 'value (…)'],
  [/\bvalue:? -?\d[\d.eE+-]*/g, 'value #'],
  [/\(-?[\d.]+ [-+*/%] -?[\d.]+\)/g, '(#)'],
  [/\bCannot convert \S.* to a BigInt/g, 'Cannot convert … to a BigInt'],
];

/** A number, date or address: digits that may be separated. */
const NUMBER = /\d(?:[\d.,:-]*\d)?/g;

/**
 * The first line of an error's message with every quoted literal as '…' and every number of more than six digits as
 * #, because drivers put the row's value there: `Could not convert string 'A-1017' to INT32`. Further lines go, for
 * DuckDB repeats the value or the whole CSV line in them.
 */
export function withoutValues(message: string): string {
  const [line = ''] = message.trimStart().split(/[\r\n]/, 1);
  return BARE.reduce((text, [pattern, by]) => text.replaceAll(pattern, by), withoutLiterals(line)).replaceAll(
    NUMBER,
    (number) => (number.replaceAll(/\D/g, '').length > 6 ? '#' : number),
  );
}

/** Where quotes do not pair up, as in `'6' ladder'`, nothing after the first is kept. */
function withoutLiterals(line: string): string {
  let kept = '';
  let from = 0;
  let first = -1;
  let closing: string | null = null;
  for (let at = 0; at < line.length; at++) {
    const quote = line[at] ?? '';
    if (!QUOTE.test(quote)) continue;
    const opens = !WORD.test(line[at - 1] ?? '');
    const closes = !WORD.test(line[at + 1] ?? '');
    if (closing === null) {
      // Between letters it is an apostrophe.
      if (!opens && !closes) continue;
      if (first < 0) first = at;
      const pair = QUOTES[quote];
      if (!opens || pair === undefined) return `${line.slice(0, first)}'…'`;
      closing = pair;
      kept += `${line.slice(from, at)}'…'`;
    } else if (quote === closing && closes) {
      closing = null;
      from = at + 1;
    }
  }
  return closing === null ? kept + line.slice(from) : `${line.slice(0, first)}'…'`;
}
