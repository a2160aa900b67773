import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineReader } from '../../src/instance/lines.js';

it('puts lines together however they are cut, in the middle of a letter too', () => {
  const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ' '));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.integer({ min: 1, max: 9 }), (lines, size) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
      const read: string[] = [];
      const take = lineReader((text) => read.push(text), 1000);
      for (let from = 0; from < bytes.length; from += size) take(bytes.subarray(from, from + size));
      expect(read).toEqual(lines);
    }),
  );
});

it.each([
  ['in one piece', ['x'.repeat(11)]],
  ['in pieces', ['x'.repeat(6), 'x'.repeat(5)]],
  ['with its end', ['x'.repeat(6), `${'x'.repeat(5)}\n`]],
])('refuses a line that is too long, %s', (_, chunks) => {
  const take = lineReader(() => undefined, 10);
  expect(() => {
    for (const chunk of chunks) take(Buffer.from(chunk));
  }).toThrow(RangeError);
  expect(() => lineReader(() => undefined, 10)(Buffer.from(`${'x'.repeat(10)}\n`))).not.toThrow();
});
