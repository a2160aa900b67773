import { CURLY, fold } from './fold.js';
import { type Shape, shapeOf } from './shapes.js';

export interface Token {
  /** Without quotes and qualifier. */
  readonly text: string;
  readonly folded: string;
  readonly quoted: boolean;
  /** What stands before the colon, as in `category:Electronics`. */
  readonly qualifier: string | null;
  /** Null for what is quoted or qualified: it is a value, whatever it looks like. */
  readonly shape: Shape | null;
  /** What parts it from the word before. No phrase goes over a semicolon. */
  readonly parted: ',' | ';' | null;
  readonly start: number;
  readonly end: number;
}

/** A sign before a number (`>5%`), or a word, quoted phrase or qualified value; or what parts them. */
const TOKEN =
  /([<>])(?=\d+(?:\.\d+)?%?(?:[\s,;]|$))|(?:([\p{L}][\p{L}-]*):)?(?:"((?:[^"]|"")*)"(?:[?!.]+(?=[\s,;]|$))?|['‘]([^'’]+)['’](?:[?!.]+(?=[\s,;]|$)|(?=[\s,;]|$))|([^\s,;]+))|(?<mark>[,;])/gu;

/**
 * Words, quoted phrases and qualified values with their places. Commas and semicolons part; question
 * marks and full stops at the end of a word or after quotes are no part of it. A quote inside quotes is written twice.
 */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let parted: Token['parted'] = null;
  for (const match of text.replace(CURLY, '"').matchAll(TOKEN)) {
    const [whole, sign, qualifier = null, double, single, plain] = match;
    const quoted = double ?? single;
    const mark = match.groups?.mark;
    if (mark !== undefined) parted = parted === ';' || mark === ';' ? ';' : ',';
    const word = sign ?? single ?? double?.replaceAll('""', '"') ?? plain?.replace(/(?<=.)[?!.]+$/u, '');
    if (word === undefined || (word === '' && quoted === undefined)) continue;
    const isPlain = quoted === undefined && qualifier === null;
    tokens.push({
      text: word,
      folded: fold(word),
      quoted: quoted !== undefined,
      qualifier,
      shape: isPlain ? shapeOf(word) : null,
      parted,
      start: match.index,
      end: match.index + whole.length,
    });
    parted = null;
  }
  return tokens;
}

export const isPlain = ({ quoted, qualifier }: Token): boolean => !quoted && qualifier === null;

/** Folded words from here that can be one phrase, each with its shape; at most so many. */
export function runFrom(tokens: readonly Token[], at: number, most: number): readonly Token[] {
  const run: Token[] = [];
  for (let index = at; run.length < most; index++) {
    const token = tokens[index];
    if (!token || !isPlain(token) || (run.length > 0 && token.parted === ';')) break;
    run.push(token);
  }
  return run;
}

/** As `fold` would make it of the words together. */
export function phraseOf(run: readonly Token[], length = run.length): string {
  const phrase = run
    .slice(0, length)
    .map(({ folded }) => folded)
    .join(' ');
  return phrase.includes('  ') ? phrase.replace(/ +/g, ' ').trim() : phrase.trim();
}

/** For messages: as it was written. */
export function textOf(tokens: readonly Token[], at: number, length: number): string {
  return tokens
    .slice(at, at + length)
    .map(({ text }) => text)
    .join(' ');
}
