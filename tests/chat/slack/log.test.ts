import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plainTables, type TestCompany } from '../../support/app.js';
import { tallyInSlack } from '../../support/in-slack.js';
import { everythingSent, everythingShown, until } from '../../support/sent.js';
import { ringsOf } from '../../support/slack/texts.js';
import type { Posted, Slack } from '../../support/slack.js';

const COMPANY: TestCompany = {
  files: {
    'product.csv': `product_id,name,category,variant,unit_price
QX-7771,Zyxwvut,Secretaria,Mauvish,43219.87
QX-7772,Qwertzu,Secretaria,Beigeish,not-a-price-91919
`,
    'test.csv': `date,product_id,warehouse,quantity,demand
2026-03-09,QX-7771,Hideaway,987654,3
2026-03-09,QX-7772,Hideaway,Zyxwvut-bad-quantity,3
`,
    'production.csv': `date,product_id,warehouse,quantity,demand
2026-03-09,QX-7771,Hideaway,876543,3
`,
  },
  tables: plainTables(),
};
const VALUES = /Zyxwvut|Qwertzu|Secretaria|Mauvish|Beigeish|Hideaway|QX-777|987,?654|876,?543|43219|43,219|91919/i;
const SECRETS = {
  botToken: 'xoxb-4815162342-HUSHHUSHBOT',
  appToken: 'xapp-1-A0TALLY-HUSHHUSHAPP',
  signingSecret: 'hushhushsigningsecret',
};
const INNARDS = /\bat \S+ \(|\.[jt]s:\d+|SELECT |FROM |\/tmp\/|127\.0\.0\.1|localhost|node_modules|WebAPI|ECONN|duckdb/;

/** Much of what can happen, and much of what can go wrong. */
async function muchHappens(slack: Slack): Promise<void> {
  const settled = (count: number) => until(`${count} messages`, () => slack.messages.length >= count, 15_000);
  await slack.command('/stock variance secretaria');
  await settled(1);
  const [own] = slack.messages as [Posted];
  await slack.mention('total Zyxwvut by warehouse');
  await slack.direct('variance by sku as csv');
  await slack.command('/stock variance Zyxwvux');
  await slack.command('/stock quality');
  await slack.command('/stock status here');
  await slack.openHome();
  await settled(7);
  for (const button of ['CSV', 'Picture', 'Share', '☆ Keep', 'Edit']) await slack.click(own, button);
  await until('the form', () => slack.views.size === 1);
  for (const view of slack.views.values()) {
    await slack.suggest(view, 'filters', 'Zyx');
    await slack.submit(view);
  }
  await slack.click(own, 'CSV', { value: 'x'.repeat(10_000) });
  slack.fail('response_url', { error: 'expired_url', status: 404 });
  await slack.command('/stock total Zyxwvut');
  slack.fail('response_url', { drop: true }, 3);
  await slack.command('/stock total Qwertzu');
  slack.fail('upload', { status: 500 }, 1);
  slack.fail('files.getUploadURLExternal', { retryAfter: 1 });
  slack.fail('chat.postMessage', { error: 'invalid_blocks' });
  await slack.mention('variance Zyxwvut');
  slack.fail('chat.postMessage', { status: 500 }, 6);
  slack.fail('chat.postEphemeral', { error: 'not_in_channel' });
  slack.fail('conversations.open', { error: 'token_revoked' });
  await slack.mention('distribution secretaria');
  slack.dropSockets();
  await slack.connected();
  slack.fail('views.publish', { error: 'internal_error' });
  await slack.openHome();
  await until(
    'all has settled',
    () => !slack.calls.some(({ outcome }) => outcome === 'pending') && slack.messages.length >= 16,
    20_000,
  );
}

describe('the log', () => {
  it.each(['info', 'debug'])(
    'at %s has no secret and no value of a row; each line of work has a request',
    async (level) => {
      const { slack, folder, lines, end } = await tallyInSlack({
        company: COMPANY,
        slack: SECRETS,
        environment: { TALLY_LOG: level },
      });
      await muchHappens(slack);
      await end();
      const log = readFileSync(join(folder, 'tally.log'), 'utf8');
      const all = lines();
      expect(all.length).toBeGreaterThan(20);
      for (const line of all) expect(new Date(String(line.time)).toISOString()).toBe(line.time);
      expect(log.match(/.{0,60}(HUSHHUSH|hushhush|xox|xapp|\/respond\/|\/upload\/|ticket-0).{0,60}/gi)).toBeNull();
      expect(log.match(new RegExp(`.{0,80}(${VALUES.source}).{0,80}`, 'gi'))).toBeNull();
      const unasked = all.filter(
        ({ request, msg }) => !request && msg !== 'slack client' && !String(msg).startsWith('table '),
      );
      expect(unasked).toEqual([]);
      const questions = all.filter(({ msg }) => msg === 'question');
      expect(questions.length).toBeGreaterThan(8);
      for (const { id, request } of questions) expect(id).toBe(request);
    },
    60_000,
  );

  it('is not told of a secret over HTTP either', async () => {
    const { slack, folder, url, end } = await tallyInSlack({
      mode: 'http',
      company: COMPANY,
      slack: SECRETS,
      environment: { TALLY_LOG: 'debug' },
    });
    await slack.command('/stock variance secretaria');
    await slack.waitFor(() => true);
    await slack.raw(url, { type: 'event_callback' }, { signature: 'bad' });
    await slack.raw(url, `payload=${'x'.repeat(100)}hushhushsigningsecret`, {
      contentType: 'application/x-www-form-urlencoded',
    });
    await slack.raw(`${url}?token=hushhushsigningsecret`, '{}', { signature: 'none' });
    await fetch(`${new URL(url).origin}/Zyxwvut?secret=hushhushsigningsecret`);
    await end();
    const log = readFileSync(join(folder, 'tally.log'), 'utf8');
    expect(log).not.toMatch(/hushhush/i);
    expect(log).not.toMatch(/\/respond\//);
  });

  it('has the id of every failure that a person is told', async () => {
    const { slack, app, lines } = await tallyInSlack({ company: COMPANY });
    await slack.command('/stock variance');
    const answer = await slack.waitFor(() => true);
    slack.fail('files.getUploadURLExternal', { error: 'internal_error' }, 5);
    await slack.click(answer, 'CSV');
    await slack.click(answer, 'Picture');
    await until(
      'both are told',
      () => slack.messages.filter(({ text }) => text.includes('could not be sent')).length === 2,
    );
    await app.model.close();
    await slack.command('/stock total');
    await until('three', () => slack.messages.filter(({ text }) => text.includes('Reference')).length === 3);
    const ids = slack.messages.flatMap(({ text }) => /Reference: `?([0-9a-f]{8})/.exec(text)?.[1] ?? []);
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(lines().some(({ request, level }) => request === id && level === 'error')).toBe(true);
    expect(everythingShown(slack)).not.toMatch(INNARDS);
  });
});

describe('what is sent', () => {
  it('has no secret, no stack, no path and no host in it', async () => {
    const { slack } = await tallyInSlack({ company: COMPANY, slack: SECRETS });
    await muchHappens(slack);
    expect(everythingSent(slack)).not.toMatch(/HUSHHUSH/i);
    expect(everythingShown(slack)).not.toMatch(INNARDS);
    expect(everythingShown(slack)).not.toMatch(/\/respond\/|xox|xapp/);
  }, 60_000);
});

describe('names that are markup', () => {
  const NAMES = [
    '<!channel>',
    '<!here|here>',
    '<@U0BOB>',
    '<!subteam^S0OPS>',
    '*bold* _it_ `code`',
    '<https://evil.example|Click>',
    '&lt;!channel&gt;',
  ];
  const company: TestCompany = {
    files: {
      'product.csv': `product_id,name,category,variant,unit_price\n${NAMES.map((name, index) => `"${name} ${index}","${name}","${name}","${name}",1`).join('\n')}\n`,
      'test.csv': `date,product_id,warehouse,quantity,demand\n${NAMES.map((name, index) => `2026-03-09,"${name} ${index}","${name}",${index + 1},1`).join('\n')}\n`,
      'production.csv': `date,product_id,warehouse,quantity,demand\n${NAMES.map((name, index) => `2026-03-09,"${name} ${index}","${name}",${index + 2},1`).join('\n')}\n`,
    },
    tables: plainTables(),
  };

  it('ring nobody, wherever they come out', async () => {
    const { slack, app } = await tallyInSlack({ company, slackSettings: 'questionsPerMinute: 1000' });
    const questions = [
      'variance by product',
      'total by warehouse',
      'distribution by category',
      'variance',
      'help',
      'quality',
      'nonsense <!channel>',
      ...NAMES.flatMap((name) => [`variance "${name}"`, `total warehouse:"${name}" by sku`]),
    ];
    for (const question of questions) {
      await slack.command(`/stock ${question}`, { escape: false });
      await slack.mention(question);
      await slack.direct(question);
    }
    await until(
      'all are answered',
      async () => (await app.state.audit.list({ limit: 1000 })).length === 3 * questions.length,
      20_000,
    );
    await slack.openHome();
    await until('home', () => slack.homes.size === 1);
    const own = slack.messages.find(({ kind, text }) => kind === 'ephemeral' && text.includes('by product'));
    if (own) {
      await slack.click(own, 'Edit');
      await slack.click(own, '☆ Keep');
      await slack.click(own, 'Share');
    }
    await until('the form', () => slack.views.size === 1);
    await until('all is sent', () => !slack.calls.some(({ outcome }) => outcome === 'pending'));
    const allowed = new Set(['<@U0ANN>']);
    for (const { rings, history } of slack.messages)
      for (const ring of [...rings, ...history.flatMap(({ text, blocks }) => ringsOf(text, blocks))])
        expect(allowed).toContain(ring);
    for (const { content } of [...slack.views.values(), ...slack.homes.values()])
      expect(ringsOf('', content)).toEqual([]);
    expect(slack.messages.length).toBeGreaterThan(questions.length * 2);
    const links = JSON.stringify(slack.messages).match(/<https:\/\/evil[^>]*>/g) ?? [];
    // As a value in a table or on a button it is text.
    for (const message of slack.messages)
      for (const text of [message.text, ...mrkdwnOf(message.blocks)]) expect(text).not.toMatch(/<https:\/\/evil/);
    expect(links.length).toBeGreaterThan(0);
  }, 60_000);
});

/** All texts that Slack reads as markup. */
function mrkdwnOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnOf);
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'mrkdwn' && 'text' in value) return [String(value.text)];
  return Object.values(value).flatMap(mrkdwnOf);
}
