import { CURLY } from './vocabulary.js';

export interface Token {
  /** Without quotes and qualifier. */
  readonly text: string;
  readonly quoted: boolean;
  /** What stands before the colon, as in `category:Electronics`. */
  readonly qualifier: string | null;
  readonly start: number;
  readonly end: number;
}

const TOKEN = /(?:([\p{L}][\p{L}-]*):)?(?:"((?:[^"]|"")*)"|([^\s,;]+))|[,;]/gu;

/**
 * Words, quoted phrases and qualified values with their places. Commas and semicolons part; question
 * marks and full stops at the end of a word are no part of it. A quote inside quotes is written twice.
 */
export function tokenize(text: string): readonly Token[] {
  const straight = text.replace(CURLY, '"');
  const tokens: Token[] = [];
  for (const match of straight.matchAll(TOKEN)) {
    const [whole, qualifier, quoted, plain] = match;
    const word = quoted === undefined ? plain?.replace(/(?<=.)[?!.]+$/u, '') : quoted.replaceAll('""', '"');
    if (word === undefined || (word === '' && quoted === undefined)) continue;
    tokens.push({
      text: word,
      quoted: quoted !== undefined,
      qualifier: qualifier ?? null,
      start: match.index,
      end: match.index + whole.length,
    });
  }
  return tokens;
}

/** Bare numbers are never values: they are counts, dates or slips. */
export const isNumber = (text: string): boolean => /^[+-]?\d+([.,]\d+)*%?$/.test(text);
