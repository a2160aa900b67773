import { EMPTY } from '../kpi/format.js';
import { printable } from './cells.js';
import { cut, whole } from './limits.js';

/** What a label shortened in its middle keeps of its beginning, at least. */
const HEAD = 6;

/**
 * Names as labels of at most `most` characters (8 or more), all different and none empty. A long name loses its
 * end; names that would then look alike lose their middle, as `Bookshelf Spe…Black`; what is alike even so is
 * numbered.
 */
export function chartLabels(names: readonly string[], most: number): readonly string[] {
  const clean = names.map((name) => printable(name).trim() || EMPTY);
  const ends = clean.map((name) => cut(name, most));
  const labels = clean.map((name, index) => {
    const end = ends[index] ?? name;
    const alike = new Set(clean.filter((_, other) => ends[other] === end));
    return alike.size > 1 ? withoutMiddle(name, commonPrefix([...alike]), most) : end;
  });
  return numbered(labels, most);
}

/** Keeps what follows the `common` first characters, from the beginning of its word on. */
function withoutMiddle(name: string, common: number, most: number): string {
  const room = most - HEAD - 1;
  const word = name.slice(0, common).lastIndexOf(' ') + 1;
  const from = word > 0 && common - word < room ? word : common;
  const tail = cut(whole(name.slice(from)), room);
  if (tail === '') return cut(name, most);
  return `${whole(name.slice(0, most - 1 - tail.length)).trimEnd()}…${tail}`;
}

/** The number of characters that all names begin with. */
export function commonPrefix([first = '', ...others]: readonly string[]): number {
  let length = 0;
  while (length < first.length && others.every((other) => other[length] === first[length])) length++;
  return length;
}

function numbered(labels: readonly string[], most: number): readonly string[] {
  const taken = new Set<string>();
  return labels.map((label) => {
    let own = label;
    for (let count = 2; taken.has(own) || (own !== label && labels.includes(own)); count++) {
      const suffix = ` (${count})`;
      own = `${cut(label, most - suffix.length)}${suffix}`;
    }
    taken.add(own);
    return own;
  });
}
