import { describe, expect, it, onTestFinished } from 'vitest';
import { type Manifest, manifestFindings } from '../../src/check/slack/manifest.js';
import { SCOPES } from '../../src/check/slack/scopes.js';
import { checkSlack, type Finding, namedInConfig, type SlackSubject } from '../../src/check/slack.js';
import { slackText } from '../../src/cli/check-text.js';
import { type SlackTokens, slackTokens } from '../../src/config/slack.js';
import { temporaryFolder, writeCompany } from '../support/app.js';
import { DEFAULT_SCOPES, type SlackOptions, startSlack } from '../support/slack.js';
import { SMALL } from '../support/small.js';
import { tally } from '../support/tally.js';

const QUIET = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, setName() {}, getLevel: () => never() };

function never(): never {
  throw new Error('Nobody asks for the level');
}

const at = (id: string, key = 'access[0].for.channels[0]') => ({ id, keys: [key] });

async function openSlack(options: SlackOptions = {}) {
  const slack = await startSlack(options);
  onTestFinished(() => slack.close());
  return slack;
}

function tokensOf(env: Readonly<Record<string, string>>): SlackTokens {
  const tokens = slackTokens(env);
  if (tokens === null || 'complaints' in tokens) throw new Error('These are no tokens');
  return tokens;
}

interface Case extends Partial<SlackSubject> {
  readonly slack?: SlackOptions;
  readonly env?: Readonly<Record<string, string>>;
  readonly http?: boolean;
}

/** Checks a Slack of its own; findings as `level about: text`, and what to do on a line after it. */
async function checked({ slack: options, env, http, ...subject }: Case = {}) {
  const slack = await openSlack(options);
  const tokens = tokensOf({ ...(http ? slack.httpEnv : slack.env), ...env });
  return { slack, ...(await report(tokens, subject)) };
}

async function report(tokens: SlackTokens, subject: Partial<SlackSubject> = {}) {
  const nothing = { commands: ['/stock'], channels: [], groups: [], users: [], logger: QUIET };
  const { place, findings } = await checkSlack(tokens, { ...nothing, ...subject });
  const lines = findings.map(said);
  for (const token of [tokens.bot, tokens.app, tokens.signingSecret, tokens.configuration])
    if (token) expect(lines.join('\n')).not.toContain(token);
  return { place, lines, problems: lines.filter((line) => !line.startsWith('ok')), levels: findings.map(levelOf) };
}

const levelOf = ({ level }: Finding) => level;
const said = ({ level, about, text, advice }: Finding) => `${level} ${about}: ${text}${advice ? `\n${advice}` : ''}`;

describe('what tally check says of Slack', () => {
  it('all is well: who the bot is, what it may, that Socket Mode opens, and each channel and group', async () => {
    const { place, lines, slack } = await checked({
      slack: { groups: { S0FIN: ['U0ANN', 'U0BOB'] } },
      channels: [at('C0GENERAL')],
      groups: [at('S0FIN', 'access[1].for.groups[0]')],
    });
    expect(place).toBe('Test, as @tally');
    expect(lines).toEqual([
      'ok bot token: accepted: @tally in Test (T0TEST)',
      'ok scopes: 10 of the 10 that Tally uses',
      expect.stringMatching(/^ok scopes: not granted, and optional: channels:history, groups:history\. After a crash/),
      'ok app token: accepted, for Socket Mode',
      expect.stringMatching(
        /^unknown commands: Slack does not tell a bot which commands its app has\.\nType \/stock in Slack .* SLACK_CONFIG_TOKEN/,
      ),
      'ok channel: #general (C0GENERAL, access[0].for.channels[0]), Tally is in it',
      'ok user group: S0FIN (access[1].for.groups[0]), 2 members',
    ]);
    expect(slack.messages).toEqual([]);
  });

  it('over HTTP the signing secret is there, and cannot be tried', async () => {
    const { lines, slack } = await checked({ http: true });
    expect(lines).toContainEqual(
      expect.stringMatching(/^unknown signing: SLACK_SIGNING_SECRET is set.*\n.*dispatch_failed/),
    );
    expect(slack.calls.map(({ method }) => method)).toEqual(['auth.test']);
  });

  it.each([
    ['invalid_auth', 'Copy the Bot User OAuth Token, xoxb-…, from OAuth & Permissions'],
    ['token_revoked', 'install it again under Install App'],
    ['account_inactive', 'install it again under Install App'],
    ['token_expired', 'Token rotation is on'],
  ])('a bot token that is refused, %s, does not hide that the other is well', async (code, advice) => {
    const slack = await openSlack();
    slack.fail('auth.test', { error: code }, 9);
    const { place, problems, lines } = await report(tokensOf(slack.env), { channels: [at('C0GENERAL')] });
    expect(place).toBeNull();
    expect(problems[0]).toContain(`error bot token: SLACK_BOT_TOKEN is refused (${code}).\n${advice}`.slice(0, 60));
    expect(problems[0]).toContain(advice);
    expect(lines).toContain('ok app token: accepted, for Socket Mode');
    expect(lines.at(-1)).toBe(
      'unknown channel: C0GENERAL could not be looked at without a bot token that Slack accepts.',
    );
    expect(slack.calls.some(({ method }) => method === 'conversations.info')).toBe(false);
  });

  it('a wrong app token, and how to make the right one', async () => {
    const { problems } = await checked({ env: { SLACK_APP_TOKEN: 'xapp-1-A0OTHER-2-def' } });
    expect(problems[0]).toBe(
      'error app token: SLACK_APP_TOKEN is refused (invalid_auth).\n' +
        'Make an app-level token, xapp-…, with the scope connections:write: Basic Information, App-Level Tokens.',
    );
  });
});

describe('scopes', () => {
  it.each(SCOPES.map(({ scope, without }) => [scope, without]))('%s is missed', async (scope, without) => {
    const scopes = DEFAULT_SCOPES.filter((one) => one !== scope);
    const { problems, lines } = await checked({ slack: { scopes } });
    const level = ['usergroups:read', 'channels:read', 'groups:read', 'users:read'].includes(scope)
      ? 'warning'
      : 'error';
    expect(problems[0]).toBe(
      `${level} scopes: The scope ${scope} is missing: ${without}.\n` +
        'Add it under OAuth & Permissions, Bot Token Scopes, and reinstall the app.',
    );
    expect(lines).toContain('ok scopes: 9 of the 10 that Tally uses');
  });

  it('usergroups:read is an error where rules name groups, and is said once', async () => {
    const { problems } = await checked({
      slack: { scopes: DEFAULT_SCOPES.filter((one) => one !== 'usergroups:read'), groups: { S0FIN: [] } },
      groups: [at('S0FIN')],
    });
    expect(problems.map((line) => line.split('\n')[0])).toEqual([
      expect.stringMatching(/^error scopes: The scope usergroups:read is missing/),
      expect.stringMatching(/^unknown commands/),
      'unknown user group: S0FIN (access[0].for.channels[0]) could not be looked at: missing_scope.',
    ]);
  });

  it('more than Tally needs is a warning', async () => {
    const { problems } = await checked({ slack: { scopes: [...DEFAULT_SCOPES, 'users:read.email', 'im:read'] } });
    expect(problems[0]).toMatch(/^warning scopes: Tally needs less: it does not use users:read\.email, im:read\./);
  });
});

describe('what the configuration names', () => {
  const channels = {
    C0OTHER: { name: 'other' },
    C0OLD: { name: 'old', archived: true, member: true },
    C0SECRET: { name: 'secret', private: true },
  };

  it.each([
    [
      'a channel that is not there',
      'C0NOWHERE',
      /^error channel: .*\[0\]: C0NOWHERE is no channel that Slack knows.*\n.*mend the id/,
    ],
    [
      'a private one without Tally',
      'C0SECRET',
      /^error channel: .*C0SECRET is no channel.*or it is private.*\nWrite \/invite @tally there/,
    ],
    ['an archived one', 'C0OLD', /^warning channel: #old \(C0OLD, access\[0\].*is archived/],
    ['one without Tally', 'C0OTHER', /^warning channel: Tally is not in #other.*\nWrite \/invite @tally in #other\.$/],
    ['a direct conversation', 'D0ANN', /^unknown channel: D0ANN .*\nName people under users/],
  ])('%s', async (_, id, line) => {
    const { problems } = await checked({ slack: { channels }, channels: [at(id)] });
    expect(problems.at(-1)).toMatch(line);
  });

  it('nothing can be posted where a digest goes and Tally is not', async () => {
    const { problems } = await checked({ slack: { channels }, channels: [at('C0OTHER', 'digests[0].channel')] });
    expect(problems.at(-1)).toBe(
      'warning channel: Tally is not in #other (C0OTHER, digests[0].channel): nothing can be posted there.\n' +
        'Write /invite @tally in #other.',
    );
  });

  it.each([
    [
      'a group that is not there',
      'S0NONE',
      /^error user group: .*S0NONE is no user group that Slack knows.*\(no_such_subteam\)\.\nMend the id/,
    ],
    ['an empty one', 'S0EMPTY', /^warning user group: S0EMPTY .* has no members/],
  ])('%s', async (_, id, line) => {
    const { problems } = await checked({ slack: { groups: { S0EMPTY: [] } }, groups: [at(id)] });
    expect(problems.at(-1)).toMatch(line);
  });

  it('people: who is there, who has left, who never was', async () => {
    const users = { U0ANN: { name: 'ann' }, U0GONE: { name: 'gone', deleted: true } };
    const named = ['U0ANN', 'U0GONE', 'U0NOBODY'].map((id) => at(id, 'digests[0].owner'));
    const { lines } = await checked({ slack: { users }, users: named });
    expect(lines.slice(-3)).toEqual([
      'ok users: @ann (U0ANN, digests[0].owner)',
      expect.stringMatching(/^warning users: @gone \(U0GONE, digests\[0\]\.owner\) is deactivated: .*\nName somebody/),
      expect.stringMatching(/^error users: digests\[0\]\.owner: U0NOBODY is nobody that Slack knows\.\nMend the id/),
    ]);
  });

  it('people cannot be looked up without users:read', async () => {
    const scopes = DEFAULT_SCOPES.filter((scope) => scope !== 'users:read');
    const { problems } = await checked({ slack: { scopes }, users: [at('U0ANN', 'access[0].for.users[0]')] });
    expect(problems.at(-1)).toBe(
      'unknown users: U0ANN (access[0].for.users[0]) could not be looked at: missing_scope.',
    );
  });

  it('optional scopes that are there are not said', async () => {
    const { lines } = await checked({ slack: { scopes: [...DEFAULT_SCOPES, 'channels:history', 'groups:history'] } });
    expect(lines.filter((line) => line.includes(' scopes: '))).toEqual(['ok scopes: 10 of the 10 that Tally uses']);
  });

  it('one that is put off or fails does not hide the next', async () => {
    const slack = await openSlack({ channels: { C0A: { name: 'a', member: true } }, groups: { S0FIN: ['U0ANN'] } });
    slack.fail('conversations.info', { retryAfter: 30 });
    const { lines } = await report(tokensOf(slack.env), { channels: [at('C0A')], groups: [at('S0FIN')] });
    expect(lines.slice(-2)).toEqual([
      'unknown channel: C0A (access[0].for.channels[0]) could not be looked at: ratelimited.\nCheck again in a minute.',
      'ok user group: S0FIN (access[0].for.channels[0]), 1 member',
    ]);
  });

  it('is found wherever it is named, each id once', () => {
    const rules = [
      { only: { kpis: ['cost'] }, for: { users: ['U0ANN'], groups: [], channels: ['C0FIN'] } },
      { see: { warehouse: ['NORTH'] }, for: { users: [], groups: ['S0NORTH'], channels: ['C0FIN'] } },
    ];
    const digests = [{ owner: 'U0ANN', channel: 'C0OPS' }, { owner: 'U0BOB' }];
    expect(namedInConfig(rules, ['C0FIN'], digests)).toEqual({
      channels: [
        { id: 'C0FIN', keys: ['slack.public[0]', 'access[0].for.channels[0]', 'access[1].for.channels[0]'] },
        { id: 'C0OPS', keys: ['digests[0].channel'] },
      ],
      groups: [{ id: 'S0NORTH', keys: ['access[1].for.groups[0]'] }],
      users: [
        { id: 'U0ANN', keys: ['access[0].for.users[0]', 'digests[0].owner'] },
        { id: 'U0BOB', keys: ['digests[1].owner'] },
      ],
    });
  });
});

describe('a Slack that does not answer', () => {
  const tokens = (apiUrl: string) => ({
    ...tokensOf({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }),
    apiUrl,
  });

  it('is one error, with its address and what Tally needs', async () => {
    const { place, lines } = await report(tokens('http://127.0.0.1:9/api/'), { channels: [at('C0GENERAL')] });
    expect(place).toBeNull();
    expect(lines).toEqual([
      expect.stringMatching(
        /^error bot token: Slack cannot be reached at http:\/\/127\.0\.0\.1:9\/api\/ \(SLACK_API_URL\): .*\nTally needs HTTPS/,
      ),
    ]);
  });

  it('is not waited for beyond the limit', async () => {
    const slack = await openSlack();
    slack.fail('auth.test', { hang: true }, 9);
    slack.fail('apps.connections.open', { hang: true }, 9);
    const { lines } = await report(tokensOf(slack.env), { timeout: 150 });
    expect(lines).toEqual([expect.stringContaining('no answer in time')]);
  });

  it('once in a while is asked again', async () => {
    const slack = await openSlack();
    slack.fail('auth.test', { drop: true });
    expect((await report(tokensOf(slack.env))).levels).toEqual(['ok', 'ok', 'ok', 'ok', 'unknown']);
  });

  it('may be a proxy’s page', async () => {
    const slack = await openSlack();
    slack.fail('auth.test', { error: '<html>Sign in to the network</html>' }, 9);
    const { problems } = await report(tokensOf(slack.env));
    expect(problems[0]).toMatch(/^error bot token: SLACK_BOT_TOKEN could not be tried: something other than Slack/);
  });
});

describe('how the app is set up', () => {
  const env = { SLACK_CONFIG_TOKEN: 'xoxe.xoxp-1-secret' };

  it('is read with a configuration token, and a missing command is found', async () => {
    const { problems, slack } = await checked({ env });
    expect(problems[0]).toMatch(/^error app: The app has no command \/stock\.\nMend it under App Manifest/);
    expect(slack.calls.find(({ method }) => method === 'apps.manifest.export')?.args).toMatchObject({
      app_id: 'A0TALLY',
    });
  });

  it('a configuration token that is refused is a warning', async () => {
    const slack = await openSlack();
    slack.fail('apps.manifest.export', { error: 'token_expired' });
    const { problems } = await report(tokensOf({ ...slack.env, ...env }));
    expect(problems).toEqual([
      expect.stringMatching(
        /^warning app: The manifest of A0TALLY could not be read .*\(token_expired\)\.\nGenerate a new/,
      ),
    ]);
  });

  const good: Manifest = {
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      slash_commands: [{ command: '/stock', url: 'https://tally.example.com/slack/events' }],
    },
    oauth_config: { scopes: { bot: ['commands'] } },
    settings: {
      event_subscriptions: {
        bot_events: ['app_mention', 'message.im', 'app_home_opened'],
        request_url: 'https://tally.example.com/slack/events',
      },
      interactivity: {
        is_enabled: true,
        request_url: 'https://tally.example.com/slack/events',
        message_menu_options_url: 'https://tally.example.com/slack/events',
      },
      socket_mode_enabled: true,
    },
  };
  const socket = { commands: ['/stock'], socketMode: true, granted: ['commands'] };
  const http = { ...socket, socketMode: false };
  const off = { ...good.settings, socket_mode_enabled: false };
  const texts = (manifest: Manifest, expected: Parameters<typeof manifestFindings>[1]) =>
    manifestFindings(manifest, expected).map(({ level, text }) => `${level}: ${text}`);

  it('is well in Socket Mode and over HTTP', () => {
    const fine = ['ok: the app’s manifest has /stock, the events and all else that Tally expects'];
    expect(texts(good, socket)).toEqual(fine);
    expect(texts({ ...good, settings: off }, http)).toEqual(fine);
  });

  it.each<[string, Manifest, typeof socket, string]>([
    [
      'a command too many',
      { ...good, features: { ...good.features, slash_commands: [{ command: '/stock' }, { command: '/lunch' }] } },
      socket,
      'warning: The app has a command /lunch, which Tally answers with a mistake.',
    ],
    [
      'an event less',
      {
        ...good,
        settings: { ...good.settings, event_subscriptions: { bot_events: ['app_mention', 'app_home_opened'] } },
      },
      socket,
      'error: The app does not subscribe to message.im: direct messages to Tally are not heard.',
    ],
    [
      'a scope that waits for reinstallation',
      { ...good, oauth_config: { scopes: { bot: ['commands', 'im:write'] } } },
      socket,
      'warning: The app asks for im:write, which the bot token does not have yet.',
    ],
    [
      'Socket Mode off',
      { ...good, settings: off },
      socket,
      'error: Socket Mode is off, and SLACK_APP_TOKEN is set: Slack sends nothing to Tally.',
    ],
    [
      'Socket Mode on',
      good,
      http,
      'error: Socket Mode is on, and no SLACK_APP_TOKEN is set: Slack sends nothing to the request URL.',
    ],
    [
      'interactivity off',
      { ...good, settings: { ...good.settings, interactivity: {} } },
      socket,
      'error: Interactivity is off: buttons and forms do nothing.',
    ],
    [
      'token rotation',
      { ...good, settings: { ...good.settings, token_rotation_enabled: true } },
      socket,
      'error: Token rotation is on: the bot token ends after 12 hours. It cannot be switched off; make the app anew.',
    ],
    [
      'no Home tab',
      { ...good, features: { ...good.features, app_home: { messages_tab_enabled: true } } },
      socket,
      'warning: The Home tab is off.',
    ],
    [
      'a read-only Messages tab',
      {
        ...good,
        features: {
          ...good.features,
          app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
        },
      },
      socket,
      'warning: The Messages tab is off or read-only: nobody can write to Tally directly.',
    ],
    [
      'no address for options',
      {
        ...good,
        settings: {
          ...off,
          interactivity: { is_enabled: true, request_url: 'https://tally.example.com/slack/events' },
        },
      },
      http,
      'error: settings.interactivity.message_menu_options_url is missing: it has to be https://YOUR.HOST/slack/events.',
    ],
    [
      'another address',
      {
        ...good,
        settings: off,
        features: { ...good.features, slash_commands: [{ command: '/stock', url: 'https://tally.example.com/' }] },
      },
      http,
      'error: the url of /stock is https://tally.example.com/: it has to be https://YOUR.HOST/slack/events.',
    ],
  ])('%s', (_, manifest, expected, text) => {
    expect(texts(manifest, expected)).toEqual([text]);
  });
});

describe('what tally check prints of Slack', () => {
  it('says after the last of several what is to be done about all of them', () => {
    const error = (text: string, advice: string): Finding => ({ level: 'error', about: 'app', text, advice });
    const findings = [error('One.', 'Mend it.'), error('Two.', 'Mend it.'), error('Three.', 'Buy it.')];
    expect(slackText({ place: null, findings })).toEqual([
      'Slack',
      '  ERROR: One.',
      '  ERROR: Two.',
      '    → Mend it.',
      '  ERROR: Three.',
      '    → Buy it.',
    ]);
  });
});

describe('tally check', () => {
  const run = (env: Record<string, string>, settings = '') => {
    const config = writeCompany(temporaryFolder(), { ...SMALL, settings });
    return tally(['check', '--config', config], { env });
  };

  it('says in one line that Slack is not connected', async () => {
    const { code, stdout } = await run({});
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('\nSlack: no SLACK_BOT_TOKEN is set; docs/slack.md tells how to connect.\n\nEverything'),
    ]);
  });

  it('prints Slack after the sources, and names no token', async () => {
    const slack = await openSlack();
    const { code, stdout, stderr } = await run({ ...slack.env }, 'slack: { public: [C0GENERAL] }');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`
Slack (Test, as @tally)
  bot token  accepted: @tally in Test (T0TEST)
  scopes     10 of the 10 that Tally uses
  scopes     not granted, and optional: channels:history, groups:history. After a crash Tally then cannot look up what it has posted, and posts it again, marked as a possible repeat
  app token  accepted, for Socket Mode
  commands   unknown: Slack does not tell a bot which commands its app has.
    → Type /stock in Slack`);
    expect(stdout).toContain('  channel    #general (C0GENERAL, slack.public[0]), Tally is in it\n');
    expect(stdout).not.toMatch(/xoxb-|xapp-/);
  });

  it('counts what is wrong in Slack', async () => {
    const slack = await openSlack({ scopes: DEFAULT_SCOPES.filter((scope) => scope !== 'commands') });
    const access = 'access: [{ only: { kpis: [cost] }, for: { channels: [C0NOWHERE] } }]';
    const { code, stdout } = await run({ ...slack.env }, access);
    expect(code).toBe(1);
    expect(stdout).toContain('  ERROR: The scope commands is missing: no slash command reaches Tally.\n    → Add it');
    expect(stdout).toContain('  ERROR: access[0].for.channels[0]: C0NOWHERE is no channel');
    expect(stdout).toMatch(/\n2 errors to mend\.\n$/);
  });
});
