import stringWidth from 'string-width';
import { printable } from './cells.js';

/** Words over as many lines as the width asks for; a word that is longer than a line stays whole. */
export function folded(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of printable(text).split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && stringWidth(line) + 1 + stringWidth(word) <= width)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
