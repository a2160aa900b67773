import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { answer } from '../../src/commands/index.js';
import { duckdbDialect } from '../../src/model/database.js';
import { mistakeText } from '../../src/reply/text.js';
import { compile } from '../../src/sources/dialect.js';
import { openCompany, resultOf } from '../support/app.js';
import { SMALL } from '../support/small.js';

const HOSTILE = `'); DROP TABLE stock; --`;

const pieces = fc.constantFrom(
  ...'variance total by top bottom in as test production sku category: "Electronics" A-1 Radio help status quality kpi: 0 -1 1e9 , ; : " \' \\ ` $1 @p0 ? % * | {} [] () <!channel> &amp; \u0000 \u202e 🙂 İ ß NaN null undefined __proto__ constructor'.split(
    ' ',
  ),
  HOSTILE,
  "Robert'); DELETE FROM feed",
  'UNION SELECT * FROM rejected_row',
);
const texts = fc.oneof(
  fc.string({ maxLength: 60, unit: 'binary' }),
  fc.array(pieces, { maxLength: 9 }).map((list) => `stock ${list.join(' ')}`),
);

describe('10,000 random and hostile texts', () => {
  it('are answered, one way or the other, and never become SQL', { timeout: 170_000 }, async () => {
    const app = await openCompany(SMALL);
    const statements = new Set<string>();
    const query = app.model.query.bind(app.model);
    vi.spyOn(app.model, 'query').mockImplementation((statement) => {
      statements.add(compile(statement, duckdbDialect).text);
      return query(statement);
    });
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const reply = await answer(text, app.desk);
        expect(['result', 'help', 'mistake']).toContain(reply.kind);
        if (reply.kind === 'mistake')
          expect(mistakeText(text, reply.mistake)).toContain(reply.mistake.message.slice(0, 1));
      }),
      { numRuns: 10_000, seed: 7 },
    );
    for (const statement of statements) expect(statement).not.toMatch(/DROP|DELETE|Robert|rejected_row/);
    expect(await app.model.query(sql`SELECT count(*) AS rows FROM stock`)).toEqual([{ rows: 10 }]);
  });

  it('a hostile product name is a value like any other', async () => {
    const files = {
      ...SMALL.files,
      'product.csv': `product_id,name,category\nA-1,"${HOSTILE}",Electronics\nA-2,<!channel>,Electronics\n`,
    };
    const app = await openCompany({ ...SMALL, files });
    const { rows, question } = await resultOf(app, `/stock total product:"${HOSTILE}"`);
    expect(rows).toMatchObject([{ sku: 'A-1', name: HOSTILE, test: '10.0000' }]);
    expect(await resultOf(app, question)).toMatchObject({ rows, question });
  });
});
