import { describe, expect, it } from 'vitest';
import { forgetAccepted } from '../../src/commands/accept/accepted.js';
import { digestReply } from '../../src/commands/digest/index.js';
import type { Digest } from '../../src/digest/digest.js';
import { ALL_RIGHTS } from '../../src/kpi/rights.js';
import { StateError } from '../../src/state/index.js';
import { plainTables } from '../support/app.js';
import { csvOf, digestOf, openDrifting, recordAgain, SAME } from './digest-company.js';

const partOf = (digest: Digest, name: string) => digest.sections.find((section) => section.name === name)?.lines;
const changesOf = ({ cards }: Digest) =>
  cards.map(({ changes }) => changes.map(({ against, text }) => `${against} ${text}`));

describe('the first digest', () => {
  it('is set against the rows of the day before, and says so', async () => {
    const { make } = await openDrifting('2026-03-09');
    const { digest, record } = await digestOf(make());
    expect(digest).toMatchObject({
      headline: '1 of 2 categories out of tolerance; worst: Furniture +19.0 %, was 0.0 % yesterday',
      mood: 'alarming',
      title: 'Environment variance · Mon 9 Mar',
      at: '2026-03-09T08:00:00.000Z',
      day: '2026-03-09',
      freshness: 'Test and Production through Mon 9 Mar; read Mon 9 Mar, 08:00 UTC.',
      previous: 'the rows of Sun 8 Mar',
      weekAgo: null,
      earlier: { previous: { day: '2026-03-08', at: null }, weekAgo: null },
      notes: [],
      warnings: [],
    });
    expect(record).toEqual(expect.any(Number));
    expect(digest.cards.map(({ label, text }) => `${label} ${text}`)).toEqual([
      'Test total 360 units',
      'Production total 403 units',
      'Variance +43 units, +11.9 %',
      'Match rate 50.0 %',
      'Availability Test 100.0 %',
      'Availability Production 100.0 %',
    ]);
    expect(partOf(digest, 'movers')).toEqual([
      'B-1 Chair +40 units, matched before',
      'A-1 Radio +3 units, matched before',
    ]);
    expect(digest.full.rows).toMatchObject([
      { sku: 'B-1', category: 'Furniture', test: '200', production: '240', variance: '40', was: '0' },
      { sku: 'A-1', category: 'Electronics', variance: '3' },
    ]);
  });

  it('is set against nothing where there are no earlier rows', async () => {
    const { make } = await openDrifting('2026-03-09', { production: { '2026-03-09': { ...SAME, 'B-1': 240 } } });
    const { digest } = await digestOf(make());
    expect(digest).toMatchObject({
      headline: '1 of 2 categories out of tolerance; worst: Furniture +19.0 %',
      previous: null,
      notes: [],
    });
    expect(partOf(digest, 'movers')).toBeUndefined();
  });

  it('is set against no rows of flows, which have no state', async () => {
    const { make } = await openDrifting('2026-03-09', { tables: plainTables('{ quantity: flow }') });
    expect((await digestOf(make())).digest).toMatchObject({ previous: null, weekAgo: null });
  });

  it('is set against the rows of a week ago as well, where there are some', async () => {
    const production = { '2026-03-01': SAME, '2026-03-02': { ...SAME, 'A-1': 90 }, '2026-03-09': SAME };
    const { make } = await openDrifting('2026-03-09', { production });
    const { digest } = await digestOf(make());
    expect(digest).toMatchObject({ previous: null, weekAgo: 'the rows of Mon 2 Mar', mood: 'quiet' });
    expect(digest.cards[1]?.changes).toEqual([
      { against: 'a week ago', text: '+10 units', direction: 'up', better: null },
    ]);
  });
});

describe('the next digest', () => {
  it('is set against what the last one said, though the rows of that day are others by now', async () => {
    const { make, on, put } = await openDrifting('2026-03-09');
    await digestOf(make());
    on('2026-03-10');
    put('production.csv', csvOf({ '2026-03-09': SAME, '2026-03-10': { ...SAME, 'A-1': 130, 'B-2': 8, 'X-9': 7 } }));
    const { digest } = await digestOf(make());
    expect(digest).toMatchObject({
      headline: '2 of 3 categories out of tolerance; worst: Electronics +20.0 %, was +2.0 % yesterday',
      previous: 'yesterday (recorded Mon 9 Mar, 08:00 UTC)',
      earlier: { previous: { day: '2026-03-09', at: '2026-03-09T08:00:00.000Z' } },
      notes: [],
    });
    expect(partOf(digest, 'categories')).toEqual([
      'Electronics +20.0 % (+30 units), was +2.0 % yesterday, worse by 18.0 pp, newly out',
      '(no category) +7 units with none in Test, newly out',
    ]);
    expect(partOf(digest, 'resolved')).toEqual([
      'Furniture is back within tolerance (-1.0 %, was +19.0 %)',
      '1 item matches again: B-1 Chair',
    ]);
    expect(partOf(digest, 'movers')).toEqual([
      'A-1 Radio +27 units: now +30 units, was +3 units, worse by 27 units',
      'X-9 +7 units, no difference before',
      'B-2 Desk -2 units, matched before',
    ]);
    expect(partOf(digest, 'appeared')).toEqual(['X-9: 7 units']);
    expect(partOf(digest, 'findings')).toEqual([
      '1 row (+1 since yesterday): product is not in the product master: counted, but in no category',
    ]);
    expect(digest.details.map(({ category }) => category)).toEqual(['Electronics', '(no category)']);
  });

  it('of the same day is set against an earlier day, unless it is told which to take', async () => {
    const { make, on } = await openDrifting('2026-03-09');
    await digestOf(make());
    on('2026-03-10');
    const { record } = await digestOf(make());
    on('2026-03-10', '11:00');
    expect((await digestOf(make())).digest.previous).toBe('yesterday (recorded Mon 9 Mar, 08:00 UTC)');
    const { digest } = await digestOf(make({ previous: record }));
    expect(digest.previous).toBe('the digest of Tue 10 Mar, 08:00 UTC');
    expect(changesOf(digest)[0]).toEqual(['earlier today no change']);
  });

  it('says that nothing has changed on an equal day', async () => {
    const { make, on } = await openDrifting('2026-03-08', {
      production: { '2026-03-08': SAME, '2026-03-09': SAME },
    });
    await digestOf(make());
    on('2026-03-09');
    const { digest } = await digestOf(make());
    expect(digest).toMatchObject({
      headline: 'Both categories within tolerance; variance 0.0 % (0 units), 4 of 4 items match',
      mood: 'quiet',
      sections: [],
    });
    expect(new Set(changesOf(digest).flat())).toEqual(new Set(['yesterday no change']));
  });

  it('passes over a digest with doubts where there is one without', async () => {
    const { make, on, app } = await openDrifting('2026-03-08');
    await digestOf(make());
    on('2026-03-09');
    const { record } = await digestOf(make());
    await recordAgain(app, record, (body) => ({ ...body, doubts: ['Production looks incomplete'] }));
    on('2026-03-10');
    expect((await digestOf(make())).digest.previous).toBe('Sun 8 Mar (recorded Sun 8 Mar, 08:00 UTC)');
  });

  it('takes one with doubts where there is no other, and says so', async () => {
    const { make, on, app } = await openDrifting('2026-03-09');
    const { record } = await digestOf(make());
    const id = await recordAgain(app, record, (body) => ({ ...body, doubts: ['Production looks incomplete'] }));
    on('2026-03-10');
    expect((await digestOf(make({ previous: id }))).digest.notes[0]).toBe(
      'The digest of Mon 9 Mar, 08:00 UTC had doubts of its own: Production looks incomplete.',
    );
  });

  it('is not set against figures of another shape', async () => {
    const { make, on, app } = await openDrifting('2026-03-09');
    const { record } = await digestOf(make());
    const old = await recordAgain(app, record, () => ({ version: 0 }));
    on('2026-03-10');
    expect((await digestOf(make({ previous: old }))).digest.previous).toBe('the rows of Mon 9 Mar');
  });

  it('is set against the rows where the store cannot be read, and shown where it cannot be written', async () => {
    const { make } = await openDrifting('2026-03-09');
    const down = async () => {
      throw new StateError('The store is down');
    };
    const { digest, record } = await digestOf(make({}, { recorded: { add: down, get: down, latest: down } }));
    expect(record).toBeNull();
    expect(digest.previous).toBe('the rows of Sun 8 Mar');
    expect(digest.notes).toEqual([
      'What earlier digests said could not be read.',
      'This digest could not be recorded: the next one is set against an earlier one.',
    ]);
  });
});

describe('what is accepted', () => {
  const until = { until: null, reason: null, by: 'slack U1', today: '2026-03-09' };

  it('alarms nobody and stays in the totals', async () => {
    const { make, app } = await openDrifting('2026-03-09');
    await app.state.acceptances.accept([{ sku: 'B-1', warehouse: null }], until);
    const { digest } = await digestOf(make());
    expect(digest).toMatchObject({
      headline:
        'Both categories within tolerance; variance +11.9 % (+43 units), +0.8 % (+3 units) without what is accepted, 2 of 4 items match, 1 accepted',
      mood: 'quiet',
    });
    expect(digest.notes).toContain('1 accepted difference is in the totals, and alarms nobody.');
    expect(partOf(digest, 'movers')).toEqual(['A-1 Radio +3 units, matched before']);
    expect(digest.full.rows.map(({ sku, status }) => [sku, status])).toEqual([
      ['B-1', 'accepted'],
      ['A-1', 'differs'],
    ]);
  });

  it('in one warehouse leaves the rest of an item to alarm', async () => {
    const production = {
      '2026-03-09': { ...SAME, 'B-1 SOUTH': 30, 'B-1 WEST': 12 },
    };
    const { make, app } = await openDrifting('2026-03-09', { production });
    await app.state.acceptances.accept([{ sku: 'B-1', warehouse: 'SOUTH' }], until);
    const { digest } = await digestOf(make());
    // 42 more than the 210 that Test has, of which 30 are accepted.
    expect(partOf(digest, 'categories')).toEqual(['Furniture +5.7 % (+12 units), without +30 units accepted']);
    expect(digest.full.rows).toMatchObject([{ sku: 'B-1', variance: '42', open: '12', status: 'differs' }]);
    await app.state.acceptances.accept([{ sku: 'B-1', warehouse: 'WEST' }], until);
    forgetAccepted(app.desk);
    expect((await digestOf(make())).digest.mood).toBe('quiet');
  });
});

describe('rights', () => {
  const only = (dimension: 'category' | 'warehouse' | 'environment', value: string, except = false) => ({
    rights: { ...ALL_RIGHTS, restrictions: [{ dimension, values: [value], except }] },
  });

  it('narrow it, which the title says, and have records of their own', async () => {
    const { make, on } = await openDrifting('2026-03-09');
    await digestOf(make());
    on('2026-03-10');
    const { digest } = await digestOf(make({}, only('category', 'Electronics')));
    expect(digest).toMatchObject({
      title: 'Environment variance · Tue 10 Mar · category Electronics only',
      headline: '1 of 1 category out of tolerance; worst: Electronics +20.0 %, was +2.0 % yesterday',
      previous: 'the rows of Mon 9 Mar',
    });
    expect(digest.notes).toContain('Only category Electronics, as far as your rights go.');
    expect(digest.full.rows.map(({ sku }) => sku)).toEqual(['A-1']);
    expect(JSON.stringify(digest)).not.toMatch(/Furniture|B-1|X-9/);
  });

  it('that leave rows out say so without naming them', async () => {
    const { make } = await openDrifting('2026-03-09');
    const { digest } = await digestOf(make({}, only('category', 'Furniture', true)));
    expect(digest.title).toMatch(/· some rows left out$/);
    expect(JSON.stringify(digest)).not.toMatch(/Furniture|B-1/);
  });

  it.each([
    ['the subject', { rights: { ...ALL_RIGHTS, closedSubjects: ['stock'] } }, '/stock is not open to you here.'],
    ['the variance', { rights: { ...ALL_RIGHTS, closedKpis: ['variance'] } }, 'variance is not open to you here.'],
    [
      'an environment',
      only('environment', 'production', true),
      'A digest, which sets both environments against each other, is',
    ],
    [
      'all but an environment',
      only('environment', 'Test'),
      'A digest, which sets both environments against each other, is',
    ],
  ])('without %s there is none', async (_, desk, message) => {
    const { make } = await openDrifting('2026-03-09');
    const made = await make({}, desk);
    expect(made).toMatchObject({ mistake: { code: 'refused', message: expect.stringContaining(message) } });
  });

  it('without costs and availability it has neither, and says so', async () => {
    const { make } = await openDrifting('2026-03-09', {
      files: COSTLY,
    });
    expect(partOf((await digestOf(make())).digest, 'costs')).toEqual([
      'A-1 Radio +25.0 %: $12.50 in Production, $10.00 in Test',
    ]);
    const rights = { ...ALL_RIGHTS, closedKpis: ['cost', 'availability'] };
    const { digest } = await digestOf(make({}, { rights }));
    expect(digest.notes).toContain('Figures of cost and availability are left out: not open to you here.');
    expect(digest.sections.map(({ name }) => name)).not.toContain('costs');
    expect(digest.cards.map(({ label }) => label).join()).not.toContain('Availability');
    expect(JSON.stringify(digest)).not.toContain('12.5');
  });
});

const COSTLY = {
  'test.csv': 'date,product_id,warehouse,quantity,unit_cost\n2026-03-09,A-1,NORTH,4,10\n2026-03-09,B-1,NORTH,4,10\n',
  'production.csv':
    'date,product_id,warehouse,quantity,unit_cost\n2026-03-09,A-1,NORTH,4,12.5\n2026-03-09,B-1,NORTH,4,10.5\n',
};

describe('an environment that is loaded a day behind the other', () => {
  const days = Array.from({ length: 9 }, (_, index) => `2026-03-0${index + 1}`);
  const drifted = { ...SAME, 'B-1': 240 };
  /** Production drifts on the last day of each, which Test has not reached. */
  const production = (last: string) =>
    Object.fromEntries(days.filter((day) => day <= last).map((day) => [day, day === last ? drifted : SAME]));
  const behind = (last: string) =>
    csvOf(Object.fromEntries(days.filter((day) => day < last).map((day) => [day, SAME])));

  async function openBehind() {
    const drifting = await openDrifting('2026-03-08', { production: production('2026-03-08') });
    drifting.put('test.csv', behind('2026-03-08'));
    const next = () => {
      drifting.on('2026-03-09');
      drifting.put('production.csv', csvOf(production('2026-03-09')));
      drifting.put('test.csv', behind('2026-03-09'));
    };
    return { ...drifting, next };
  }

  it('is compared as of the last day of both, which the digest is of and says', async () => {
    const { make } = await openBehind();
    const { digest, record } = await digestOf(make());
    expect(digest).toMatchObject({
      title: 'Environment variance · Sat 7 Mar',
      headline: 'Both categories within tolerance; variance 0.0 % (0 units), 4 of 4 items match',
      mood: 'quiet',
      warnings: [],
      day: '2026-03-07',
      freshness:
        'As of Sat 7 Mar, the latest day of both; Production goes through Sun 8 Mar; read Sun 8 Mar, 08:00 UTC.',
      previous: 'the rows of Fri 6 Mar',
    });
    expect(digest.full.rows).toEqual([]);
    expect(record).toEqual(expect.any(Number));
  });

  it('is set against what was recorded of an earlier day of both', async () => {
    const { make, next } = await openBehind();
    const { record } = await digestOf(make());
    next();
    expect((await digestOf(make())).digest).toMatchObject({
      day: '2026-03-08',
      previous: 'Sat 7 Mar (recorded Sun 8 Mar, 08:00 UTC)',
      earlier: { previous: { day: '2026-03-07', at: '2026-03-08T08:00:00.000Z' } },
    });
    expect((await digestOf(make({ previous: record }))).digest.previous).toBe('the digest of Sun 8 Mar, 08:00 UTC');
    const { digest: there } = await digestOf(make({ previous: record, timeZone: 'Europe/Berlin' }));
    expect(there.previous).toBe('the digest of Sun 8 Mar, 09:00 Europe/Berlin');
  });

  it('says when nothing new has come of both since the last digest', async () => {
    const { make, put, on } = await openBehind();
    const { record } = await digestOf(make());
    on('2026-03-09');
    put('production.csv', csvOf(production('2026-03-09')));
    put('test.csv', behind('2026-03-08'));
    const { digest } = await digestOf(make({ previous: record }));
    expect(digest).toMatchObject({ day: '2026-03-07', previous: 'the digest of Sun 8 Mar, 08:00 UTC' });
    expect(new Set(changesOf(digest).flat())).toEqual(new Set(['the last digest no change']));
  });

  it('leads on to questions about that day', async () => {
    const costly = (name: string) => COSTLY[`${name}.csv` as keyof typeof COSTLY];
    const { make } = await openDrifting('2026-03-10', {
      files: {
        'test.csv': costly('test'),
        'production.csv': `${costly('production')}2026-03-10,A-1,NORTH,9,10\n`,
      },
    });
    const { digest } = await digestOf(make());
    expect(digest.sections.find(({ name }) => name === 'costs')).toMatchObject({
      lines: ['A-1 Radio +25.0 %: $12.50 in Production, $10.00 in Test'],
      question: { text: expect.stringContaining('2026-03-09') },
    });
  });

  it('is the headline where it has fallen silent, and the figures are of the last day of both', async () => {
    const { make, put, on } = await openDrifting('2026-03-08', { production: production('2026-03-08') });
    on('2026-03-09');
    put('production.csv', csvOf(production('2026-03-09')));
    put('test.csv', behind('2026-03-07'));
    const { digest } = await digestOf(make());
    expect(digest).toMatchObject({
      mood: 'unsure',
      day: '2026-03-06',
      headline: expect.stringMatching(
        /^Test has had no rows since Fri 6 Mar, .+: different days\. On these figures, both categories within tolerance/,
      ),
    });
  });
});

describe('figures that cannot be trusted', () => {
  it('of a source that is too old are told with when they are of, and set against nothing', async () => {
    const { make, on, put } = await openDrifting('2026-03-09');
    await digestOf(make());
    on('2026-03-10');
    put('production.csv', null);
    const { digest } = await digestOf(make());
    expect(digest.mood).toBe('unsure');
    expect(digest.headline).toMatch(
      /^there \(stock, production\) could not be refreshed: .+; its figures are of 1 d ago \(Mon 9 Mar 08:00 UTC\).+On these figures, /,
    );
    expect(digest.cards.map(({ label }) => label)).toContain('Production total, as of Mon 9 Mar, 08:00 UTC');
    expect(digest.previous).toBeNull();
    expect(digest.cards.every(({ changes }) => changes.length === 0)).toBe(true);
    expect(digest.notes).toContain('Nothing is set against earlier figures, as those of a source are too old.');
  });

  it('of a source that has just failed are a note', async () => {
    const { make, app, on, put } = await openDrifting('2026-03-09');
    await app.model.refresher.ensure(['product', 'stock'], 10_000);
    on('2026-03-09', '08:10');
    put('production.csv', null);
    const { digest } = await digestOf(make());
    expect(digest).toMatchObject({ mood: 'alarming', warnings: [] });
    expect(digest.notes).toContainEqual(expect.stringMatching(/^there \(stock, production\) could not be refreshed: /));
  });

  it('of a load that is not finished are the headline', async () => {
    const full = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((day) => [`2026-03-0${day}`, SAME]));
    const production = { ...full, '2026-03-09': { 'A-1': 100 } };
    const { make } = await openDrifting('2026-03-09', { production });
    const { digest } = await digestOf(make());
    expect(digest).toMatchObject({
      mood: 'unsure',
      warnings: ['Production looks incomplete on Mon 9 Mar: 1 row, usually 4'],
      headline: expect.stringMatching(
        /^Production looks incomplete on Mon 9 Mar: 1 row, usually 4\. On these figures, 2 of 2 categories out of tolerance; worst: Furniture -100\.0 %/,
      ),
    });
  });

  it('of an environment that was never read are not compared, nor recorded', async () => {
    const { make, put } = await openDrifting('2026-03-09');
    put('production.csv', null);
    const { digest, record } = await digestOf(make());
    expect(digest.headline).toMatch(/^Stock of Production in there has never been read: .+\. Nothing can be compared$/);
    expect(digest.cards.map(({ label, text }) => `${label} ${text}`)).toEqual([
      'Test total 360 units',
      'Availability Test 100.0 %',
    ]);
    expect(digest.full.rows).toEqual([]);
    expect(record).toBeNull();
  });

  it('of no environment at all are none', async () => {
    const { make, put } = await openDrifting('2026-03-09');
    put('production.csv', null);
    put('test.csv', null);
    await expect(make()).rejects.toThrow('here, test.csv: no such file.');
  });
});

describe('what is not mapped', () => {
  it('categories: all items are judged together', async () => {
    const { make } = await openDrifting('2026-03-09', {
      tables: plainTables('{ quantity: complete }').split('\n').slice(1).join('\n'),
    });
    const { digest } = await digestOf(make());
    expect(digest).toMatchObject({
      headline: 'Out of tolerance: +11.9 %, was 0.0 % yesterday',
      chart: null,
    });
    expect(digest.details.map(({ category }) => category)).toEqual(['All items']);
  });

  it('tolerances of the configuration judge', async () => {
    const settings = 'tolerances:\n  - { kpi: variance, categories: [furniture], percent: 20 }';
    const { make } = await openDrifting('2026-03-09', { settings });
    expect((await digestOf(make())).digest.mood).toBe('quiet');
  });
});

describe('/stock digest', () => {
  it('shows it, and records the first of a day', async () => {
    const { app, on } = await openDrifting('2026-03-09');
    const ids: (number | null)[] = [];
    const add: typeof app.desk.recorded.add = async (record) => {
      const id = await app.state.recorded.add(record);
      ids.push(id);
      return id;
    };
    const desk = { ...app.desk, recorded: { ...app.state.recorded, add } };
    expect(await digestReply('digest', desk)).toMatchObject({ kind: 'digest', digest: { question: '/stock digest' } });
    on('2026-03-09', '09:00');
    await digestReply('digest as table', desk);
    expect(ids).toHaveLength(1);
    on('2026-03-10');
    expect(await digestReply('digest', desk)).toMatchObject({
      digest: { previous: 'yesterday (recorded Mon 9 Mar, 08:00 UTC)' },
    });
  });

  it('gives every item that does not match as CSV', async () => {
    const { app } = await openDrifting('2026-03-09');
    expect(await digestReply('digest as csv', app.desk)).toMatchObject({
      kind: 'result',
      as: 'csv',
      result: { kpi: 'digest', rows: [{ sku: 'B-1' }, { sku: 'A-1' }] },
    });
  });

  it('takes nothing else', async () => {
    const { app } = await openDrifting('2026-03-09');
    expect(await digestReply('digest toys', app.desk)).toEqual({
      kind: 'mistake',
      mistake: {
        code: 'unknown',
        message: '“toys” is not known here: as table or as csv.',
        start: 7,
        end: 11,
        suggestions: ['/stock digest', '/stock digest as csv'],
      },
    });
  });
});
