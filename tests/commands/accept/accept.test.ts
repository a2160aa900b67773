import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answer } from '../../../src/commands/index.js';
import { toBlocks } from '../../../src/reply/blocks.js';
import { toCsv } from '../../../src/reply/csv.js';
import { toJson } from '../../../src/reply/json.js';
import { mistakeOf, openCompany, resultOf, temporaryFolder } from '../../support/app.js';
import { SMALL } from '../../support/small.js';
import { ASKER, openWithClock } from './apps.js';

const NOON = '2026-03-10T12:00:00Z';

describe('accept', () => {
  it('says what is accepted until when, and shows how it differs', async () => {
    const app = await openCompany(SMALL);
    const result = await resultOf(app, '/stock accept A-2 until 2026-12-01 "recount"');
    expect(result).toMatchObject({
      kpi: 'accept',
      title: 'Accepted differences',
      headline: 'A-2 is accepted until 2026-12-01: counted in totals, not in what differs',
      notes: [],
    });
    expect(toJson(result).rows).toEqual([
      {
        item: 'A-2',
        name: 'Radio, White',
        warehouse: 'all',
        until: '2026-12-01',
        days_left: 266,
        difference: 2,
        reason: 'recount',
        by: 'command line',
        since: '2026-03-10',
      },
    ]);
  });

  it('takes several items, and a product name for all its skus, and says so', async () => {
    const app = await openCompany(SMALL);
    const { headline, rows } = await resultOf(app, '/stock accept radio, B-1 and lamp in North');
    expect(headline).toBe(
      'Radio (all 2 skus), B-1 and Lamp (A-3) in North are accepted until they are taken back: counted in totals, not in what differs',
    );
    expect(rows.map(({ item, difference }) => [item, difference])).toEqual([
      ['A-1', '0.0000'],
      ['A-2', '2.0000'],
      ['B-1', '3.0000'],
      ['A-3', '0.0000'],
    ]);
    expect((await resultOf(app, '/stock accept radio A-1 product:Radio')).rows).toHaveLength(2);
  });

  it('says of an item that it does not differ now, and not of one that the other environment has no row of', async () => {
    const app = await openCompany(SMALL);
    expect((await resultOf(app, '/stock accept A-1')).notes).toEqual(['A-1 does not differ now.']);
    expect((await resultOf(app, '/stock accept A-3 in north')).notes).toEqual([]);
  });

  it('takes the place of what was accepted before, and tells it', async () => {
    const app = await openCompany(SMALL);
    await resultOf(app, '/stock accept A-2 until 2026-12-01 "recount"');
    await resultOf(app, '/stock accept A-2 in north');
    const { notes } = await resultOf(app, '/stock accept a-2 for 2 weeks');
    expect(notes).toEqual([
      'This replaces an earlier acceptance: A-2 was accepted until 2026-12-01 (command line, “recount”).',
    ]);
    const { rows } = await resultOf(app, '/stock accepted');
    expect(rows.map(({ warehouse, until }) => [warehouse, until])).toEqual([
      ['all', '2026-03-24'],
      ['North', null],
    ]);
  });

  it('changes nothing where it is not understood', async () => {
    const app = await openCompany(SMALL);
    const question = '/stock accept A-1 until 2026-03-09 "recount"';
    const { message, start, end, suggestions } = await mistakeOf(app, question);
    expect(message).toBe('2026-03-09 is over: the first day that can stand here is today, 2026-03-10.');
    expect(question.slice(start, end)).toBe('until 2026-03-09');
    expect((await resultOf(app, '/stock accepted')).rows).toEqual([]);
    expect((await resultOf(app, suggestions[0] ?? '')).rows).toMatchObject([{ until: '2026-04-09' }]);
  });

  it('asks back where a word could be two things, and needs no quotes for a number', async () => {
    const files = { ...SMALL.files, 'product.csv': 'product_id,name,category\nA-1,North,x\n17,A-1,x\n18,Lamp,Lamp\n' };
    const app = await openCompany({ ...SMALL, files });
    expect((await mistakeOf(app, '/stock accept a-1')).suggestions).toEqual([
      '/stock accept product:A-1',
      '/stock accept sku:A-1',
    ]);
    expect((await mistakeOf(app, '/stock accept north')).suggestions).toEqual([
      '/stock accept product:North',
      '/stock accept warehouse:North',
    ]);
    expect((await resultOf(app, '/stock accept 17 in north')).rows).toMatchObject([{ item: '17', warehouse: 'North' }]);
    expect((await resultOf(app, '/stock accept lamp')).rows).toMatchObject([{ item: '18' }]);
  });

  it('is refused when a thousand are accepted, in words that say what helps', async () => {
    const skus = Array.from({ length: 1000 }, (_, index) => `S-${index},Bolt,Parts`).join('\n');
    const files = { ...SMALL.files, 'product.csv': `product_id,name,category\n${skus}\nA-1,Radio,x\n` };
    const app = await openCompany({ ...SMALL, files });
    expect((await resultOf(app, '/stock accept bolt')).headline).toMatch(/^Bolt \(all 1,000 skus\) are accepted/);
    const { message, suggestions } = await mistakeOf(app, '/stock accept A-1');
    expect(message).toBe(
      'At most 1,000 differences are accepted at a time, and there is no room for this. Take some back first, or let them expire.',
    );
    expect(suggestions).toEqual(['/stock accepted']);
    expect((await resultOf(app, '/stock accept bolt until 2026-12-01')).notes).toEqual([
      'This replaces 1,000 earlier acceptances.',
    ]);
    expect((await resultOf(app, '/stock accepted')).rows).toHaveLength(1000);
  });
});

describe('unaccept', () => {
  it('takes back what is accepted of an item, or of it in one warehouse, and tells what stands', async () => {
    const app = await openCompany(SMALL);
    await resultOf(app, '/stock accept A-2 until 2026-12-01');
    await resultOf(app, '/stock accept radio in north');
    const one = await resultOf(app, '/stock unaccept A-2 in north');
    expect(one).toMatchObject({
      kpi: 'unaccept',
      headline: 'A-2 in North is accepted no longer',
      notes: ['Still accepted: A-2 everywhere, until 2026-12-01.'],
    });
    const { headline, rows, notes } = await resultOf(app, '/stock unaccept radio');
    expect([headline, rows.length, notes]).toEqual(['A-2 everywhere and A-1 in North are accepted no longer', 2, []]);
    expect((await resultOf(app, '/stock accepted')).headline).toBe('No difference is accepted');
  });

  it('of what is not accepted is a mistake that lists what is, the nearest first', async () => {
    const app = await openCompany(SMALL);
    expect(await mistakeOf(app, '/stock unaccept A-1')).toMatchObject({
      message: 'A-1 is not accepted. Nothing is.',
      suggestions: ['/stock accepted'],
    });
    for (const text of ['B-1 until 2026-03-11', 'A-1 in north', 'A-2', 'A-3', 'B-2 in south', 'B-2'])
      await resultOf(app, `/stock accept ${text}`);
    expect(await mistakeOf(app, '/stock unaccept A-1 in south')).toMatchObject({
      message:
        'A-1 in South is not accepted. What is: A-1 in North, B-1 everywhere, A-2 everywhere, A-3 everywhere, B-2 everywhere, 1 more.',
      suggestions: [
        '/stock unaccept sku:A-1 warehouse:North',
        '/stock unaccept sku:B-1',
        '/stock unaccept sku:A-2',
        '/stock unaccept sku:A-3',
        '/stock unaccept sku:B-2',
      ],
    });
    await resultOf(app, '/stock unaccept sku:A-1 warehouse:North');
  });

  it('takes nothing back that is not named', async () => {
    const app = await openCompany(SMALL);
    await resultOf(app, '/stock accept radio');
    for (const text of [
      '',
      'all',
      'A-1 until 2026-12-01',
      'A-1 for 2 days',
      'A-1 "recount"',
      'A-1 because',
      'electronics',
    ])
      await mistakeOf(app, `/stock unaccept ${text}`);
    expect((await resultOf(app, '/stock accepted')).rows).toHaveLength(2);
  });

  it('takes back what no table has any more', async () => {
    const state = `state: { url: 'file:${join(temporaryFolder(), 'state.db')}' }`;
    const { app } = await openWithClock(NOON, { settings: state });
    await resultOf(app, '/stock accept lamp until 2026-12-01 "sold"');
    const files = {
      ...SMALL.files,
      'product.csv': 'product_id,name,category\nA-1,Radio,x\n',
      'test.csv': SMALL.files['production.csv'] ?? '',
    };
    const later = (await openWithClock(NOON, { settings: state, company: { ...SMALL, files } })).app;
    expect((await resultOf(later, '/stock accepted')).rows).toMatchObject([
      { item: 'A-3', name: null, difference: null, reason: 'sold' },
    ]);
    await mistakeOf(later, '/stock accept A-3');
    expect((await resultOf(later, '/stock unaccept a-3')).headline).toBe('A-3 is accepted no longer');
  });
});

describe('accepted', () => {
  it('lists what is accepted, the first to expire first, each with its difference where it is accepted', async () => {
    const app = await openCompany(SMALL);
    for (const text of ['B-1', 'A-2 in South until 2026-04-01', 'A-2 until 2026-03-11 "recount"', 'B-2 for 1 day'])
      await resultOf(app, `/stock accept ${text}`);
    const { headline, rows, question } = await resultOf(app, '/stock accepted');
    expect(headline).toBe('4 differences are accepted; the next to expire is A-2 everywhere, after 2026-03-11');
    expect(rows.map(({ item, warehouse, until, difference }) => [item, warehouse, until, difference])).toEqual([
      ['A-2', 'all', '2026-03-11', '2.0000'],
      ['B-2', 'all', '2026-03-11', null],
      ['A-2', 'South', '2026-04-01', null],
      ['B-1', 'all', null, '3.0000'],
    ]);
    expect(question).toBe('/stock accepted');
    expect(await resultOf(app, '/stock acceptances')).toMatchObject({ rows, question });
  });

  it('lists those of an item or a warehouse alone, as CSV where that is asked for', async () => {
    const app = await openCompany(SMALL);
    await resultOf(app, '/stock accept radio in north');
    await resultOf(app, '/stock accept A-1');
    const of = async (text: string) => (await resultOf(app, `/stock accepted ${text}`)).rows.map(({ item }) => item);
    expect(await of('A-1')).toEqual(['A-1', 'A-1']);
    expect(await of('in north')).toEqual(['A-1', 'A-2']);
    expect(await of('radio in north')).toEqual(['A-1', 'A-2']);
    expect(await of('in south')).toEqual([]);
    const reply = await answer('/stock accepted A-1 as csv', app.desk);
    expect(reply).toMatchObject({ kind: 'result', as: 'csv', result: { question: '/stock accepted sku:A-1' } });
    expect((await mistakeOf(app, '/stock accepted as chart')).suggestions).toEqual([
      '/stock accepted as table',
      '/stock accepted as csv',
    ]);
  });

  it('tells for a week what has expired, unless it is accepted again', async () => {
    const { app, clock } = await openWithClock(NOON);
    await resultOf(app, '/stock accept A-1 in north until 2026-03-11');
    await resultOf(app, '/stock accept B-1 until 2026-03-12');
    await resultOf(app, '/stock accept A-2 until 2026-03-12');
    clock.now = new Date('2026-03-13T12:00:00Z');
    await resultOf(app, '/stock accept A-2 until 2026-12-01');
    expect(await resultOf(app, '/stock accepted')).toMatchObject({
      headline: '1 difference is accepted: A-2, until 2026-12-01',
      notes: [
        'Expired within a week, and count as differing again: B-1 everywhere (through 2026-03-12), A-1 in North (through 2026-03-11).',
      ],
    });
    clock.now = new Date('2026-03-20T12:00:00Z');
    const { notes } = await resultOf(app, '/stock accepted');
    expect(notes).not.toContainEqual(expect.stringContaining('Expired'));
  });

  it('writes a reason as text, whatever it says', async () => {
    const app = await openCompany(SMALL);
    await resultOf(app, '/stock accept A-2 in north until 2026-12-01 "<!channel> & *bold*"');
    const again = toBlocks(await resultOf(app, '/stock accept A-2 in north "=HYPERLINK(0)"'));
    expect(JSON.stringify(again)).toContain('&lt;!channel&gt; &amp;');
    expect(JSON.stringify(again)).not.toContain('<!channel>');
    const result = await resultOf(app, '/stock accepted');
    expect(JSON.stringify(toBlocks(result))).toContain('{"type":"raw_text","text":"=HYPERLINK(0)"}');
    expect(toCsv(result)).toContain("'=HYPERLINK(0)");
  });
});

describe('a last day', () => {
  it.each([
    ['when the clocks go forward', '2026-03-27', '2026-03-29', '2026-03-29T21:59:59Z', '2026-03-29T22:00:00Z'],
    ['when they go back', '2026-10-23', '2026-10-25', '2026-10-25T22:59:59Z', '2026-10-25T23:00:00Z'],
    ['in winter', '2026-01-10', '2026-01-12', '2026-01-12T22:59:59Z', '2026-01-12T23:00:00Z'],
  ])('ends at midnight in the business time zone, %s', async (_, today, until, before, after) => {
    const { app, clock } = await openWithClock(`${today}T12:00:00Z`, { settings: 'timeZone: Europe/Berlin' });
    await resultOf(app, '/stock accept A-2 for 2 days');
    expect((await resultOf(app, '/stock accepted')).rows).toMatchObject([{ until, days_left: 2 }]);
    clock.now = new Date(before);
    expect((await resultOf(app, '/stock accepted')).rows).toMatchObject([{ until, days_left: 0 }]);
    clock.now = new Date(after);
    const { rows, notes } = await resultOf(app, '/stock accepted');
    expect(rows).toEqual([]);
    expect(notes).toContain(`Expired within a week, and count as differing again: A-2 (through ${until}).`);
  });

  it('may be the business day that has only just begun', async () => {
    const { app } = await openWithClock('2026-03-10T23:30:00Z', { settings: 'timeZone: Europe/Berlin' });
    expect((await resultOf(app, '/stock accept A-2 until 2026-03-11')).rows).toMatchObject([{ since: '2026-03-11' }]);
    expect((await mistakeOf(app, '/stock accept A-2 until 2026-03-10')).message).toContain('today, 2026-03-11');
  });
});

describe('the audit', () => {
  it('has what was accepted and taken back, by whom, as it was understood', async () => {
    const { app } = await openWithClock(NOON);
    for (const text of [
      'accept a-2 in north for 30 days because moved',
      '/stock accept "nothing like it"',
      '/stock unaccept radio',
      '/stock accepted as csv',
    ])
      await app.questions.ask(text, ASKER);
    const entries = (await app.state.audit.list({})).toReversed();
    expect(entries.map(({ kpi, outcome, canonical, rows }) => [kpi, outcome, canonical, rows])).toEqual([
      ['accept', 'answered', '/stock accept sku:A-2 warehouse:North until 2026-04-09 because "moved"', 1],
      [null, 'mistake', null, null],
      ['unaccept', 'answered', '/stock unaccept product:Radio', 1],
      ['accepted', 'answered', '/stock accepted', 0],
    ]);
    expect(entries[0]).toMatchObject({ user: 'U1', chat: 'slack', question: expect.stringContaining('because moved') });
  });

  it('is what the entry itself says of its asker', async () => {
    const { app } = await openWithClock(NOON);
    await app.questions.ask('/stock accept A-2', ASKER);
    expect((await resultOf(app, '/stock accepted')).rows).toMatchObject([{ by: 'slack U1' }]);
  });

  it('offers nobody to accept or take back once more by a press of a button', async () => {
    const { app } = await openWithClock(NOON);
    const replies = [];
    for (const text of ['/stock accept A-2 "recount"', '/stock unaccept A-2'])
      replies.push(await app.questions.ask(text, ASKER));
    expect(replies).toMatchObject([
      { kind: 'result', result: { question: '/stock accepted sku:A-2' }, drill: null, editable: false },
      { kind: 'result', result: { question: '/stock accepted' }, drill: null, editable: false },
    ]);
    await app.questions.ask('/stock accepted', ASKER);
    expect(await app.state.audit.recent('slack', 'U1', 5)).toEqual(['/stock accepted']);
  });
});
