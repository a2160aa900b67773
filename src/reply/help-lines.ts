import stringWidth from 'string-width';
import { printable } from './cells.js';
import { folded } from './folded.js';
import type { HelpContent } from './help-blocks.js';

const INDENT = '  ';
const GAP = 2;
const TRY = 'Try ';

/**
 * A help for a terminal, its parts one below the other: title and text, the entries with what they are about, and the
 * examples, two in a line where both are short. Six lines of text, twelve entries and six short examples are 24 lines.
 */
export function helpLines({ title, text, entries, examples }: HelpContent, width: number): readonly string[] {
  const terms = Math.max(0, ...entries.map(({ term }) => stringWidth(term)));
  const about = INDENT.length + terms + GAP;
  const parts = [
    [title, ...text].flatMap((line) => folded(line, width)),
    entries.flatMap((entry) => {
      const [first = '', ...rest] = folded(entry.about, width - about);
      const term = printable(entry.term);
      return [
        `${INDENT}${term}${' '.repeat(about - INDENT.length - stringWidth(term))}${first}`,
        ...rest.map((line) => `${' '.repeat(about)}${line}`),
      ];
    }),
    paired(examples, width - TRY.length).map((line, index) => `${index === 0 ? TRY : ' '.repeat(TRY.length)}${line}`),
  ].filter(({ length }) => length > 0);
  return parts.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

/** Texts that take at most half of the width share a line with the next one. */
function paired(texts: readonly string[], width: number): readonly string[] {
  const half = Math.floor((width - GAP) / 2);
  const lines: string[] = [];
  let open = false;
  for (const text of texts.map(printable)) {
    const short = Number.isFinite(half) && stringWidth(text) <= half;
    const line = lines.at(-1);
    if (open && short && line !== undefined) {
      lines[lines.length - 1] = `${line}${' '.repeat(half + GAP - stringWidth(line))}${text}`;
      open = false;
    } else {
      lines.push(text);
      open = short;
    }
  }
  return lines;
}
