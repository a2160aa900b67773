import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openApp } from '../../src/app.js';
import { explain } from '../../src/cli/failure.js';
import { sayFailure } from '../../src/commands/failure.js';
import { answer } from '../../src/commands/index.js';
import { NotRead } from '../../src/commands/not-read.js';
import type { FeedStatus } from '../../src/model/index.js';
import { resultOf, temporaryFolder, writeCompany } from '../support/app.js';
import { SMALL } from '../support/small.js';
import { ahead, NOW, statusOf, troubleOf } from './statuses.js';

const failure = (...statuses: FeedStatus[]) => new NotRead(statuses, NOW);
const PRODUCTION = { id: 'production', environment: 'production' } as const;
const NEVER = { asOf: null, trouble: troubleOf('unreachable', 3), nextTry: ahead(7) };
const HELP = 'If it stays so, tell whoever runs Tally.';

describe('what was never read', () => {
  it('is named in a chat with its reason and the next try', () => {
    expect(sayFailure(failure(statusOf({ feed: PRODUCTION, ...NEVER })))).toBe(
      `Stock of Production in erp has never been read: the server cannot be reached; next try in 7 s. ${HELP}`,
    );
    expect(sayFailure(failure(statusOf({ asOf: null, refreshing: true })))).toBe(
      `Stock of Test in erp has not been read yet, and is being read now. Ask again in a minute. ${HELP}`,
    );
    const product = { id: 'product', table: 'product', environment: null } as const;
    expect(sayFailure(failure(statusOf({ feed: product, ...NEVER }), statusOf({ feed: PRODUCTION, ...NEVER })))).toBe(
      `The product master and Stock of Production in erp have never been read: the server cannot be reached; next try in 7 s. ${HELP}`,
    );
  });

  it('is explained to whoever runs Tally by what the source says, advice included', () => {
    expect(explain(failure(statusOf(NEVER), statusOf({ feed: PRODUCTION, ...NEVER })))).toEqual({
      message:
        'erp, dbo.stock: the server cannot be reached. Check host, port and firewall, and that the server is running.',
      code: 1,
    });
    expect(explain(failure(statusOf({ asOf: null, refreshing: true }))).message).toBe(
      'Stock of Test in erp has not been read yet, and is being read now. Ask again in a minute.',
    );
  });

  it('shows nothing of an error of our own', () => {
    const own = { says: 'Tally itself failed at it; its log says more', at: NOW, error: new Error('SELECT secret') };
    const error = failure(statusOf({ asOf: null, trouble: own }));
    expect([error.message, sayFailure(error)].join()).not.toContain('secret');
    expect(error.cause).toBe(own.error);
  });
});

describe('a company of which only a part was read', () => {
  async function openPart(...gone: readonly string[]) {
    const folder = temporaryFolder();
    const files = Object.fromEntries(Object.entries(SMALL.files).filter(([name]) => !gone.includes(name)));
    const config = writeCompany(folder, { ...SMALL, files });
    const clock = { now: NOW };
    const app = await openApp({ config, environment: {}, now: () => clock.now });
    onTestFinished(() => app.close());
    return { app, folder, clock };
  }

  it('answers what does not need the rest, without a word of it', async () => {
    const { app } = await openPart('production.csv');
    const result = await resultOf(app, '/stock total in test');
    expect(result).toMatchObject({ totals: { quantity: '14.0000' }, notes: [], warnings: [] });
  });

  it.each(['/stock total', '/stock variance', '/stock', '/stock total in production'])(
    'does not answer %s, which does',
    async (question) => {
      const { app } = await openPart('production.csv');
      await expect(answer(question, app.desk)).rejects.toThrow('there, production.csv: no such file');
    },
  );

  it('answers nothing without the product master, but helps', async () => {
    const { app } = await openPart('product.csv');
    await expect(answer('/stock total in test', app.desk)).rejects.toThrow('here, product.csv: no such file');
    expect((await answer('/stock help', app.desk)).kind).toBe('help');
  });

  it('says in its lists what is missing', async () => {
    const { app } = await openPart('production.csv');
    const said = 'there (stock, production) has never been read: no such file; tried at 12:00 UTC, next try in 5 s.';
    expect((await resultOf(app, '/stock quality')).notes).toEqual([said]);
    expect(await resultOf(app, '/stock status')).toMatchObject({
      headline: '1 of 3 tables could not be refreshed',
      notes: [said],
    });
  });

  it('answers when it is there after all', async () => {
    const { app, folder, clock } = await openPart('production.csv');
    await expect(answer('/stock total', app.desk)).rejects.toThrow();
    writeFileSync(join(folder, 'production.csv'), SMALL.files['production.csv'] ?? '');
    clock.now = ahead(6);
    expect(await resultOf(app, '/stock total')).toMatchObject({ totals: { both: '33.0000' }, notes: [] });
  });
});
