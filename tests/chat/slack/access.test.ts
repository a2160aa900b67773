import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { App } from '../../../src/app.js';
import { createGroups } from '../../../src/chat/slack/groups.js';
import { plainTables, resultOf, type TestCompany } from '../../support/app.js';
import { type InSlackOptions, tallyInSlack } from '../../support/in-slack.js';
import { asWith } from '../../support/rights.js';
import { everythingSent, until } from '../../support/sent.js';
import {
  DEFAULT_SCOPES,
  directChannel,
  type Posted,
  type Slack,
  type SlackOptions,
  type View,
} from '../../support/slack.js';

/** NORTH holds little, SOUTH thousands; what anything costs is easily told from all else. */
const COMPANY: TestCompany = {
  files: {
    'product.csv': `product_id,name,category,variant,unit_price
F-1,Bread,Food,White,7919.13
F-2,Cake,Food,Brown,10472.91
T-1,Robot,Toys,,61195.37
`,
    'test.csv': `date,product_id,warehouse,quantity,demand,unit_cost
2026-03-09,F-1,NORTH,11,7,7937.41
2026-03-09,F-1,SOUTH,7333,3,7937.41
2026-03-09,T-1,NORTH,13,2,61199.83
2026-03-09,T-1,SOUTH,8219,2,61199.83
`,
    'production.csv': `date,product_id,warehouse,quantity,demand,unit_cost
2026-03-09,F-1,NORTH,17,7,7949.57
2026-03-09,F-2,SOUTH,9413,5,10501.19
2026-03-09,T-1,NORTH,19,2,61211.29
2026-03-09,T-1,SOUTH,6271,2,61211.29
`,
  },
  tables: plainTables(),
};

const COST = '{ only: { kpis: [cost] }, for: { channels: [C0FINANCE], users: [U0CFO] } }';
const NORTH = '{ see: { warehouse: [NORTH] }, for: { groups: [S0NORTH] } }';

const WORKSPACE: SlackOptions = {
  channels: {
    C0GENERAL: { name: 'general', member: true },
    C0FINANCE: { name: 'finance', member: true },
    C0OTHER: { name: 'other' },
  },
  users: { U0ANN: { name: 'ann' }, U0CFO: { name: 'cfo' }, U0NED: { name: 'ned' } },
  groups: { S0NORTH: ['U0NED'] },
};

const ruled = (rules: string, options: InSlackOptions = {}) =>
  tallyInSlack({
    company: COMPANY,
    settings: `access: [${rules}]`,
    slackSettings: 'questionsPerMinute: 10000',
    ...options,
    slack: { ...WORKSPACE, ...options.slack },
  });

const GROUPINGS = [
  '',
  ' by sku',
  ' by warehouse',
  ' by category',
  ' by environment',
  ' in test',
  ' as csv',
  ' as table',
];
const KPIS = ['overview', 'total', 'variance', 'availability', 'distribution', 'compare', 'cost'];

/** Figures of at least a thousand that somebody with all rights is told, in every way of writing them. */
async function figures(app: App, questions: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const question of questions) {
    const { rows, totals } = await resultOf(app, question).catch(() => ({ rows: [], totals: null }));
    for (const row of [...rows, ...(totals ? [totals] : [])])
      for (const cell of Object.values(row)) {
        const figure = Math.abs(Number(cell));
        if (typeof cell === 'boolean' || !Number.isFinite(figure) || figure < 1000) continue;
        for (const digits of [0, 1, 2]) {
          found.add(figure.toFixed(digits));
          found.add(figure.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }));
        }
      }
  }
  return [...found];
}

const EVERYTHING = KPIS.flatMap((kpi) => GROUPINGS.map((by) => `/stock ${kpi}${by}`));
const COSTS = [
  '7919',
  '7,919',
  '10472',
  '10,472',
  '61195',
  '61,195',
  '7937',
  '7,937',
  '61199',
  '61,199',
  '7949',
  '7,949',
];

/** What somebody with these rights is not to be told, and everybody else is. */
async function secretOf(app: App, rights: Parameters<typeof asWith>[1]): Promise<readonly string[]> {
  const open = new Set(await figures(asWith(app, rights), EVERYTHING));
  const secret = (await figures(app, EVERYTHING)).filter((figure) => !open.has(figure));
  expect(secret.length).toBeGreaterThan(50);
  return secret;
}

const costOf = async (app: App) => [...COSTS, ...(await secretOf(app, { closedKpis: ['cost'] }))];
const southOf = (app: App) =>
  secretOf(app, { restrictions: [{ dimension: 'warehouse', values: ['NORTH'], except: false }] });

function without(text: string, forbidden: readonly string[]): void {
  const leaked = forbidden.filter((figure) =>
    new RegExp(`(?<![\\d.,])${figure.replaceAll('.', '\\.')}(?![\\d,]*\\d)`).test(text),
  );
  expect(leaked).toEqual([]);
}

/** Waits until all that was asked is answered. */
async function quiet({ calls }: Slack): Promise<void> {
  let [seen, since] = [-1, Date.now()];
  await until(
    'quiet',
    () => {
      const busy = calls.length !== seen || calls.some(({ outcome }) => outcome === 'pending');
      [seen, since] = [calls.length, busy ? Date.now() : since];
      return Date.now() - since > 150;
    },
    25_000,
  );
}

/** Waits until an answer for all has its picture and its CSV. */
async function complete(slack: Slack, answer: Posted): Promise<void> {
  await until('the picture', () => answer.edits === 1);
  await until('the CSV', () => slack.files.some(({ name, sharedAt }) => name.endsWith('.csv') && sharedAt !== null));
}

interface Button {
  readonly type: string;
  readonly action_id: string;
  readonly value?: string;
  readonly text: { readonly text: string };
}

const buttonsOf = ({ blocks }: Posted | View) =>
  blocks
    .filter(({ type }) => type === 'actions')
    .flatMap(({ elements }) => elements as Button[])
    .filter(({ type }) => type === 'button');

/** Its action or its label, whichever tells it from others; null when it has gone meanwhile. */
function nameOf({ action_id, text, value }: Button, shown: Posted | View): string | null {
  const there = buttonsOf(shown);
  if (!there.some((one) => one.action_id === action_id && one.value === value)) return null;
  const alone = (is: (one: Button) => boolean) => there.filter(is).length === 1;
  if (alone((one) => one.action_id === action_id)) return action_id;
  return alone((one) => one.text.text === text.text) ? text.text : null;
}

const sees = (user: string) => (message: Posted) =>
  !message.deleted &&
  (message.kind === 'ephemeral'
    ? message.user === user
    : !message.channel.startsWith('D') || message.channel === directChannel(user));

/** Presses whatever there is to press, on every message and on Home, round after round. */
async function pressEverything(slack: Slack, user: string, rounds = 3): Promise<void> {
  const pressed = new Set<string>();
  const homes = () => [...slack.homes.values()].filter((home) => home.user === user);
  for (let round = 0; round < rounds; round++) {
    for (const shown of [...slack.messages.filter(sees(user)), ...homes()])
      for (const button of buttonsOf(shown)) {
        const key = `${'ts' in shown ? shown.kind : 'home'} ${button.action_id.split(':')[1]} ${button.value}`;
        const name = nameOf(button, shown);
        if (pressed.has(key) || name === null) continue;
        pressed.add(key);
        await slack.click(shown, name, { user });
      }
    await quiet(slack);
  }
  expect(pressed.size).toBeGreaterThan(10);
}

/** Asks every question in every place. */
async function askEverywhere(slack: Slack, user: string, questions: readonly string[]): Promise<void> {
  await slack.openHome(user);
  for (const question of questions) {
    await slack.command(question, { user });
    await slack.command(`${question} here`, { user });
    await slack.mention(question.slice(7), { user });
    await slack.direct(question.slice(7), { user });
    if (slack.calls.length % 7 === 0) await quiet(slack);
  }
  await slack.mention(questions.at(-1) ?? '', {
    user,
    threadTs: slack.messages.find(({ kind }) => kind === 'channel')?.ts ?? '',
  });
  await quiet(slack);
}

/** Sends forged states with each kind of button. */
async function forge(slack: Slack, user: string, states: readonly string[]): Promise<void> {
  await slack.command('/stock variance by sku', { user });
  await slack.mention('variance by sku', { user });
  await quiet(slack);
  for (const kind of ['ephemeral', 'channel'] as const) {
    const target = () =>
      slack.messages.filter(sees(user)).findLast((one) => one.kind === kind && buttonsOf(one).length > 3);
    for (const state of states)
      for (const action of ['drill', 'edit', 'refresh', 'picture', 'csv', 'star', 'share']) {
        const shown = target();
        if (shown && buttonsOf(shown).some(({ action_id }) => action_id === `tally:${action}`))
          await slack.click(shown, `tally:${action}`, { user, value: state });
        await quiet(slack);
        if (!target()) await slack.command('/stock variance by sku', { user }).then(() => quiet(slack));
      }
  }
}

const state = (question: string) => JSON.stringify({ v: 1, q: question });

describe('whoever may not see cost', () => {
  const questions = [
    '/stock cost',
    '/stock cost by sku',
    '/stock unit cost food as csv',
    '/stock overview',
    '/stock compare',
    '/stock total as csv',
    '/stock help',
    '/stock help cost',
    '/stock coost',
    '/stock quality',
    '/stock',
  ];

  it('gets it by no question, anywhere, and by no button', async () => {
    const { slack, app, end } = await ruled(COST);
    const secret = await costOf(app);
    await askEverywhere(slack, 'U0ANN', questions);
    await pressEverything(slack, 'U0ANN', 2);
    await end();
    without(everythingSent(slack), secret);
    const refusals = slack.messages.filter(({ text }) => text.includes('cost is not open to you here'));
    expect(refusals.length).toBeGreaterThan(8);
    for (const { kind, channel } of refusals) expect(kind === 'ephemeral' || channel === 'D0ANN').toBe(true);
    expect(JSON.stringify([...slack.homes.values()].map(({ blocks }) => blocks))).not.toMatch(
      /stock cost|stock value/i,
    );
  }, 90_000);

  it('gets it by no forged button', async () => {
    const { slack, app, end } = await ruled(COST);
    const secret = await costOf(app);
    await forge(slack, 'U0ANN', [state('/stock cost by sku'), state('cost by sku'), state('/stock unit cost as csv')]);
    await slack.openHome('U0ANN');
    await pressEverything(slack, 'U0ANN', 1);
    await end();
    without(everythingSent(slack), secret);
    for (const view of slack.views.values()) expect(JSON.stringify(view.content)).not.toMatch(/"value":"cost"/);
  }, 90_000);

  it('gets it by no form: not offered, not by a forged one, nor by one for another place or person', async () => {
    const { slack, app, end } = await ruled(COST);
    const secret = await costOf(app);
    await slack.command('/stock variance by sku');
    await slack.command('/stock variance by sku', { user: 'U0CFO', channel: 'C0FINANCE' });
    await until('both', () => slack.messages.length === 2);
    const [anns, cfos] = slack.messages as [Posted, Posted];
    await slack.click(anns, 'Edit');
    await slack.click(cfos, 'Edit');
    await until('both', () => slack.views.size === 2);
    const [view, others] = [...slack.views.values()].sort((one) => (one.user === 'U0ANN' ? -1 : 1)) as [View, View];
    expect(JSON.stringify(view.content)).not.toContain('"value":"cost"');
    expect(JSON.stringify(others.content)).toContain('"value":"cost"');

    await slack.choose(view, 'kpi', 'cost', { forged: true });
    await slack.submit(view);
    expect(view.errors).toEqual({ kpi: 'cost is not open to you here. Whoever runs Tally can open it.' });
    const sealed = String(view.content.private_metadata);
    const metadata = (private_metadata: string) =>
      Object.assign(view, { content: { ...view.content, private_metadata } });
    const [seal = '', ...rest] = sealed.split('.');
    const body = rest.join('.');
    for (const forged of [
      String(others.content.private_metadata),
      `${seal}.${body.replace('C0GENERAL', 'C0FINANCE')}`,
      `${seal}.${body.replace('U0ANN', 'U0CFO')}`,
      `${seal.slice(0, -2)}xx.${body}`,
      `.${body}`,
      body,
      '',
      '{}',
      `${seal}.`,
      `${'A'.repeat(seal.length)}.${body.replace('C0GENERAL', 'C0FINANCE')}`,
    ]) {
      metadata(forged);
      await slack.submit(view);
      expect(view.errors).toEqual({ kpi: 'This form is not one that Tally opened for you. Ask again.' });
      expect(await slack.suggest(view, 'filters', 'Bre')).toEqual([]);
    }
    metadata(sealed);
    expect((await slack.suggest(view, 'filters', 'Bre')).length).toBeGreaterThan(0);
    for (const [field, value] of [
      ['kpi', '__proto__'],
      ['by', 'constructor'],
      ['environment', 'prod; DROP'],
      ['filters', 'sku:NONE'],
    ] as const) {
      const previous = view.errors;
      await slack.choose(view, field, value, { forged: true });
      await slack.submit(view);
      expect(Object.keys(view.errors).length, `${field} ${value}`).toBeGreaterThan(0);
      expect(view.closed || view.errors === previous).toBe(false);
      await slack.choose(view, field, field === 'kpi' ? 'total' : field === 'filters' ? [] : '-');
    }
    await quiet(slack);
    expect(slack.messages).toHaveLength(2);
    await end();
    without(everythingSent(slack), secret);
  });

  it('but whoever may, gets it, and shows it only where all may', async () => {
    const { slack, app } = await ruled(COST);
    const secret = await costOf(app);
    await slack.command('/stock cost by sku', { user: 'U0CFO' });
    const own = await slack.waitFor(({ text }) => text.includes('Cost deviation'));
    expect(own).toMatchObject({ kind: 'ephemeral', user: 'U0CFO' });
    expect(secret.some((figure) => JSON.stringify(own.blocks).includes(figure))).toBe(true);
    await slack.direct('cost by sku', { user: 'U0CFO' });
    const direct = await slack.waitFor(({ channel, blocks }) => channel === 'D0CFO' && blocks.length > 3);
    await quiet(slack);
    await slack.click(direct, 'Refresh', { user: 'U0CFO' });
    await quiet(slack);
    expect(direct.text).toContain('Cost deviation');

    for (const button of ['Share', 'CSV', 'Picture', '☆ Keep']) await slack.click(own, button, { user: 'U0CFO' });
    await slack.command('/stock cost by sku here', { user: 'U0CFO' });
    await slack.mention('cost by sku', { user: 'U0CFO' });
    await slack.mention('overview', { user: 'U0CFO' });
    await slack.command('/stock compare here', { user: 'U0CFO' });
    await slack.command('/stock total here', { user: 'U0CFO', channel: 'C0OTHER' });
    await quiet(slack);
    for (const message of slack.messages.filter(
      (one) => one.kind === 'channel' && one.channel.startsWith('C') && buttonsOf(one).length > 0,
    ))
      for (const button of ['Refresh', 'CSV', 'tally:drill', 'Share'])
        if (
          buttonsOf(message).some(
            ({ action_id }) => action_id === `tally:${button.toLowerCase()}` || action_id === button,
          )
        )
          await slack.click(message, button, { user: 'U0CFO' });
    await quiet(slack);
    const others = slack.messages.filter((message) => sees('U0ANN')(message) && message.channel !== 'C0FINANCE');
    expect(others.length).toBeGreaterThan(2);
    without(JSON.stringify(others), secret);
    const files = slack.files.filter(({ channel }) => channel !== 'D0CFO');
    without(
      files
        .filter(({ name }) => name.endsWith('.csv'))
        .map(({ bytes }) => String(bytes))
        .join(),
      secret,
    );
    const refusals = () => slack.messages.filter(({ text }) => text.includes('cost is not open to you here'));
    await until('share, here and mention are refused', () => refusals().length === 3);
    const refused = refusals();
    for (const { kind, user } of refused) expect([kind, user]).toEqual(['ephemeral', 'U0CFO']);

    await slack.command('/stock cost by sku', { user: 'U0CFO', channel: 'C0FINANCE' });
    const inFinance = await slack.waitFor(({ channel, kind }) => channel === 'C0FINANCE' && kind === 'ephemeral');
    await slack.click(inFinance, 'Share', { user: 'U0CFO' });
    const shared = await slack.waitFor(({ channel, kind }) => channel === 'C0FINANCE' && kind === 'channel');
    expect(shared.text).toContain('Cost deviation');
    await slack.mention('cost by sku', { user: 'U0ANN', channel: 'C0FINANCE' });
    await slack.waitFor(
      (one) =>
        one !== shared && one.kind === 'channel' && one.channel === 'C0FINANCE' && one.text.includes('Cost deviation'),
    );
  }, 60_000);
});

describe('whoever sees one warehouse', () => {
  it('sees no other by any question or button, forged or not', async () => {
    const { slack, app, end } = await ruled(NORTH);
    const secret = await southOf(app);
    const questions = [
      '/stock',
      '/stock total by warehouse',
      '/stock variance by sku',
      '/stock variance south',
      '/stock distribution as csv',
      '/stock total Cake',
      '/stock total soth',
      '/stock help variance',
      '/stock quality',
    ];
    await askEverywhere(slack, 'U0NED', questions);
    await forge(slack, 'U0NED', [state('/stock total warehouse:SOUTH by sku')]);
    await pressEverything(slack, 'U0NED', 1);
    await end();
    without(everythingSent(slack), secret);
    expect(everythingSent(slack).match(/.{0,80}(?<!warehouse:|“)SOUTH.{0,80}/g)).toBeNull();
  }, 90_000);

  it('shares what they see, and it says so', async () => {
    const { slack } = await ruled(NORTH);
    await slack.command('/stock total by warehouse', { user: 'U0NED' });
    const own = await slack.waitFor(({ kind }) => kind === 'ephemeral');
    await slack.click(own, 'Share', { user: 'U0NED' });
    const shared = await slack.waitFor(({ kind }) => kind === 'channel');
    for (const { blocks } of [own, shared])
      expect(JSON.stringify(blocks)).toContain('Only warehouse NORTH, as far as your rights go');
  });

  it('neither narrows an answer for all by Refresh nor sees more by it', async () => {
    const { slack, app } = await ruled(NORTH);
    const secret = await southOf(app);
    await slack.mention('total by warehouse', { user: 'U0ANN' });
    const open = await slack.waitFor(({ kind }) => kind === 'channel');
    await complete(slack, open);
    const [blocks, edits] = [JSON.stringify(open.blocks), open.edits];
    expect(blocks).toContain('15,576');
    const before = slack.messages.length;
    await slack.click(open, 'Refresh', { user: 'U0NED' });
    await until('it is answered', () => slack.messages.length > before);
    await quiet(slack);
    expect([JSON.stringify(open.blocks), open.edits]).toEqual([blocks, edits]);
    const fresh = slack.messages.slice(before);
    expect(fresh).toHaveLength(1);
    expect(fresh[0]).toMatchObject({ kind: 'ephemeral', user: 'U0NED' });
    without(JSON.stringify(fresh), secret);
    await slack.click(open, 'Refresh', { user: 'U0ANN' });
    await until('it is renewed', () => open.edits > edits);
    expect(JSON.stringify(open.blocks)).toContain('15,576');
  });

  it('offers no value of another while they type, nor in a form', async () => {
    const { slack } = await ruled(NORTH);
    await slack.command('/stock total by sku', { user: 'U0NED' });
    const own = await slack.waitFor(({ kind }) => kind === 'ephemeral');
    await slack.click(own, 'Edit', { user: 'U0NED' });
    await until('the form', () => slack.views.size === 1);
    const [form] = [...slack.views.values()] as [View];
    for (const typed of ['SO', 'Ca', 'F-2', 'O', 'warehouse']) {
      const offered = JSON.stringify(await slack.suggest(form, 'filters', typed));
      expect(offered).not.toMatch(/SOUTH/);
    }
    await slack.choose(form, 'filters', ['warehouse:SOUTH'], { forged: true });
    await slack.submit(form);
    expect(form.errors).toEqual({ filters: expect.stringContaining('not known') });
  });
});

describe('a group whose members cannot be read', () => {
  it.each<[string, SlackOptions, ((slack: Slack) => void)?]>([
    ['usergroups:read is missing', { scopes: DEFAULT_SCOPES.filter((scope) => scope !== 'usergroups:read') }],
    ['there is no such group', { groups: {} }],
    ['Slack asks for patience', {}, (slack) => slack.fail('usergroups.users.list', { retryAfter: 30 }, 50)],
    ['Slack hangs', {}, (slack) => slack.fail('usergroups.users.list', { hang: true }, 4)],
    ['Slack fails', {}, (slack) => slack.fail('usergroups.users.list', { status: 500 }, 50)],
  ])('opens nothing and is narrowed: %s', async (_, options, prepare) => {
    const payroll = '{ only: { kpis: [cost] }, for: { groups: [S0NORTH] } }';
    const { slack, app } = await ruled(`${NORTH}, ${payroll}`, { slack: options });
    prepare?.(slack);
    const secret = [...COSTS, ...(await southOf(app))];
    await slack.command('/stock total by warehouse', { user: 'U0ANN' });
    await slack.command('/stock cost', { user: 'U0NED' });
    await until('both', () => slack.messages.length === 2, 12_000);
    without(everythingSent(slack), secret);
    expect(everythingSent(slack)).toContain('Only warehouse NORTH');
    expect(everythingSent(slack)).toContain('cost is not open to you here');
  });

  it('is asked again, and counts as soon as it can be read', async () => {
    const { slack } = await ruled(NORTH);
    slack.fail('usergroups.users.list', { error: 'internal_error' });
    await slack.command('/stock total by warehouse', { user: 'U0ANN' });
    await slack.waitFor(({ blocks }) => JSON.stringify(blocks).includes('Only warehouse NORTH'));
    await slack.command('/stock total by warehouse', { user: 'U0ANN' });
    await slack.waitFor(({ blocks }) => JSON.stringify(blocks).includes('15,576'));
    await slack.command('/stock total by warehouse', { user: 'U0ANN' });
    await until('three', () => slack.messages.length === 3);
    expect(slack.calls.filter(({ method }) => method === 'usergroups.users.list')).toHaveLength(2);
  });

  it('counts as it was last read for an hour, and then as unknown', async () => {
    let [now, answers] = [1_000_000, true];
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
    onTestFinished(() => clock.mockRestore());
    const list = async () => (answers ? { users: ['U0NED'] } : Promise.reject(new Error('Slack is away')));
    const log = { debug() {}, info() {}, warn() {}, error() {}, flush() {} };
    const groups = createGroups(['S0NORTH'], { lookups: { usergroups: { users: { list } } } } as never, log);
    const of = async (minutes: number) => {
      now += minutes * 60_000;
      await new Promise((resolve) => setTimeout(resolve, 5));
      return groups.of('U0NED');
    };
    const [member, unknown] = [
      { groups: ['S0NORTH'], unknownGroups: [] },
      { groups: [], unknownGroups: ['S0NORTH'] },
    ];
    expect(await of(0)).toEqual(member);
    answers = false;
    expect(await of(4)).toEqual(member);
    expect(await of(50)).toEqual(member);
    expect(await of(7)).toEqual(unknown);
    answers = true;
    expect(await of(0)).toEqual(member);
  });

  it('holds up no answer while uploads are put off', async () => {
    const { slack } = await ruled(NORTH);
    slack.fail('files.getUploadURLExternal', { retryAfter: 5 });
    await slack.mention('total by warehouse');
    await until('the limit', () => slack.calls.some(({ outcome }) => outcome === 'http 429'));
    const limited = Date.now();
    await slack.command('/stock total by sku', { user: 'U0NED' });
    await slack.waitFor(({ user }) => user === 'U0NED');
    expect(Date.now() - limited).toBeLessThan(2000);
  });
});

describe('a command that is open to few', () => {
  it('is refused politely to all others, wherever they ask, and tells nothing', async () => {
    const { slack, app } = await ruled('{ only: { subjects: [stock] }, for: { users: [U0CFO] } }');
    const secret = await figures(app, EVERYTHING);
    await askEverywhere(slack, 'U0ANN', ['/stock total', '/stock help', '/stock status', '/stock quality', '/stock']);
    expect(slack.messages.length).toBeGreaterThan(15);
    const text = everythingSent(slack);
    without(text, secret);
    expect(text).not.toMatch(/Bread|Robot|NORTH|F-1|Electronics/);
    for (const { kind, channel } of slack.messages) expect(kind === 'ephemeral' || channel === 'D0ANN').toBe(true);
    for (const message of slack.messages) expect(message.text).toContain('/stock is not open to you here');
    await slack.command('/stock total', { user: 'U0CFO' });
    await slack.waitFor(({ user, text: said }) => user === 'U0CFO' && said.includes('15,576'));
  });
});

describe('rights that several rules make', () => {
  it('are the same however they are ordered: who sees what all see renews', async () => {
    const { slack } = await ruled(
      '{ only: { kpis: [cost] }, for: { users: [U0CFO] } }, { only: { kpis: [availability] }, for: { channels: [C0FINANCE] } }',
    );
    await slack.mention('total', { user: 'U0ANN' });
    const open = await slack.waitFor(({ kind }) => kind === 'channel');
    await complete(slack, open);
    const { edits } = open;
    await slack.click(open, 'Refresh', { user: 'U0CFO' });
    await until('it is renewed', () => open.edits > edits);
  });
});
