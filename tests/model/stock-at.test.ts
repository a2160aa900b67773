import { describe, expect, it } from 'vitest';
import type { Feed } from '../../src/model/feed.js';
import type { Span } from '../../src/periods/index.js';
import { datelessOf, type Line, openStock, tableOf } from './stock-at-model.js';

const TODAY = '2026-03-10';
const ALWAYS: Span = { from: '0001-01-01', to: '9999-12-31' };
const COMPLETE = { quantity: 'complete', demand: 'complete' } as const;
const SPARSE = { quantity: 'sparse', demand: 'complete' } as const;
const FLOW = { quantity: 'flow', demand: 'flow' } as const;

/** Days of March, the last one included. */
const march = (from: number, last = from): Span => ({ from: dayOf(from), to: dayOf(last + 1) });
const dayOf = (number: number) => `2026-03-${String(number).padStart(2, '0')}`;

/** `5 A 10` is ten pieces of A on the fifth of March in Test, `5 A 10 of 4` with a demand of four. */
function line(words: string, changes: Partial<Line> = {}): Line {
  const [day = '', id = '', quantity = '', , demand] = words.split(' ');
  return {
    environment: 'test',
    date: day === '-' ? null : dayOf(Number(day)),
    id,
    warehouse: 'Main',
    quantity: Number(quantity),
    demand: demand === undefined ? null : Number(demand),
    cost: null,
    ...changes,
  };
}

const production = (words: string) => line(words, { environment: 'production' });

/** What one table says over spans: `0 test A 10` for each item, with `of 4` where it has a demand. */
async function said(
  feed: Feed,
  lines: readonly Line[],
  spans: readonly Span[],
  demand: 'mapped' | 'summed' = 'mapped',
) {
  const { read, over } = await openStock([feed]);
  await read(feed, lines);
  return told(await over(spans, { demand }));
}

function told({ items, through }: Awaited<ReturnType<Awaited<ReturnType<typeof openStock>>['over']>>) {
  const words = [...items].map(([item, { rows, quantity, demand }]) => {
    const what = rows === 0 ? 'no rows' : quantity;
    return `${item.replace(' Main', '')} ${what}${demand === null ? '' : ` of ${demand}`}`;
  });
  return { items: words, through };
}

describe('a complete quantity', () => {
  const feed = tableOf('stock.csv', COMPLETE);

  it('is that of the latest date with rows in the span; several rows of that date are added', async () => {
    const lines = ['4 A 1', '5 A 10', '5 A 20', '5 B 3', '8 A 99'].map((words) => line(words));
    const { items, through } = await said(feed, lines, [march(1, 7)]);
    expect(items).toEqual(['0 test A 30', '0 test B 3']);
    expect(through.test).toEqual(['2026-03-05']);
  });

  it('of an item that is absent on that date is absent', async () => {
    const { items } = await said(feed, [line('4 B 7'), line('5 A 10')], [march(1, 7)]);
    expect(items).toEqual(['0 test A 10']);
  });

  it('is of each environment’s own date, and of a span without rows there is nothing', async () => {
    const lines = [line('4 A 1'), line('5 A 2'), production('4 A 3'), production('8 A 4')];
    const { items, through } = await said(feed, lines, [march(1, 7), march(8), march(6, 7)]);
    expect(items).toEqual(['0 production A 3', '0 test A 2', '1 production A 4']);
    expect(through).toEqual({ test: ['2026-03-05', null, null], production: ['2026-03-04', '2026-03-08', null] });
  });

  it('is of each table’s own date', async () => {
    const [north, south] = [tableOf('north.csv', COMPLETE), tableOf('south.csv', COMPLETE)];
    const { read, over } = await openStock([north, south]);
    await read(north, [line('4 A 1'), line('6 A 2')]);
    await read(south, [line('5 A 10')]);
    const { items, through } = told(await over([march(1, 7), march(5)]));
    expect(items).toEqual(['0 test A 12', '1 test A 10']);
    expect(through.test).toEqual(['2026-03-06', '2026-03-05']);
  });

  it('takes rows dated after today where the span holds them, and not where no period is asked for', async () => {
    const lines = [line('9 A 1'), line('12 A 2')];
    const { items, through } = await said(feed, lines, [march(1, 10), march(1, 30), ALWAYS]);
    expect(items).toEqual(['0 test A 1', '1 test A 2', '2 test A 1']);
    expect(through.test).toEqual(['2026-03-09', '2026-03-12', '2026-03-09']);
  });

  it('of many spans, also where they overlap, is that of each', async () => {
    const lines = [line('4 A 1'), line('5 A 2'), production('4 A 3')];
    const { items } = await said(feed, lines, [march(4), march(5), march(1, 5), march(1, 4)]);
    expect(items).toEqual([
      '0 production A 3',
      '0 test A 1',
      '1 test A 2',
      '2 production A 3',
      '2 test A 2',
      '3 production A 3',
      '3 test A 1',
    ]);
  });
});

describe('a sparse quantity', () => {
  const feed = tableOf('stock.csv', SPARSE);

  it('is each item’s last known row, for so many days before the end of the span', async () => {
    const lines = ['1 C 9', '2 A 1', '2 A 2', '4 B 5', '9 D 1'].map((words) => line(words));
    const { items, through } = await said(feed, lines, [march(3, 5), march(6)]);
    expect(items).toEqual(['0 test A 3', '0 test B 5', '1 test B 5']);
    expect(through.test).toEqual(['2026-03-05', '2026-03-06']);
  });

  it('of a span that goes on after the table’s latest date is that of the latest date', async () => {
    const { items, through } = await said(feed, [line('2 A 1'), line('5 B 2')], [march(1, 9), march(4, 30)]);
    expect(items).toEqual(['0 test A 1', '0 test B 2', '1 test A 1', '1 test B 2']);
    expect(through.test).toEqual(['2026-03-05', '2026-03-05']);
  });

  it('is carried into a span that begins after the latest date, as long as it counts, and not beyond today', async () => {
    const { items, through } = await said(feed, [line('7 A 1')], [march(8), march(9, 14), march(11)]);
    expect(items).toEqual(['0 test A 1', '1 test A 1']);
    expect(through.test).toEqual(['2026-03-08', '2026-03-10', null]);
  });

  it('takes rows dated after today only where the span goes beyond today', async () => {
    const lines = [line('9 A 1'), line('12 A 2')];
    const { items, through } = await said(feed, lines, [march(1, 10), march(10, 12), ALWAYS]);
    expect(items).toEqual(['0 test A 1', '1 test A 2', '2 test A 1']);
    expect(through.test).toEqual(['2026-03-09', '2026-03-12', '2026-03-09']);
  });

  it('is the same whether few days are asked for or many', async () => {
    const lines = ['1 A 1', '3 A 2', '3 A 3', '8 A 4', '2 B 9'].map((words) => line(words));
    const days = Array.from({ length: 10 }, (_, index) => march(index + 1));
    const few = await said(feed, lines, days);
    const many = await said(feed, lines, [...days, ...days]);
    expect(few.items).toEqual(
      expect.arrayContaining(['0 test A 1', '2 test A 5', '5 test A 5', '7 test A 4', '1 test B 9', '4 test B 9']),
    );
    expect(few.items).toHaveLength(13);
    expect(many.items.filter((item) => Number(item.split(' ')[0]) < 10)).toEqual(few.items);
    expect(many.items).toHaveLength(26);
  });
});

describe('a flow', () => {
  const feed = tableOf('stock.csv', FLOW);

  it('adds up all rows of the span', async () => {
    const lines = ['3 A 1 of 5', '4 A 2 of 5', '5 A 4', '12 A 8 of 1'].map((words) => line(words));
    const { items, through } = await said(feed, lines, [march(4, 5), march(3), march(1, 30), ALWAYS, march(6, 9)]);
    expect(items).toEqual(['0 test A 6 of 5', '1 test A 1 of 5', '2 test A 15 of 11', '3 test A 15 of 11']);
    expect(through.test).toEqual(['2026-03-05', '2026-03-03', '2026-03-12', '2026-03-12', null]);
  });
});

describe('demand', () => {
  const lines = ['3 A 10 of 1', '4 A 20 of 2', '4 B 5 of 3', '4 C 9', '5 A 30'].map((words) => line(words));

  it('that is a flow adds up beside a quantity that is a state; an item with demand alone is there without rows', async () => {
    const feed = tableOf('stock.csv', { quantity: 'complete', demand: 'flow' });
    const { items } = await said(feed, lines, [march(3, 5), march(5), march(4), ALWAYS]);
    expect(items).toEqual([
      '0 test A 30 of 3',
      '0 test B no rows of 3',
      '1 test A 30',
      '2 test A 20 of 2',
      '2 test B 5 of 3',
      '2 test C 9',
      '3 test A 30 of 3',
      '3 test B no rows of 3',
    ]);
  });

  it('that is a state stands beside a quantity that is a flow', async () => {
    const feed = tableOf('stock.csv', { quantity: 'flow', demand: 'complete' });
    const { items } = await said(feed, lines, [march(3, 4), march(3, 5)]);
    expect(items).toEqual([
      '0 test A 30 of 2',
      '0 test B 5 of 3',
      '0 test C 9',
      '1 test A 60',
      '1 test B 5',
      '1 test C 9',
    ]);
  });

  it('is added up over the span whatever it means, where that is asked for', async () => {
    const feed = tableOf('stock.csv', COMPLETE);
    const { items } = await said(feed, lines, [march(3, 5), march(4), ALWAYS], 'summed');
    expect(items).toEqual([
      '0 test A 30 of 3',
      '0 test B no rows of 3',
      '1 test A 20 of 2',
      '1 test B 5 of 3',
      '1 test C 9',
      '2 test A 30 of 3',
      '2 test B no rows of 3',
    ]);
  });
});

describe('a table without dates', () => {
  /** Recorded days, each with what its first read found, and what today's found; a table with dates beside it. */
  async function recorded(
    meaning: Feed['meaning'],
    days: Readonly<Record<number, readonly Line[]>>,
    today: readonly Line[],
    dated: readonly Line[] = [],
  ) {
    const [feed, beside] = [datelessOf('none.csv', meaning), tableOf('dated.csv', meaning)];
    const stock = await openStock([feed, beside], dayOf(Math.min(10, ...Object.keys(days).map(Number))));
    for (const [day, lines] of Object.entries(days)) {
      stock.at(dayOf(Number(day)));
      await stock.read(feed, lines);
    }
    stock.at(TODAY);
    await stock.read(beside, dated);
    await stock.read(feed, today);
    return stock;
  }

  it('is the live one where the span holds today, else that of the latest recorded day in it; no record is a gap', async () => {
    const { over } = await recorded(COMPLETE, { 5: [line('- A 5')], 7: [line('- A 7'), line('- B 1')] }, [
      line('- A 10 of 2'),
    ]);
    const { items, through } = told(
      await over([march(1, 10), march(7, 9), march(5, 6), march(6), march(8, 9), march(11), ALWAYS]),
    );
    expect(items).toEqual(['0 test A 10 of 2', '1 test A 7', '1 test B 1', '2 test A 5', '6 test A 10 of 2']);
    expect(through.test).toEqual([TODAY, '2026-03-07', '2026-03-05', null, null, null, TODAY]);
  });

  it('stands today by its latest record for an environment of which it has no rows now', async () => {
    const { over } = await recorded(COMPLETE, { 7: [line('- A 7'), production('- A 8')] }, [line('- A 10')]);
    const { items, through } = told(await over([march(1, 10)]));
    expect(items).toEqual(['0 production A 8', '0 test A 10']);
    expect(through).toEqual({ test: [TODAY], production: ['2026-03-07'] });
  });

  it('of sparse quantities is not carried from a recorded day to another', async () => {
    const { over } = await recorded(SPARSE, { 7: [line('- A 7'), line('- B 1')], 8: [line('- A 8')] }, []);
    const { items } = told(await over([march(7, 8), march(9)]));
    expect(items).toEqual(['0 test A 8']);
  });

  it('of a flow has no recorded days, for its sums cannot be added', async () => {
    const { over } = await recorded(FLOW, { 7: [line('- A 7 of 1')] }, [line('- A 10 of 2')]);
    const { items } = told(await over([march(1, 10), march(7)]));
    expect(items).toEqual(['0 test A 10 of 2']);
  });

  it('adds its demand up over recorded days and today', async () => {
    const { over } = await recorded(
      { quantity: 'complete', demand: 'flow' },
      { 5: [line('- A 5 of 3')], 7: [line('- B 1 of 4')] },
      [line('- A 10 of 2')],
    );
    const { items } = told(await over([march(1, 10), march(5, 7)]));
    expect(items).toEqual(['0 test A 10 of 5', '0 test B no rows of 4', '1 test A no rows of 3', '1 test B 1 of 4']);
  });

  it('is added to what tables with dates say', async () => {
    const { over } = await recorded(
      COMPLETE,
      { 5: [line('- A 5')] },
      [line('- A 10')],
      [line('4 A 100'), line('9 A 200')],
    );
    const { items, through } = told(await over([march(1, 5), march(1, 10)]));
    expect(items).toEqual(['0 test A 105', '1 test A 210']);
    expect(through.test).toEqual(['2026-03-05', TODAY]);
  });
});

it('names warehouses as they are known, whoever spells them how', async () => {
  const [north, south] = [tableOf('north.csv', SPARSE), tableOf('south.csv', SPARSE)];
  const { read, over } = await openStock([north, south]);
  await read(north, [line('4 A 1', { warehouse: 'east' }), line('5 A 2', { warehouse: 'East' })]);
  await read(south, [line('5 A 10', { warehouse: 'EAST' })]);
  const { items } = told(await over([march(1, 7)]));
  expect(items).toEqual(['0 test A EAST 12']);
});

describe('dates', () => {
  it('are counted once over items, tables and warehouses, all of the span and none beside', async () => {
    const [north, south] = [tableOf('north.csv', FLOW), tableOf('south.csv', FLOW)];
    const { read, over } = await openStock([north, south]);
    await read(
      north,
      ['3 A 1', '4 A 1', '4 A 1', '12 A 1'].map((words) => line(words)),
    );
    await read(south, [line('4 A 1'), line('5 A 1'), line('5 B 1'), line('1 C 1', { date: '9999-12-30' })]);
    const { items } = await over([march(4, 9), march(1, 30), ALWAYS], { dates: true });
    expect([...items].map(([item, { dates }]) => `${item} ${dates}`)).toEqual([
      '0 test A Main 2',
      '0 test B Main 1',
      '1 test A Main 4',
      '1 test B Main 1',
      '2 test A Main 4',
      '2 test B Main 1',
      '2 test C Main 1',
    ]);
  });

  it('of a state are all on which the item has rows, not only the one whose rows count', async () => {
    const feed = tableOf('stock.csv', COMPLETE);
    const { read, over } = await openStock([feed]);
    await read(feed, [line('3 A 1'), line('4 A 2'), line('3 B 5')]);
    const { items } = await over([march(1, 7)], { dates: true });
    expect([...items].map(([item, { quantity, dates }]) => [item, quantity, dates])).toEqual([
      ['0 test A Main', 2, 2],
      ['0 test B Main', null, 1],
    ]);
  });
});

it('of a model without rows is empty, and has all columns', async () => {
  const feed = tableOf('stock.csv', COMPLETE);
  const { over } = await openStock([feed]);
  const { items, through } = await over([march(1, 7), ALWAYS], { dates: true });
  expect(items.size).toBe(0);
  expect(through).toEqual({ test: [null, null], production: [null, null] });
});

it('follows the rows: dates are not remembered from before a refresh', async () => {
  const feed = tableOf('stock.csv', COMPLETE);
  const { read, over } = await openStock([feed]);
  await read(feed, [line('4 A 1')]);
  expect(told(await over([march(1, 7)])).items).toEqual(['0 test A 1']);
  await read(feed, [line('4 A 1'), line('5 A 2')]);
  expect(told(await over([march(1, 7)])).items).toEqual(['0 test A 2']);
});

it('is the same text for the same question', async () => {
  const feed = tableOf('stock.csv', SPARSE);
  const { model, read } = await openStock([feed]);
  await read(feed, [line('4 A 1'), production('5 A 2')]);
  const text = async () => {
    const { rows } = await model.stockOver([march(1, 7), march(4)], { demand: 'summed', dates: true });
    return JSON.stringify(rows.queryChunks);
  };
  expect(await text()).toBe(await text());
});
