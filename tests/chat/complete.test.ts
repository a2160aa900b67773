import { describe, expect, it } from 'vitest';
import { complete } from '../../src/chat/terminal/complete.js';
import { WORDS } from '../intent/words.js';

const hits = (line: string) => complete(line, WORDS)[0];

describe('completion', () => {
  it.each<[string, string]>([
    ['/st', '/stock '],
    ['st', '/stock '],
    ['/stock var', 'variance '],
    ['/stock variance elec', 'electronics '],
    ['/stock variance by ware', 'warehouse '],
    ['/stock total in pro', 'production '],
    ['/stock total as c', 'chart '],
    ['/stock help ava', 'availability '],
    ['/stock total office su', 'office supplies '],
  ])('%s → %s', (line, completion) => {
    expect(hits(line)).toContain(completion);
  });

  it('offers nothing for what nothing begins with', () => {
    expect(hits('/stock zzz')).toEqual([]);
  });

  it('replaces only what it completes', () => {
    expect(complete('/stock total office su', WORDS)[1]).toBe('office su');
    expect(complete('/stock variance elec', WORDS)[1]).toBe('elec');
  });
});
