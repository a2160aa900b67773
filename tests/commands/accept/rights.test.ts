import { expect, it } from 'vitest';
import type { App } from '../../../src/app.js';
import { openApp } from '../../../src/app.js';
import { answer } from '../../../src/commands/index.js';
import { ALL_RIGHTS, type Restriction } from '../../../src/kpi/rights.js';
import { mistakeOf, openCompany, resultOf, temporaryFolder, writeCompany } from '../../support/app.js';
import { asWith } from '../../support/rights.js';
import { company } from '../access-company.js';

const only = (dimension: Restriction['dimension'], ...values: string[]): Restriction => ({
  dimension,
  values,
  except: false,
});
const not = (dimension: Restriction['dimension'], ...values: string[]): Restriction => ({
  ...only(dimension, ...values),
  except: true,
});
const seeing = (app: App, ...restrictions: Restriction[]) => asWith(app, { restrictions });

/** Food and toys in NORTH and SOUTH, of which some of each is accepted. */
async function openAccepted(): Promise<App> {
  const app = await openCompany(company());
  for (const text of ['F-1 until 2026-04-01 "hungry mice"', 'T-1 in SOUTH "broken gate"', 'T-2', 'U-1', 'U-2 in NORTH'])
    await resultOf(app, `/stock accept ${text}`);
  return app;
}

const listed = async (app: App) =>
  (await resultOf(app, '/stock accepted')).rows.map(({ item, warehouse }) => [item, warehouse]);

it('the name “accept” closes accepting and taking back, and leaves the list to whoever sees variance', async () => {
  const app = asWith(await openAccepted(), { closedKpis: ['accept'] });
  for (const question of ['/stock accept T-1', '/stock unaccept T-2', '/stock accept'])
    expect(await mistakeOf(app, question)).toMatchObject({
      code: 'refused',
      message: 'accept is not open to you here. Whoever runs Tally can open it.',
    });
  expect(await listed(app)).toHaveLength(5);
});

it('who must not see variance neither accepts nor reads what is accepted', async () => {
  const app = asWith(await openAccepted(), { closedKpis: ['variance'] });
  for (const verb of ['accept', 'unaccept', 'accepted'])
    expect(await mistakeOf(app, `/stock ${verb} T-2`)).toMatchObject({
      code: 'refused',
      message: expect.stringContaining(verb),
    });
});

it('nor does anybody to whom /stock is closed', async () => {
  const app = await openCompany(company());
  const closed = asWith(app, { closedSubjects: ['stock'] });
  expect((await mistakeOf(closed, '/stock accept T-1')).message).toContain('/stock is not open');
  expect(await listed(app)).toEqual([]);
});

it('a rule of the configuration may name it, and a slip in the name is refused', async () => {
  const configOf = (name: string) =>
    writeCompany(temporaryFolder(), {
      ...company(),
      settings: `access:\n  - { for: { users: [U0123ABCD] }, only: { kpis: [${name}] } }\n`,
    });
  const app = await openApp({ config: configOf('accept'), environment: {} });
  const slack = { chat: 'slack', groups: [], unknownGroups: [], channel: 'C1', public: false } as const;
  try {
    expect(app.questions.rights({ ...slack, user: 'U0123ABCD' })).toEqual(ALL_RIGHTS);
    expect(await app.questions.ask('/stock accept T-1', { ...slack, user: 'U0999ABCD' })).toMatchObject({
      kind: 'mistake',
      mistake: { code: 'refused' },
    });
  } finally {
    await app.close();
  }
  await expect(openApp({ config: configOf('acept'), environment: {} })).rejects.toThrow('"acept" is not allowed');
});

it.each([
  [
    'no food',
    [not('category', 'Food')],
    [
      ['T-1', 'SOUTH'],
      ['T-2', 'all'],
      ['U-1', 'all'],
      ['U-2', 'NORTH'],
    ],
  ],
  [
    'toys alone',
    [only('category', 'Toys')],
    [
      ['T-1', 'SOUTH'],
      ['T-2', 'all'],
    ],
  ],
  [
    'NORTH alone',
    [only('warehouse', 'north')],
    [
      ['F-1', 'all'],
      ['T-2', 'all'],
      ['U-2', 'NORTH'],
    ],
  ],
  ['one sku', [only('sku', 't-1')], [['T-1', 'SOUTH']]],
  ['nothing', [only('sku')], []],
])(
  'of what is accepted one who sees %s is told that alone, and nothing counts the rest',
  async (_, restrictions, rows) => {
    const app = seeing(await openAccepted(), ...restrictions);
    const result = await resultOf(app, '/stock accepted');
    expect(result.rows.map(({ item, warehouse }) => [item, warehouse])).toEqual(expect.arrayContaining([...rows]));
    expect(result.rows).toHaveLength(rows.length);
    const said = JSON.stringify(result);
    const hidden = ['F-1', 'Bread', 'mice', 'T-1', 'gate', 'U-1', 'U-2'].filter(
      (value) => !JSON.stringify(result.rows).includes(value),
    );
    for (const value of hidden) expect(said).not.toContain(value);
    expect(result.headline).toContain(rows.length === 0 ? 'No difference' : `${rows.length} difference`);
  },
);

it('the difference is that of the rows that the asker sees', async () => {
  const app = await openAccepted();
  const of = async (one: App) => (await resultOf(one, '/stock accepted F-1')).rows.map(({ difference }) => difference);
  expect(await of(app)).toEqual(['-6.0000']);
  expect(await of(seeing(app, only('warehouse', 'NORTH')))).toEqual(['1.0000']);
  expect(await of(seeing(app, only('environment', 'test')))).toEqual([null]);
});

it('what is closed cannot be accepted or taken back, and reads as though it did not exist', async () => {
  const app = await openAccepted();
  const limited = seeing(app, not('category', 'Food'));
  const [closed, unknown] = await Promise.all(
    ['F-1', 'X-1'].map(async (sku) =>
      (await mistakeOf(limited, `/stock accept ${sku} until 2026-12-01`)).message.replaceAll(sku, 'it'),
    ),
  );
  expect(closed).toBe(unknown);
  const { message } = await mistakeOf(limited, '/stock unaccept sku:F-1');
  expect(message).toBe((await mistakeOf(limited, '/stock unaccept sku:X-1')).message.replaceAll('X-1', 'F-1'));
  expect(await mistakeOf(limited, '/stock unaccept T-1 in NORTH')).toMatchObject({
    message: expect.not.stringContaining('F-1'),
  });
  expect(await listed(app)).toHaveLength(5);
});

it('who sees some warehouses accepts in one of them, and takes back what is accepted there alone', async () => {
  const app = await openAccepted();
  const north = seeing(app, only('warehouse', 'NORTH'));
  expect(await mistakeOf(north, '/stock accept T-1 until 2026-12-01 "mine"')).toMatchObject({
    code: 'refused',
    message: 'Not every warehouse is open to you here: say in which one it is accepted, as in “in WAREHOUSE”.',
    suggestions: ['/stock accept sku:T-1 warehouse:NORTH until 2026-12-01 because "mine"'],
  });
  expect((await mistakeOf(north, '/stock accept T-1 in SOUTH')).message).toContain('There is no warehouse “SOUTH”');
  expect((await mistakeOf(north, '/stock unaccept T-2')).code).toBe('refused');
  await resultOf(north, '/stock accept T-2 in NORTH');
  expect((await resultOf(north, '/stock unaccept T-2')).rows).toMatchObject([{ warehouse: 'NORTH' }]);
  expect(await listed(app)).toContainEqual(['T-2', 'all']);
});

it('who sees one environment accepts nothing', async () => {
  const app = await openAccepted();
  const test = seeing(app, only('environment', 'test'));
  for (const question of ['/stock accept T-1', '/stock unaccept F-1'])
    expect((await mistakeOf(test, question)).message).toBe(
      'A difference is between both environments, and not both are open to you here.',
    );
  expect(await listed(app)).toHaveLength(5);
});

it('in public the channel’s rights hold as well', async () => {
  const settings = 'access:\n  - { for: { users: [U0123ABCD] }, only: { kpis: [accept] } }\n';
  const app = await openCompany({ ...company(), settings });
  const asker = { chat: 'slack', user: 'U0123ABCD', groups: [], unknownGroups: [], channel: 'C1' } as const;
  expect(await app.questions.ask('/stock accept T-1', { ...asker, public: true })).toMatchObject({ kind: 'mistake' });
  expect(await app.questions.ask('/stock accept T-1', { ...asker, public: false })).toMatchObject({ kind: 'result' });
});

it('nothing that is closed comes out, however it is asked for', async () => {
  const app = seeing(await openAccepted(), only('warehouse', 'NORTH'), not('category', 'Food'));
  const words = [
    '',
    'F-1',
    'sku:F-1',
    'bread',
    'food',
    'T-1 in SOUTH',
    'in SOUTH',
    'U-1',
    'T-7',
    'Breat',
    'mice',
    'T-1',
  ];
  for (const verb of ['accept', 'unaccept', 'accepted'])
    for (const text of words) {
      const said = JSON.stringify(await answer(`/stock ${verb} ${text}`, app.desk)).toLowerCase();
      for (const value of ['SOUTH', 'Food', 'Bread', 'F-1', 'F-2', 'U-1', 'mice', 'gate'])
        if (!text.toLowerCase().includes(value.toLowerCase()))
          expect(said.includes(value.toLowerCase()), `${value} by ${verb} ${text}: ${said}`).toBe(false);
    }
});
