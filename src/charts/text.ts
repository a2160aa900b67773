import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Advance widths of Inter in em, rounded up: a configuration is made where there is no canvas to ask. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/^[ .,:;'|!()[\]{}iIjlftr·-]$/u, 0.34],
  [/^[mwMWÆŒ@%—…ЖШЩМЮ]$/u, 0.92],
  [/^[\p{Lu}\d+=<>&#$€₹]$/u, 0.68],
];

/** Scripts with letters of double width begin here. */
const FIRST_WIDE = '\u2e80';
const TRAILING = /[\s.,;:–-]+$/u;

/** The width in em of one line of text. */
export function emWidth(text: string): number {
  return letters(text).reduce((width, letter) => width + letterWidth(letter), 0);
}

/** At most `limit` em wide, the middle given up first: names of one family differ at their ends. */
export function shorten(text: string, limit: number): string {
  if (emWidth(text) <= limit) return text;
  const room = limit - letterWidth('…');
  const end = take(letters(text).reverse(), room * 0.4).reverse();
  const tail = end.join('').trimStart();
  const head = take(letters(text), room - emWidth(tail)).join('');
  return `${head.replace(TRAILING, '')}…${tail}`;
}

/**
 * Words in at most `most` lines, each at most `limit` em wide. A word that is too wide for a line is shortened,
 * and so is what the last line cannot hold.
 */
export function wrap(words: readonly string[], limit: number, most: number, separator = ' '): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const longer = [...lines.slice(-1), word].join(separator);
    if (lines.length > 0 && (lines.length === most || emWidth(longer) <= limit)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => shorten(line, limit));
}

function letters(text: string): string[] {
  if (/^[ -~]*$/.test(text)) return [...text];
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

function letterWidth(letter: string): number {
  if (letter >= FIRST_WIDE && stringWidth(letter) === 2) return 1.1;
  return WIDTHS.find(([pattern]) => pattern.test(letter))?.[1] ?? 0.6;
}

function take(from: readonly string[], limit: number): string[] {
  let width = 0;
  const end = from.findIndex((letter) => {
    width += letterWidth(letter);
    return width > limit;
  });
  return end < 0 ? [...from] : from.slice(0, end);
}
