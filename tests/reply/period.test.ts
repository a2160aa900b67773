import { describe, expect, it } from 'vitest';
import type { ResolvedPeriod } from '../../src/kpi/result.js';
import { simplerBlocks } from '../../src/reply/blocks.js';
import { periodLine } from '../../src/reply/cells.js';
import { toCsv } from '../../src/reply/csv.js';
import { toJson } from '../../src/reply/json.js';
import { resultText } from '../../src/reply/text.js';
import { problemsOf, readable } from './messages.js';
import { row, varianceOf } from './results.js';

const days = (words: string, from: string, through: string): ResolvedPeriod => ({ words, from, through });
const MONTH = days('last month', '2026-10-01', '2026-10-31');
const YEAR_BEFORE = days('vs last year', '2025-10-01', '2025-10-31');

describe('the days of an answer', () => {
  it.each<[string, Parameters<typeof periodLine>[0], readonly string[]]>([
    ['none', {}, []],
    ['with the words of the question', { period: MONTH }, ['2026-10-01 to 2026-10-31 (last month)']],
    [
      'against others',
      { period: MONTH, versus: YEAR_BEFORE },
      ['2026-10-01 to 2026-10-31 (last month), against 2025-10-01 to 2025-10-31'],
    ],
    [
      'a state as it is, against a day',
      { versus: days('vs yesterday', '2026-10-30', '2026-10-30') },
      ['Now, against 2026-10-30'],
    ],
    ['one day', { period: days('yesterday', '2026-10-30', '2026-10-30') }, ['2026-10-30 (yesterday)']],
    ['words that are the day', { period: days('on 2026-10-30', '2026-10-30', '2026-10-30') }, ['2026-10-30']],
    [
      'words that are the days',
      { period: days('from 2026-10-01 to 2026-10-31', '2026-10-01', '2026-10-31') },
      ['2026-10-01 to 2026-10-31'],
    ],
  ])('%s', (_, result, said) => {
    expect(periodLine(result)).toEqual(said);
  });

  const result = varianceOf([row('Lamp', '1', '2')], { period: MONTH, versus: YEAR_BEFORE });
  const said = '2026-10-01 to 2026-10-31 (last month), against 2025-10-01 to 2025-10-31';

  it('stand beside the freshness in the terminal', () => {
    expect(resultText(result, { width: 100, colour: false, rows: 9 })).toContain(`\n  ${said}\n  erp as of `);
  });

  it('stand in every form of a message', () => {
    for (const step of simplerBlocks(result)) {
      expect(problemsOf(step)).toEqual([]);
      expect(readable(step)).toContain(`\n${said}\nerp as of `);
    }
  });

  it('are data in JSON, and no column of a CSV', () => {
    expect(toJson(result)).toMatchObject({ period: MONTH, versus: YEAR_BEFORE });
    expect(toJson(varianceOf([]))).toMatchObject({ period: null, versus: null, sparklines: [] });
    expect(toCsv(result)).not.toContain('2026-10-01');
  });
});
