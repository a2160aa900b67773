/** Quotes as word processors write them. */
export const CURLY = /[\u201c\u201d\u201e\u00ab\u00bb]/g;

/** Printable ASCII without capitals, in single blanks: folded already. Most words are, and the rest takes eight times as long. */
const FOLDED = /^[!-@[-~]+(?: [!-@[-~]+)*$/;

/** Case, accents, runs of blanks and the form of quotes make no difference. */
export function fold(text: string): string {
  if (FOLDED.test(text)) return text;
  return text
    .normalize('NFKD')
    .replace(CURLY, '"')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}
