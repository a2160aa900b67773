import { describe, expect, it } from 'vitest';
import { ofPayload } from '../../../src/alerts/told.js';
import { EVEN, watched } from './watched.js';

const KITCHEN = '/stock variance Kitchen over 5%';

describe('an alert of a whole', () => {
  it('tells when it crosses its threshold, once, and when it recovers', async () => {
    const { add, later, told, production } = await watched();
    const { id } = await add(KITCHEN);
    await later(5);
    expect(await told(id)).toEqual([]);
    production({ ...EVEN, K: 80 });
    await later(5);
    expect(await told(id)).toEqual(['crossed Kitchen -10 (was 0)']);
    await later(5);
    production({ ...EVEN, K: 90.5 });
    await later(5);
    expect(await told(id)).toEqual([]);
    production({ ...EVEN, K: 92 });
    await later(5);
    expect(await told(id)).toEqual(['recovered Kitchen -4 (at worst -10)']);
  });

  it('tells how far beyond it was at worst when it recovers', async () => {
    const { add, later, told, production } = await watched();
    const { id } = await add(KITCHEN);
    await later(5);
    for (const K of [80, 30, 85]) {
      production({ ...EVEN, K });
      await later(5);
    }
    expect(await told(id)).toEqual(['crossed Kitchen -10 (was 0)']);
    production(EVEN);
    await later(5);
    expect(await told(id)).toEqual(['recovered Kitchen 0 (at worst -35)']);
  });

  it('tells what was beyond when it was set as such, though it holds and is told later', async () => {
    const { add, later, told, production } = await watched();
    production({ ...EVEN, K: 80 });
    const { id } = await add('/stock variance by sku over 5%', { hold: 10 * 60_000 });
    await later(5);
    production({ ...EVEN, K: 80, L: 80 });
    await later(5);
    await later(5);
    expect(await told(id)).toEqual(['already K Kettle -20']);
    await later(5);
    expect(await told(id)).toEqual(['crossed L Ladle -20 (was 0)']);
  });

  it('is not about one of its parts, nor about what it leaves out', async () => {
    const { add, later, told, production } = await watched();
    const { id } = await add(KITCHEN);
    production({ K: 80, L: 120, T: 1, U: 1 });
    await later(5);
    expect(await told(id)).toEqual([]);
  });

  it('waits as long as it holds, though no row has changed', async () => {
    const { add, later, told, production } = await watched();
    const { id } = await add(KITCHEN, { hold: 10 * 60_000 });
    await later(5);
    production({ ...EVEN, K: 80 });
    await later(5);
    await later(5);
    expect(await told(id)).toEqual([]);
    await later(5);
    expect(await told(id)).toEqual(['crossed Kitchen -10 (was 0)']);
  });

  it('waits anew where it was not looked at for longer than that', async () => {
    const { add, later, told, production, app } = await watched();
    const { id } = await add(KITCHEN, { hold: 30 * 60_000 });
    await later(5);
    production({ ...EVEN, K: 80 });
    await later(5);
    await app.state.alerts.change(id, { status: 'paused' });
    await later(60);
    await app.state.alerts.change(id, { status: 'active' });
    await later(5);
    await later(25);
    expect(await told(id)).toEqual([]);
    await later(5);
    expect(await told(id)).toEqual(['crossed Kitchen -10 (was 0)']);
  });

  it('is told again when it is to be reminded of', async () => {
    const { add, later, told, production } = await watched();
    const { id } = await add(KITCHEN, { remind: 60 * 60_000 });
    production({ ...EVEN, K: 80 });
    await later(5);
    await told(id);
    await later(55);
    expect(await told(id)).toEqual([]);
    await later(5);
    expect(await told(id)).toEqual(['reminder Kitchen -10']);
  });

  it('that is muted tells what it is when it is muted no longer', async () => {
    const { app, add, later, told, production } = await watched();
    const { id } = await add(KITCHEN);
    await app.state.alerts.change(id, { mutedUntil: new Date('2026-03-10T12:10:00Z') });
    production({ ...EVEN, K: 80 });
    await later(5);
    expect(await told(id)).toEqual([]);
    await later(5);
    expect(await told(id)).toEqual(['already Kitchen -10']);
  });

  it('of both environments tells each apart', async () => {
    const { add, later, told, production } = await watched();
    const { id } = await add('/stock availability Kitchen under 80%');
    production({ ...EVEN, K: 0 });
    await later(5);
    expect(await told(id)).toEqual(['already Kitchen in Production 50']);
    production(EVEN);
    await later(5);
    expect(await told(id)).toEqual(['recovered Kitchen in Production 100 (at worst 50)']);
  });

  it('of both environments by a dimension counts rows, as one of it has two', async () => {
    const { add, later, due } = await watched();
    await add('/stock distribution by category over 30%');
    await later(5);
    const [delivery] = await due();
    expect(ofPayload(delivery?.payload ?? '')).toMatchObject({ counts: { already: 4, crossed: 0 }, many: 'rows' });
  });
});

describe('an alert by a dimension', () => {
  it('tells each row of its own, the worst first', async () => {
    const { add, later, told, production } = await watched();
    const { id } = await add('/stock variance by sku over 5%');
    production({ K: 80, L: 96, T: 200, U: 100 });
    await later(5);
    expect(await told(id)).toEqual(['already T Truck 100', 'already K Kettle -20']);
    production({ K: 80, L: 110, T: 100, U: 100 });
    await later(5);
    expect(await told(id)).toEqual(['crossed L Ladle 10 (was -4)', 'recovered T Truck 0 (at worst 100)']);
  });

  it('looks at all rows, whatever number of them its question shows', async () => {
    const { add, later, told, production } = await watched();
    const { id } = await add('/stock variance by sku top 1 over 5%');
    production({ ...EVEN, K: 80, T: 200 });
    await later(5);
    expect(await told(id)).toEqual(['already T Truck 100', 'already K Kettle -20']);
  });

  it('takes what was zero and is not any more for more than any percentage', async () => {
    const { add, later, told, file } = await watched();
    const { id } = await add('/stock variance by sku over 5%');
    file('product.csv', 'product_id,name,category\nN,Net,Toys\n');
    file('test.csv', 'date,product_id,warehouse,quantity\n2026-03-10,N,NORTH,0\n');
    file('production.csv', 'date,product_id,warehouse,quantity\n2026-03-10,N,NORTH,5\n');
    await later(5);
    expect(await told(id)).toEqual(['already N Net none, 5']);
  });

  it('recovers where a row is gone', async () => {
    const { add, later, told, production, file } = await watched();
    const { id } = await add('/stock variance by sku over 5%');
    production({ ...EVEN, K: 80 });
    await later(5);
    await told(id);
    const without = 'date,product_id,warehouse,quantity\n2026-03-10,L,NORTH,100\n2026-03-10,T,NORTH,100\n';
    file('test.csv', without);
    file('production.csv', without);
    await later(5);
    expect(await told(id)).toEqual(['recovered K Kettle gone (at worst -20)']);
  });
});

describe('what is accepted', () => {
  it('does not alarm, and is noted', async () => {
    const { app, add, later, due, production } = await watched();
    const { acceptances } = app.state;
    const terms = { until: null, reason: null, by: 'slack U1', today: '2026-03-10' };
    await acceptances.accept([{ sku: 'K', warehouse: null }], terms);
    await add('/stock variance by sku over 5%');
    await add(KITCHEN);
    production({ ...EVEN, K: 80, T: 50 });
    await later(5);
    const payloads = (await due()).map(({ payload }) => JSON.parse(payload ?? ''));
    expect(payloads.map(({ events }) => events.map(({ key }: { key: string }) => key))).toEqual([['T']]);
    expect(payloads[0].notes).toEqual(['1 accepted difference is left out.']);
  });

  it('counts as stock where the environments are not compared', async () => {
    const { app, add, later, told } = await watched();
    const terms = { until: null, reason: null, by: 'slack U1', today: '2026-03-10' };
    await app.state.acceptances.accept([{ sku: 'K', warehouse: null }], terms);
    const { id } = await add('/stock total Kitchen under 150');
    await later(5);
    expect(await told(id)).toEqual([]);
  });

  it('that cannot be read keeps it from being looked at', async () => {
    const { add, later, told, alert, production, desk } = await watched();
    const { id } = await add(KITCHEN);
    const current = () => Promise.reject(new Error('The store is gone'));
    const acceptances = { ...desk().acceptances, current };
    production({ ...EVEN, K: 80 });
    await later(5, { deskOf: async () => ({ ...desk(), acceptances }) });
    expect(await told(id)).toEqual([]);
    expect((await alert(id)).trouble).toMatch(/^What is accepted could not be read/);
  });
});

describe('figures that are not to be trusted are not looked at', () => {
  it('where a source could not be read, which is the alert’s trouble until it can', async () => {
    const { add, later, told, alert, production, file } = await watched();
    const { id } = await add(KITCHEN);
    await later(5);
    file('production.csv', 'not,a,table\n1,2,3\n');
    await later(5);
    expect((await alert(id)).trouble).toMatch(/^there \(stock, production\) could not be refreshed/);
    expect((await alert(id)).checked).toEqual(new Date('2026-03-10T12:05:00Z'));
    production({ ...EVEN, K: 80 });
    await later(5);
    expect(await told(id)).toEqual(['crossed Kitchen -10 (was 0)']);
    expect(await alert(id)).toMatchObject({ trouble: null, checked: new Date('2026-03-10T12:15:00Z') });
  });

  it('where they are too old', async () => {
    const { add, later, alert } = await watched();
    const { id } = await add(KITCHEN);
    await later(6, { refresh: false });
    expect((await alert(id)).trouble).toBeNull();
    await later(1, { refresh: false });
    expect((await alert(id)).trouble).toBe('The figures of here and there are of 7 min ago, which is too old.');
  });

  it('where one environment has rows of a day that the other has not: those of the day before are', async () => {
    const { add, later, told, due, alert, file } = await watched();
    const { id } = await add('/stock variance by category over 5%');
    const even = ['K', 'L', 'T', 'U'].map((sku) => `2026-03-09,${sku},NORTH,100`);
    const rows = (...more: readonly string[]) => ['date,product_id,warehouse,quantity', ...even, ...more].join('\n');
    file('test.csv', rows());
    file(
      'production.csv',
      rows('2026-03-10,K,NORTH,70', '2026-03-10,L,NORTH,100', '2026-03-10,T,NORTH,100', '2026-03-10,U,NORTH,100'),
    );
    await later(5);
    expect(await told(id)).toEqual([]);
    expect((await alert(id)).trouble).toBeNull();
    file('test.csv', rows().replaceAll('K,NORTH,100', 'K,NORTH,80'));
    await later(5);
    const [delivery] = await due();
    expect(ofPayload(delivery?.payload ?? '')).toMatchObject({
      events: [{ kind: 'crossed', label: 'Kitchen' }],
      notes: ['Figures are as of Mon 9 Mar, the latest day of both.'],
    });
  });

  it('where one environment has fallen silent', async () => {
    const { add, later, told, alert, file } = await watched();
    const { id } = await add('/stock variance by category over 5%');
    const days = Array.from({ length: 8 }, (_, index) => `2026-02-2${index + 1}`);
    file('test.csv', ['date,product_id,warehouse,quantity', ...days.map((day) => `${day},K,NORTH,1`)].join('\n'));
    await later(5);
    expect(await told(id)).toEqual([]);
    expect((await alert(id)).trouble).toMatch(/^Test has had no rows since 2026-02-28/);
  });

  it('where a load is not finished', async () => {
    const { add, later, told, alert, production } = await watched();
    const { id } = await add('/stock variance over 5%');
    production({ K: 100, L: 100 });
    await later(5);
    expect(await told(id)).toEqual([]);
    expect((await alert(id)).trouble).toBe('Production looks incomplete on 2026-03-10: 2 rows, usually 4.');
  });
});

describe('an alert that cannot be looked at any more', () => {
  const CLOSED = { closedKpis: ['variance'] };

  it('is paused, and its owner is told once', async () => {
    const { add, later, alert, due, desk } = await watched();
    const { id } = await add(KITCHEN, { channel: 'C1' });
    const deskOf = async () => desk(CLOSED);
    await later(5, { deskOf });
    const says = 'variance is not open to you here. Whoever runs Tally can open it.';
    expect(await alert(id)).toMatchObject({ status: 'paused', trouble: says });
    await later(5, { deskOf });
    expect(await due()).toMatchObject([
      { kind: 'notice', of: id, owner: 'U1', channel: null, payload: `Alert #${id} (${KITCHEN}) is paused: ${says}` },
    ]);
  });

  it('is paused when its owner is gone', async () => {
    const { add, later, alert } = await watched();
    const { id } = await add(KITCHEN);
    await later(5, { deskOf: async () => 'gone' });
    expect(await alert(id)).toMatchObject({
      status: 'paused',
      trouble: 'Its owner is no member of the workspace any more.',
    });
  });

  it('is not paused because a table has never been read', async () => {
    const { add, later, alert, file } = await watched();
    const { id } = await add('/stock variance Garden over 5%');
    file('product.csv', 'nothing');
    await later(5);
    expect(await alert(id)).toMatchObject({ status: 'active', trouble: expect.stringMatching(/^here \(product\)/) });
  });

  it('keeps no other from being looked at', async () => {
    const { add, later, told, production, desk } = await watched();
    const first = await add(KITCHEN);
    const second = await add(KITCHEN);
    production({ ...EVEN, K: 80 });
    const lines: unknown[] = [];
    await later(5, {
      deskOf: ({ id }) => (id === first.id ? Promise.reject(new Error('Slack is away')) : Promise.resolve(desk())),
      log: { error: (...line: readonly unknown[]) => lines.push(line) },
    });
    expect(await told(second.id)).toEqual(['already Kitchen -10']);
    expect(lines).toEqual([[{ err: new Error('Slack is away'), alert: first.id }, 'alert not looked at']]);
  });
});

describe('rights', () => {
  const NO_KETTLE = { restrictions: [{ dimension: 'sku', values: ['K'], except: true }] } as const;

  it('are those of whoever has the alert', async () => {
    const { add, later, due, production, desk } = await watched();
    await add('/stock variance by sku over 5%');
    production({ ...EVEN, K: 80, L: 90 });
    await later(5, { deskOf: async () => desk(NO_KETTLE) });
    const [delivery] = await due();
    const { events, notes } = JSON.parse(delivery?.payload ?? '');
    expect(events).toMatchObject([{ key: 'L' }]);
    expect(notes).toEqual(['Some rows are left out: not open to you here.']);
    expect(delivery?.payload).not.toMatch(/Kettle/);
  });
});

describe('a look', () => {
  it('computes equal questions of equal rights once', async () => {
    const { app, add, later, production } = await watched();
    for (let count = 0; count < 5; count++) await add(KITCHEN);
    production({ ...EVEN, K: 80 });
    await later(5, { claimant: () => null });
    let asked = 0;
    const { answer } = app.model;
    Object.assign(app.model, {
      answer: (...call: Parameters<typeof answer>) => {
        asked++;
        return answer(...call);
      },
    });
    await later(0);
    expect(asked).toBe(1);
  });

  it('is taken by the one instance that posts only, and writes nothing where another has taken over', async () => {
    const { app, claimant, add, later, due, production } = await watched();
    const { id } = await add(KITCHEN);
    production({ ...EVEN, K: 80 });
    await later(5, { claimant: () => null });
    await later(5, { claimant: () => ({ ...claimant, term: claimant.term - 1 }) });
    expect(await due()).toEqual([]);
    expect(await app.state.alerts.rows(id)).toEqual([]);
    await later(5);
    expect(await due()).toHaveLength(1);
  });

  it('that ends before it is written down is taken again: nothing is lost, and nothing told twice', async () => {
    const { app, add, later, told, production } = await watched();
    const { id } = await add(KITCHEN);
    await later(5);
    production({ ...EVEN, K: 80 });
    const killed = { ...app.state.alerts, looked: () => Promise.reject(new Error('Killed')) };
    await later(5, { alerts: killed, log: { error: () => undefined } });
    expect(await told(id)).toEqual([]);
    await later(5);
    await later(5);
    expect(await told(id)).toEqual(['crossed Kitchen -10 (was 0)']);
  });
});
