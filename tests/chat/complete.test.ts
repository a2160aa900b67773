import { describe, expect, it } from 'vitest';
import { complete } from '../../src/chat/terminal/complete.js';
import { parse } from '../../src/intent/parse.js';
import { Vocabulary } from '../../src/intent/vocabulary.js';
import { DIMENSION_TERMS, KPI_TERMS, MEASURE_TERMS, WORDS } from '../intent/words.js';

/** Without values that are called like words of the grammar. */
const PLAIN = new Vocabulary(KPI_TERMS, DIMENSION_TERMS, [], MEASURE_TERMS);

const hits = (line: string) => complete(line, WORDS)[0].map((hit) => hit.trimEnd());

/** The line as it is after each completion of it. */
const completed = (line: string) => {
  const [found, begun] = complete(line, PLAIN);
  return found.map((hit) => `${line.slice(0, line.length - begun.length)}${hit}`.trim());
};

describe('completion', () => {
  it.each<[string, string]>([
    ['/st', '/stock'],
    ['st', '/stock'],
    ['/stock var', 'variance'],
    ['/stock variance elec', 'electronics'],
    ['/stock variance by ware', 'warehouse'],
    ['/stock total in pro', 'production'],
    ['/stock total as c', 'chart'],
    ['/stock help ava', 'availability'],
    ['/stock total office su', 'office supplies'],
    ['/stock total by mo', 'month'],
    ['/stock total by category by fis', 'fiscal year'],
    ['/stock variance ov', 'over'],
    ['/stock variance over ', '5%'],
    ['/stock variance v', 'vs'],
    ['/stock variance vs last', 'last month'],
    ['/stock variance vs last fiscal y', 'last fiscal year'],
    ['/stock variance yes', 'yesterday'],
    ['/stock total last 3', 'last 30 days'],
    ['/stock total last ', 'week'],
    ['/stock total 30 d', '30 days'],
    ['/stock total 6 w', 'weeks'],
    ['/stock total this q', 'this quarter'],
    ['/stock total since oct', 'october'],
    ['/stock total from september to o', 'october'],
    ['/stock cost top 10 by v', 'value variance'],
    ['/stock top 10 by value v', 'value variance'],
    ['/stock trend fill', 'fill rate'],
    ['/stock variance top ', '10'],
    ['/stock acc', 'accept'],
    ['var', 'variance'],
    ['he', 'help'],
    ['stock variance by ware', 'warehouse'],
    ['variance elec', 'electronics'],
    ['variance by ', 'warehouse'],
    ['office su', 'office supplies'],
    ['help ava', 'availability'],
  ])('%s → %s', (line, completion) => {
    expect(hits(line)).toContain(completion);
  });

  it.each<[string, string]>([
    ['after “by” a measure is no dimension', '/stock cost by val'],
    ['a measure that the KPI does not have', '/stock cost top 10 by fill'],
    ['what nothing begins with', '/stock zzz'],
    ['a list is asked for alone', '/stock variance qual'],
  ])('does not offer %s', (_, line) => {
    expect(hits(line)).toEqual([]);
  });

  it('offers values only to what has begun', () => {
    expect(hits('/stock variance ')).toEqual(expect.arrayContaining(['by', 'vs', 'yesterday']));
    expect(hits('/stock variance ')).not.toContain('electronics');
  });

  it('replaces only what it completes, with the blanks as they were typed', () => {
    const replaced = (line: string) => complete(line, WORDS)[1];
    expect(replaced('/stock total office su')).toBe('office su');
    expect(replaced('/stock total office  su')).toBe('office  su');
    expect(replaced('/stock variance elec')).toBe('elec');
    expect(replaced('/stock variance by ')).toBe('');
    expect(replaced('  /st')).toBe('/st');
    expect(replaced('  office su')).toBe('office su');
  });

  it.each([
    '/stock ',
    '/stock total by ',
    '/stock total vs ',
    '/stock total last ',
    '/stock total this ',
    '/stock total since ',
    '/stock total in ',
    '/stock total as ',
    '/stock total top ',
    '/stock variance over ',
    '/stock cost top 10 by ',
    '/stock trend ',
  ])('what is offered after “%s” is understood, or goes on', (line) => {
    const open =
      /(?: (?:by|top|bottom|over|under|in|vs|as|since|from|between)|(?:status|quality|help|digest|accept|accepted|subscriptions|alerts))$/;
    const refused = completed(line).filter((question) => {
      const parsed = parse(question.replace(/^\/stock ?/, ''), PLAIN);
      return !parsed.ok && !open.test(question);
    });
    expect(refused).toEqual([]);
  });
});
