import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { EVENTS, type Manifest, manifestFindings } from '../src/check/slack/manifest.js';
import { SCOPES } from '../src/check/slack/scopes.js';
import { COMMANDS } from '../src/commands/index.js';
import { openMetrics } from '../src/observe/index.js';

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const read = (name: string): string => readFileSync(path(name), 'utf8');

const document = parseDocument(read('manifest.yaml'), { uniqueKeys: true });
const manifest: Manifest = document.toJS();
const scopes = manifest.oauth_config?.scopes?.bot ?? [];
const events = manifest.settings?.event_subscriptions?.bot_events ?? [];
const commands = COMMANDS.map(({ name }) => `/${name}`);

/** All that speaks to Slack, as one text. */
const sources = ['src/chat/slack', 'src/check/slack']
  .flatMap((folder) => readdirSync(path(folder)).map((file) => `${folder}/${file}`))
  .concat('src/check/slack.ts')
  .map(read)
  .join('\n');

/** Scopes that a method of the Web API needs; those without one need none, or another token than the bot’s. */
const SCOPES_OF: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'apps.connections.open': [],
  'apps.manifest.export': [],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.members': ['channels:read', 'groups:read'],
  // In channels with scopes that are optional.
  'conversations.history': ['im:history'],
  'conversations.replies': ['im:history'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  filesUploadV2: ['files:write'],
  'usergroups.users.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
};

/** Scopes without which Slack does not send an event. */
const SCOPE_OF_EVENT: Readonly<Record<string, string | null>> = {
  app_mention: 'app_mentions:read',
  'message.im': 'im:history',
  app_home_opened: null,
};

describe('the manifest of the Slack app', () => {
  it('is valid YAML, without anything said twice', () => {
    expect([...document.errors, ...document.warnings]).toEqual([]);
  });

  it('keeps to the lengths that Slack allows', () => {
    const { name = '', description = '', long_description = '' } = manifest.display_information ?? {};
    expect(name.length).toBeLessThanOrEqual(35);
    expect(description.length).toBeLessThanOrEqual(140);
    expect(long_description.length).toBeGreaterThanOrEqual(175);
    expect(long_description.length).toBeLessThanOrEqual(4000);
    for (const { command = '', description: about = '', usage_hint = '' } of manifest.features?.slash_commands ?? []) {
      expect(command).toMatch(/^\/[a-z]{1,31}$/);
      expect(about).not.toBe('');
      expect(usage_hint.length).toBeLessThanOrEqual(1000);
    }
  });

  it('has a slash command for each of Tally’s, with mentions escaped, and no other', () => {
    const there = manifest.features?.slash_commands ?? [];
    expect(there.map(({ command }) => command)).toEqual(commands);
    expect(there.every(({ should_escape }) => should_escape)).toBe(true);
  });

  it('is what tally check expects an app to be', () => {
    const [only, ...more] = manifestFindings(manifest, { commands, socketMode: true, granted: scopes });
    expect([only?.level, more]).toEqual(['ok', []]);
  });

  it('works in Socket Mode as it is, and names no address', () => {
    expect(manifest.settings).toMatchObject({
      socket_mode_enabled: true,
      org_deploy_enabled: false,
      token_rotation_enabled: false,
      interactivity: { is_enabled: true },
    });
    expect(JSON.stringify(manifest)).not.toMatch(/"(url|request_url|message_menu_options_url)":/);
  });
});

describe('the scopes', () => {
  it('are those that tally check looks for', () => {
    expect(SCOPES.map(({ scope }) => scope).sort()).toEqual([...scopes].sort());
  });

  it('are each justified in docs/slack.md, which justifies no other', () => {
    const [, section = ''] = /\n## Scopes\n([\s\S]*?)\n## /.exec(read('docs/slack.md')) ?? [];
    const rows = [...section.matchAll(/^\| `([\w:.]+)` \| (.+?) \| (.+?) \|$/gm)];
    expect(rows.map(([, scope]) => scope).sort()).toEqual([...scopes].sort());
  });

  it('cover every method that is called', () => {
    const unknown = calledMethods().filter((method) => !(method in SCOPES_OF));
    expect(unknown).toEqual([]);
    const needed = calledMethods().flatMap((method) => SCOPES_OF[method] ?? []);
    expect(needed.filter((scope) => !scopes.includes(scope))).toEqual([]);
  });

  it('are each needed: by a method, an event or the commands', () => {
    const needed = [
      'commands',
      ...calledMethods().flatMap((method) => SCOPES_OF[method] ?? []),
      ...events.flatMap((event) => SCOPE_OF_EVENT[event] ?? []),
    ];
    expect(scopes.filter((scope) => !needed.includes(scope))).toEqual([]);
  });
});

describe('docs/slack.md', () => {
  it('names every metric, and no other', async () => {
    const said = [...read('docs/slack.md').matchAll(/`(tally_\w+)`/g)].map(([, name]) => name);
    const metrics = openMetrics({ kpis: [] });
    metrics.ages(async () => []);
    const there = [...(await metrics.text()).matchAll(/^# TYPE (tally_\w+) /gm)].map(([, name]) => name);
    expect([...new Set(said)].sort()).toEqual(there.sort());
  });

  it('names every variable of the environment that the tokens come from, and no other', () => {
    const said = [...read('docs/slack.md').matchAll(/\b(SLACK_[A-Z_]+)\b/g)].map(([, name]) => name);
    const there = [...read('src/config/slack.ts').matchAll(/read\('(SLACK_[A-Z_]+)'\)/g)].map(([, name]) => name);
    expect([...new Set(said)].sort()).toEqual([...new Set(there)].sort());
  });

  it('quotes what people really read', () => {
    const all = sources + read('src/kpi/rights.ts');
    for (const quoted of [
      'The picture and the CSV need Tally in this channel',
      'This could not be posted here',
      'This form is not one that Tally opened for you',
      'This button is none that Tally made, or of a version that it no longer knows',
      'That was many questions within a minute',
      'is not open to you here',
      'Slack refuses the token in',
    ]) {
      expect(all).toContain(quoted);
      expect(read('docs/slack.md')).toContain(quoted);
    }
  });
});

describe('the events', () => {
  it('are those that are listened to', () => {
    const listened = [...sources.matchAll(/\.event\(\s*'([\w.]+)'/g)].map(([, event]) =>
      // Of messages, Tally hears those that are written to it alone.
      event === 'message' ? 'message.im' : event,
    );
    expect(listened.sort()).toEqual([...events].sort());
    expect(Object.keys(EVENTS).sort()).toEqual([...events].sort());
  });

  it('come only with their scopes', () => {
    expect(Object.keys(SCOPE_OF_EVENT).sort()).toEqual([...events].sort());
    for (const scope of Object.values(SCOPE_OF_EVENT)) if (scope) expect(scopes).toContain(scope);
  });
});

/** Methods of the Web API whose calls stand in the sources; `usergroups.users.list` is not also `users.list`. */
function calledMethods(): readonly string[] {
  const all = [...methodsIn(new WebClient(), ''), 'filesUploadV2'].sort((a, b) => b.length - a.length);
  let left = sources;
  return all.filter((method) => {
    const before = left;
    left = left.replaceAll(`${method}(`, '');
    return left !== before;
  });
}

function methodsIn(value: object, prefix: string): readonly string[] {
  return Object.entries(value).flatMap(([name, child]: [string, unknown]) => {
    if (typeof child === 'function') return [`${prefix}${name}`];
    const isGroup = typeof child === 'object' && child !== null && Object.getPrototypeOf(child) === Object.prototype;
    return isGroup ? methodsIn(child, `${prefix}${name}.`) : [];
  });
}
