/** Tokens of a text date's form, longest first, and what DuckDB's strptime calls them. */
const TOKENS = [
  ['YYYY', '%Y'],
  ['MMMM', '%B'],
  ['MMM', '%b'],
  ['YY', '%y'],
  ['MM', '%m'],
  ['M', '%m'],
  ['DD', '%d'],
  ['D', '%d'],
  ['HH', '%H'],
  ['mm', '%M'],
  ['ss', '%S'],
] as const;

/** `DD-MM-YYYY` → `%d-%m-%Y`; null when a letter is no token or day, month or year is missing. */
export function dateFormat(form: string): string | null {
  let rest = form;
  let result = '';
  while (rest !== '') {
    const token = TOKENS.find(([name]) => rest.startsWith(name));
    if (token) {
      result += token[1];
      rest = rest.slice(token[0].length);
    } else if (/^[A-Za-z%]/.test(rest)) {
      return null;
    } else {
      result += rest[0];
      rest = rest.slice(1);
    }
  }
  return /%d/.test(result) && /%m|%b|%B/.test(result) && /%y/i.test(result) ? result : null;
}
