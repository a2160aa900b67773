import { describe, expect, it } from 'vitest';
import { following } from './following.js';
import { columnsWith } from './table-look.js';

const STAMPED = columnsWith({ kind: 'datetime' });
const CHANGES = { changes: true, dates: 'none' } as const;
const LATEST = { changes: true, dates: 'latest' } as const;

/** Stamps of 10 March, as `T12:00:05`; a row is `id day stamp quantity`. */
const row = (text: string): string => {
  const [id, day, stamp = '', quantity] = text.split(' ');
  return [id, day === '-' ? '-' : `2026-03-${day}`, stamp === '-' ? '-' : `2026-03-10T${stamp}`, quantity].join(' ');
};
const at = (time: string): string => `2026-03-10T${time}Z`;

describe('changed rows of a table with a key', () => {
  it('are read alone, from the overlap on, and once only', async () => {
    const stock = following(['1 09 10:00:00 5', '2 09 11:00:00 7'].map(row), { columns: STAMPED, extent: CHANGES });
    await stock.readAll(at('12:00:00'));
    stock.put(row('2 09 12:00:30 8'));
    expect(await stock.ask(at('12:01:00'))).toMatchObject({ read: 1, differ: [] });
    expect(stock.held()).toEqual(stock.there());
    expect((await stock.ask(at('12:01:10'))).read).toBe(0);
    expect((await stock.ask(at('12:02:00'))).read).toBe(0);
  });

  it('are asked for by one count once nothing has changed for the overlap', async () => {
    const stock = following(['1 09 11:00:00 5'].map(row), { columns: STAMPED, extent: CHANGES });
    await stock.readAll(at('12:00:00'));
    await stock.ask(at('12:05:00'));
    expect((await stock.ask(at('12:05:10'))).asked).toEqual(['changes > 2026-03-10T11:00:00']);
    expect((await stock.ask(at('18:00:00'))).asked).toEqual(['changes > 2026-03-10T11:00:00']);
  });

  it('are found though their transaction was committed after a look that saw later stamps', async () => {
    const stock = following(['1 09 11:00:00 5', '2 09 11:00:00 7'].map(row), { columns: STAMPED, extent: CHANGES });
    await stock.readAll(at('12:00:00'));
    stock.put(row('1 09 12:00:59 6'));
    await stock.ask(at('12:01:00'));
    stock.put(row('2 09 12:00:01 8'));
    expect((await stock.ask(at('12:04:50'))).read).toBe(2);
    expect(stock.held()).toEqual(stock.there());
  });

  it('are found though they bear the stamp, and count as many, as at the last look', async () => {
    const stock = following(['1 09 12:00:00 5'].map(row), { columns: STAMPED, extent: CHANGES });
    await stock.readAll(at('12:00:00'));
    stock.put(row('1 09 12:00:00 6'));
    expect((await stock.ask(at('12:00:01'))).read).toBe(1);
    stock.put(row('1 09 12:00:00 7'));
    expect((await stock.ask(at('12:00:02'))).read).toBe(1);
    expect(stock.held()).toEqual(stock.there());
  });

  it('are found below a stamp in the future', async () => {
    const stock = following(['1 09 23:59:59 5', '2 09 11:00:00 7'].map(row), { columns: STAMPED, extent: CHANGES });
    await stock.readAll(at('12:00:00'));
    stock.put(row('2 09 12:00:30 8'));
    await stock.ask(at('12:01:00'));
    expect(stock.held()).toEqual(stock.there());
    // Nothing new, though the future row is looked at again.
    await stock.ask(at('12:10:00'));
    expect((await stock.ask(at('12:10:10'))).read).toBe(0);
  });

  it('move from one date to another', async () => {
    const stock = following(['1 01 11:00:00 5', '2 02 11:00:00 7'].map(row), { columns: STAMPED, extent: CHANGES });
    await stock.readAll(at('12:00:00'));
    stock.put(row('1 02 12:00:30 5'));
    await stock.ask(at('12:01:00'));
    expect(stock.held()).toEqual(stock.there());
  });

  it('are not read twice where the server’s clock was set back and they were stamped meanwhile, nor lost', async () => {
    const stock = following(['1 09 11:58:00 5', '2 09 11:00:00 7'].map(row), { columns: STAMPED, extent: CHANGES });
    await stock.readAll(at('12:00:00'));
    stock.put(row('2 09 11:00:30 8'));
    expect((await stock.ask(at('11:01:00'), { ours: at('12:01:00') })).read).toBe(2);
    expect((await stock.ask(at('11:01:10'), { ours: at('12:01:10') })).read).toBe(0);
    stock.put(row('2 09 11:01:11 9'));
    await stock.ask(at('11:01:20'), { ours: at('12:01:20') });
    expect(stock.held()).toEqual(stock.there());
  });

  it('without a stamp are left to the comparison of dates', async () => {
    const stock = following(['1 09 - 5', '2 08 - 7', '3 07 - 1'].map(row), { columns: STAMPED, extent: LATEST });
    await stock.readAll(at('12:00:00'));
    expect((await stock.ask(at('12:00:30'))).asked).toEqual([
      'changes >= 2026-03-10T11:55:00',
      'changes >= 2026-03-10T11:55:30',
      'sums from 2026-03-08',
    ]);
    stock.put(row('2 08 - 8'), row('3 07 - 2'));
    await stock.ask(at('12:01:00'));
    expect(stock.held()).toEqual(['1 09 - 5', '2 08 - 8', '3 07 - 1'].map(row));
    stock.put(row('3 07 12:01:30 2'));
    await stock.ask(at('12:02:00'));
    expect(stock.held()).toEqual(stock.there());
  });
});

describe('changed rows of a table without a key', () => {
  const options = { columns: STAMPED, extent: CHANGES, keyed: false };

  it('have their dates compared, and read again only where they differ', async () => {
    const stock = following(['1 01 11:00:00 5', '2 01 11:00:00 7', '3 02 11:58:00 1'].map(row), options);
    await stock.readAll(at('12:00:00'));
    stock.put(row('2 01 12:00:30 8'));
    const found = await stock.ask(at('12:01:00'));
    expect([found.differ.map(({ date }) => date), found.read]).toEqual([['2026-03-01'], 2]);
    expect(stock.held()).toEqual(stock.there());
    expect((await stock.ask(at('12:01:10'))).read).toBe(0);
  });

  it('leave their former date as it was until all dates are compared', async () => {
    const stock = following(['1 01 11:00:00 5', '2 02 11:00:00 7'].map(row), options);
    await stock.readAll(at('12:00:00'));
    stock.put(row('1 02 12:00:30 5'));
    await stock.ask(at('12:01:00'));
    expect(stock.held()).toHaveLength(3);
  });
});

describe('row versions', () => {
  const VERSIONED = columnsWith({ kind: 'binary', type: 'rowversion' });

  it('are read from the lowest that was not settled, however high a committed one is', async () => {
    const stock = following(['1 2026-03-09 0x03 5'], { columns: VERSIONED, extent: CHANGES });
    await stock.readAll(at('12:00:00'), '0x04');
    stock.put('2 2026-03-09 0x06 1');
    // 0x05 is given, and not committed.
    expect((await stock.ask(at('12:00:10'), { settled: '0x05' })).read).toBe(1);
    expect((await stock.ask(at('12:00:20'), { settled: '0x05' })).read).toBe(0);
    stock.put('3 2026-03-09 0x05 2');
    await stock.ask(at('12:00:30'), { settled: '0x07' });
    expect(stock.held()).toEqual(stock.there());
    expect((await stock.ask(at('12:00:40'), { settled: '0x07' })).asked).toEqual(['changes >= 0x07']);
  });

  it('that went back, because the database is another one, have all dates compared', async () => {
    const stock = following(['1 2026-03-09 0x03 5'], { columns: VERSIONED, extent: CHANGES });
    await stock.readAll(at('12:00:00'), '0x09');
    stock.put('1 2026-03-09 0x02 6');
    expect(await stock.ask(at('12:00:10'), { settled: '0x04' })).toMatchObject({ verified: true, read: 1 });
    expect((await stock.ask(at('12:00:20'), { settled: '0x04' })).verified).toBe(false);
  });
});

describe('a bulk load', () => {
  const many = (stamp: string) => Array.from({ length: 20 }, (_, id) => row(`${id + 100} 05 ${stamp} 1`));
  const options = { columns: STAMPED, extent: CHANGES, crowd: 10 };

  it('under one stamp is read once, and not counted again until all of it must be there; then compared once', async () => {
    const stock = following([], options);
    await stock.readAll(at('12:00:00'));
    stock.put(...many('12:00:30'));
    expect((await stock.ask(at('12:01:00'))).read).toBe(20);
    const quiet = { asked: ['changes > 2026-03-10T12:00:30'], read: 0 };
    expect(await stock.ask(at('12:01:10'))).toMatchObject(quiet);
    expect(await stock.ask(at('12:05:59'))).toMatchObject(quiet);
    expect(await stock.ask(at('12:06:00'))).toMatchObject({
      asked: ['changes > 2026-03-10T12:00:30', 'sums all'],
      read: 0,
      verified: true,
    });
    expect(await stock.ask(at('12:06:10'))).toMatchObject(quiet);
  });

  it('leaves a later change to be read alone', async () => {
    const stock = following(many('11:59:30'), options);
    await stock.readAll(at('12:00:00'));
    stock.put(row('105 05 12:00:40 2'));
    expect((await stock.ask(at('12:01:00'))).read).toBe(1);
    expect(stock.held()).toEqual(stock.there());
    expect(await stock.ask(at('12:01:10'))).toMatchObject({ asked: ['changes > 2026-03-10T12:00:40'], read: 0 });
  });

  it('whose last rows are committed late, under the same stamp, is found when it is compared', async () => {
    const stock = following(many('11:59:30'), options);
    await stock.readAll(at('12:00:00'));
    stock.put(row('200 05 11:59:30 1'));
    expect((await stock.ask(at('12:01:00'))).read).toBe(0);
    await stock.ask(at('12:05:00'));
    expect(stock.held()).toEqual(stock.there());
    // More may come: it is compared once more.
    stock.put(row('201 05 11:59:30 1'));
    expect((await stock.ask(at('12:05:10'))).read).toBe(0);
    await stock.ask(at('12:10:00'));
    expect(stock.held()).toEqual(stock.there());
    await stock.ask(at('12:15:00'));
    expect((await stock.ask(at('18:00:00'))).asked).toEqual(['changes > 2026-03-10T11:59:30']);
  });

  it('under one number is not counted again either', async () => {
    const numbered = { ...options, columns: columnsWith({ kind: 'number', type: 'int' }) };
    const stock = following(
      Array.from({ length: 20 }, (_, id) => `${id} 2026-03-05 17 1`),
      numbered,
    );
    await stock.readAll(at('12:00:00'));
    expect((await stock.ask(at('12:01:00'))).asked).toEqual(['changes > 17']);
    stock.put('1 2026-03-05 18 2');
    expect((await stock.ask(at('12:02:00'))).read).toBe(1);
    expect(stock.held()).toEqual(stock.there());
  });
});

describe('the latest dates', () => {
  const SILENT = { columns: columnsWith(null), extent: { changes: true, dates: 'latest' } } as const;

  it('are compared with those that are later still', async () => {
    const stock = following(['1 08 - 5', '2 09 - 7', '3 07 - 1'].map(row), SILENT);
    await stock.readAll(at('12:00:00'));
    stock.put(row('2 09 - 8'), row('4 10 - 1'), row('3 07 - 2'));
    stock.remove('1');
    expect(await stock.ask(at('12:01:00'))).toMatchObject({
      asked: ['sums from 2026-03-08'],
      read: 2,
      verified: false,
    });
    expect(stock.held()).toEqual(['2 09 - 8', '3 07 - 1', '4 10 - 1'].map(row));
  });

  it('do not begin with what is no date: the table would be scanned', async () => {
    const stock = following(['1 2026-03-09 - 5', '2 0000-00-00 - 7', '3 - - 1'], SILENT);
    await stock.readAll(at('12:00:00'));
    stock.put('2 2026-03-09 - 7');
    const { asked } = await stock.ask(at('12:01:00'));
    expect(asked.filter((question) => question.startsWith('sums from'))).not.toContain('sums from 0000-00-00');
    expect(stock.held()).toEqual(stock.there());
  });

  it('that differ are read without the help of a change column that says nothing', async () => {
    const stock = following(['1 09 10:00:00 5', '2 09 11:00:00 7'].map(row), { columns: STAMPED, extent: LATEST });
    await stock.readAll(at('12:00:00'));
    stock.remove('1');
    expect(await stock.ask(at('12:01:00'))).toMatchObject({ read: 1, changed: null });
    expect(stock.held()).toEqual(stock.there());
  });
});

describe('all dates', () => {
  it('of a table without any are one', async () => {
    const options = { columns: columnsWith(null, false), extent: { changes: false, dates: 'all' } } as const;
    const stock = following(['1 - - 5', '2 - - 7'], options);
    await stock.readAll(at('12:00:00'));
    expect((await stock.ask(at('12:01:00'))).read).toBe(0);
    stock.remove('1');
    expect(await stock.ask(at('12:02:00'))).toMatchObject({ read: 1, verified: true });
    stock.remove('2');
    await stock.ask(at('12:03:00'));
    expect(stock.held()).toEqual([]);
  });
});

describe('a row that comes while a server without consistent looks is asked', () => {
  const inconsistent = { columns: STAMPED, extent: CHANGES, consistent: false };

  for (const keyed of [true, false]) {
    it(`is found at this look or the next one, ${keyed ? 'with' : 'without'} a key, whenever it comes`, async () => {
      for (let moment = 0; moment < 8; moment++) {
        const stock = following(['1 09 11:59:00 5'].map(row), { ...inconsistent, keyed });
        await stock.readAll(at('12:00:00'));
        let questions = 0;
        const between = () => {
          if (questions++ === moment) stock.put(row('2 05 12:01:00 1'));
        };
        await stock.ask(at('12:01:00'), { between });
        stock.put(row('2 05 12:01:00 1'));
        await stock.ask(at('12:01:10'));
        expect(stock.held(), `at question ${moment}`).toEqual(stock.there());
      }
    });
  }
});
