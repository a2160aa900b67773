import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mistake } from '../../src/intent/intent.js';
import { mistakeBlocks } from '../../src/reply/mistake-blocks.js';
import { problemsOf } from './messages.js';

const mistake = (start: number, end: number, changes: Partial<Mistake> = {}): Mistake => ({
  code: 'unknown',
  message: '“varaince” is not known. Did you mean variance?',
  start,
  end,
  suggestions: [],
  ...changes,
});

/** The question as it is shown, with the marked part in brackets. */
function question(text: string, start: number, end: number): string | null {
  const [first] = mistakeBlocks(text, mistake(start, end)).blocks;
  if (first?.type !== 'rich_text') return null;
  const [section] = first.elements;
  return (section?.elements ?? [])
    .map((part) => (part.type !== 'text' ? '?' : part.style?.code ? `[${part.text}]` : part.text))
    .join('');
}

describe('a mistake', () => {
  it('shows the question with the offending part marked, then says what is wrong', () => {
    const message = mistakeBlocks('stock varaince electronics', mistake(6, 14));
    expect(problemsOf(message)).toEqual([]);
    expect(message.blocks.map(({ type }) => type)).toEqual(['rich_text', 'section']);
    expect(question('stock varaince electronics', 6, 14)).toBe('stock [varaince] electronics');
    expect(message.text).toBe('“varaince” is not known. Did you mean variance?');
  });

  it.each([
    ['the end, where something is missing', 'stock top', 9, 9, 'stock top[‸]'],
    ['nothing, where all of it is meant', 'stock cost', 0, 10, 'stock cost'],
    ['nothing of spaces around', '  stock cost ', 2, 12, 'stock cost'],
    ['markup and backticks as they are', 'a `<!channel>` b', 2, 14, 'a [`<!channel>`] b'],
    ['places beyond the text', 'stock', 90, 99, 'stock[‸]'],
    [
      'the surroundings of a long question',
      `${'a'.repeat(200)} x ${'b'.repeat(200)}`,
      201,
      202,
      `…${'a'.repeat(79)} [x] ${'b'.repeat(79)}…`,
    ],
    ['the beginning of a long part', `a ${'x'.repeat(3000)}`, 2, 3002, `a [${'x'.repeat(99)}…]`],
  ])('marks %s', (_, text, start, end, shown) => {
    expect(question(text, start, end)).toBe(shown);
  });

  it('shows no question where there was none', () => {
    expect(question('  ', 0, 0)).toBeNull();
  });

  it('offers what would work in its text too, which is all there is when blocks are refused', () => {
    const { text } = mistakeBlocks('x', mistake(0, 1, { suggestions: ['/stock variance `a`', '/stock'] }));
    expect(text).toBe('“varaince” is not known. Did you mean variance? Try `/stock variance ˋaˋ`');
  });

  it('of any text at any place is a message that Slack takes', () => {
    const any = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('`*<!channel>*` \u202e🙂'.repeat(90)));
    fc.assert(
      fc.property(any, any, fc.integer({ min: -5, max: 2000 }), fc.nat(2000), (text, said, start, length) => {
        const message = mistakeBlocks(text, mistake(start, start + length, { message: said, suggestions: [text] }));
        expect(problemsOf(message)).toEqual([]);
      }),
      { numRuns: 1000, seed: 3 },
    );
  });
});
