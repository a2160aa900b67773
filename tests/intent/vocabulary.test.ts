import { describe, expect, it } from 'vitest';
import { Vocabulary } from '../../src/intent/vocabulary.js';
import { WORDS } from './words.js';

describe('the table of words', () => {
  it.each([
    ['category', 'categories'],
    ['product', 'products'],
    ['site', 'sites'],
  ])('%s has a plural', (name, plural) => {
    expect(WORDS.dimension(plural)).toBe(WORDS.dimension(name));
  });

  it.each([
    ['summary', 'summaries'],
    ['mix', 'mixes'],
    ['lack', 'lacks'],
  ])('so has the KPI %s', (name, plural) => {
    expect(WORDS.kpi(plural)).toBe(WORDS.kpi(name));
  });

  it('a plural that is made takes no other name’s place', () => {
    const words = new Vocabulary([], [{ name: 'net', synonyms: [] }], [], []);
    expect(words.dimension('nets')).toBe('net');
    const named = new Vocabulary(
      [],
      [
        { name: 'net', synonyms: [] },
        { name: 'nets', synonyms: [] },
      ],
      [],
    );
    expect(named.dimension('nets')).toBe('nets');
  });

  it('a measure’s name goes before another’s synonym, and both stay known', () => {
    expect(WORDS.measure('total')).toBe('total');
    expect(WORDS.meanings('total').measures).toEqual(['total', 'quantity']);
  });

  it('names are known with blanks as well, folded', () => {
    expect(WORDS.measure('Value  Variance')).toBe('value_variance');
    expect(WORDS.measure('value_variance')).toBe('value_variance');
  });

  it('a phrase can mean several things', () => {
    expect(WORDS.meanings('items')).toEqual({ dimension: 'sku', measures: ['items'] });
    expect(WORDS.meanings('environments')).toEqual({ kpi: 'compare', dimension: 'environment' });
    expect(WORDS.meanings('may')).toEqual({ month: 5 });
    expect(WORDS.meanings('xyzzy')).toEqual({});
  });

  it('a measure of closed KPIs only is understood and not offered', () => {
    const cost = { name: 'cost', synonyms: [], absent: true };
    const words = new Vocabulary([cost], [], [], [{ name: 'value', synonyms: [], kpis: ['cost'] }]);
    expect(words.measure('value')).toBe('value');
    expect(words.measureNames).toEqual([]);
    expect(words.near('valeu')).toEqual([]);
  });
});

describe('what is near a word', () => {
  it.each([
    ['varaince', 'variance'],
    ['electroncs', 'Electronics'],
    ['fil rate', 'fill rate'],
    ['yesteday', 'yesterday'],
    ['septembre', 'september'],
    ['prodution', 'production'],
  ])('%s: %s', (word, name) => {
    expect(WORDS.near(word)[0]?.text).toBe(name);
  });

  it.each(['noth', 'kover', 'averages'])('a slip is seldom in the first letter: %s', (word) => {
    expect(WORDS.near(word).filter(({ text }) => text[0]?.toLowerCase() !== word[0])).toEqual([]);
  });

  it('filler is not offered, nor a word of three letters', () => {
    expect(WORDS.near('pleese')).toEqual([]);
    expect(WORDS.near('byy').map(({ text }) => text)).not.toContain('by');
  });

  it('within a dimension, only its values', () => {
    expect(WORDS.near('electroncs', 'category')).toEqual([{ text: 'Electronics', far: 1 }]);
    expect(WORDS.near('electroncs', 'warehouse')).toEqual([]);
  });
});
