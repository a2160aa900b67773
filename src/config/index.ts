/**
 * The configuration file and the environment in, one complete typed object out, once, at start. Read by
 * `app.ts` alone and handed down.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { dirname, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Feed } from '../model/feed.js';
import { type Complaint, feedsOf } from './feeds.js';
import { type Config, configSchema, type SourceConfig } from './schema.js';
import { type SlackTokens, slackTokens } from './slack.js';

/** The user's mistake in the configuration: every complaint with its key, value and rule. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(file: string, complaints: readonly string[]) {
    super(`${file}\n${complaints.map((complaint) => `  ${complaint}`).join('\n')}`);
  }
}

export interface Settings {
  readonly file: string;
  readonly config: Config;
  readonly feeds: readonly Feed[];
  /** How Slack is spoken to; null where no bot token is set. */
  readonly slack: SlackTokens | null;
  /** Never to be logged or shown. */
  readonly secrets: readonly string[];
}

/** Reads a file; `${NAME}` is replaced from the environment. Throws ConfigError. */
export function loadConfig(path: string, environment: Readonly<Record<string, string | undefined>>): Settings {
  const file = resolve(path);
  if (!existsSync(file))
    throw new ConfigError(path, ['there is no such file; docs/configuration.md shows how to write one']);
  if (statSync(file).isDirectory()) throw new ConfigError(path, ['is a folder; name the file in it']);
  return parseConfig(readFileSync(file, 'utf8'), { file, called: path }, environment);
}

/** The same of a text that is at `file`, or is going to be; complaints say that it is `called` so. */
export function parseConfig(
  text: string,
  { file, called: path }: { readonly file: string; readonly called: string },
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: true });
  if (document.errors.length > 0)
    throw new ConfigError(
      path,
      document.errors.map(({ message }) => message),
    );
  const unset: string[] = [];
  const raw = substitute(document.toJS(), environment, unset, '');
  if (unset.length > 0) throw new ConfigError(path, unset);
  if (raw === null || typeof raw !== 'object')
    throw new ConfigError(path, ['is empty; docs/configuration.md shows how to write one']);
  const parsed = configSchema.safeParse(raw);
  if (!parsed.success)
    throw new ConfigError(
      path,
      parsed.error.issues.flatMap((issue) => explain(issue, raw)),
    );
  const config = resolvePaths(parsed.data, dirname(file));
  const { feeds, complaints } = feedsOf(config);
  const all = [...complaints, ...addressComplaints(config)];
  if (all.length > 0)
    throw new ConfigError(
      path,
      all.map(({ key, rule }) => `${key}: ${rule}`),
    );
  const slack = slackTokens(environment);
  if (slack !== null && 'complaints' in slack) throw new ConfigError('environment', slack.complaints);
  const passwords = Object.values(config.sources).flatMap((source) =>
    source.type === 'files' ? [] : [source.password],
  );
  const tokens = [slack?.bot, slack?.app, slack?.signingSecret, slack?.configuration, config.state.authToken];
  const secrets = [...passwords, ...tokens].filter((secret): secret is string => Boolean(secret));
  return { file, config, feeds, slack, secrets };
}

function substitute(
  value: unknown,
  environment: Readonly<Record<string, string | undefined>>,
  unset: string[],
  key: string,
): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
      const found = environment[name];
      if (found === undefined) unset.push(`${key}: the environment variable ${name} is not set`);
      return found ?? '';
    });
  }
  if (Array.isArray(value)) return value.map((item, index) => substitute(item, environment, unset, `${key}[${index}]`));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      substitute(item, environment, unset, key ? `${key}.${name}` : name),
    ]),
  );
}

/** `sources.erp.port: 70000 is not allowed: Too big …`. A password is never quoted. */
function explain(issue: z.core.$ZodIssue, raw: unknown): string[] {
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return issue.errors
      .flatMap((branch) => branch.flatMap((inner) => explain({ ...inner, path: [...issue.path, ...inner.path] }, raw)))
      .slice(0, 1);
  }
  const key = issue.path.reduce<string>(
    (path, part) => (typeof part === 'number' ? `${path}[${part}]` : path ? `${path}.${String(part)}` : String(part)),
    '',
  );
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((name) => `${key ? `${key}.` : ''}${name}: is no key of this place`);
  const value = issue.path.reduce<unknown>((at, part) => (at as Record<PropertyKey, unknown> | undefined)?.[part], raw);
  if (value === undefined) return [`${key}: is missing (${issue.message})`];
  const shown = typeof value === 'object' || issue.path.includes('password') ? '' : ` ${JSON.stringify(value)}`;
  return [`${key}:${shown} is not allowed: ${issue.message}`];
}

function resolvePaths(config: Config, folder: string): Config {
  const resolved = (source: SourceConfig): SourceConfig => {
    if (source.type === 'files') return { ...source, folder: resolve(folder, source.folder) };
    return source.ca ? { ...source, ca: resolve(folder, source.ca) } : source;
  };
  const file = resolve(folder, config.model.file);
  return {
    ...config,
    model: { ...config.model, file },
    state: { ...config.state, url: stateUrl(config.state.url, dirname(file)) },
    sources: Object.fromEntries(Object.entries(config.sources).map(([name, source]) => [name, resolved(source)])),
  };
}

function stateUrl(url: string, folder: string): string {
  return url.startsWith('file:') ? `file:${resolve(folder, url.slice('file:'.length))}` : url;
}

/** mysql2 checks a certificate against a name only; for an address it would check the name "localhost". */
function addressComplaints(config: Config): Complaint[] {
  return Object.entries(config.sources).flatMap(([name, source]) => {
    const complaints: Complaint[] = [];
    if (source.type === 'mysql' && source.tls === 'verify' && isIP(source.host) !== 0) {
      complaints.push({
        key: `sources.${name}.host`,
        rule: `${source.host} is an address; tls: verify needs the name in the server’s certificate`,
      });
    }
    if (source.type !== 'files' && source.ca && !existsSync(source.ca)) {
      complaints.push({ key: `sources.${name}.ca`, rule: `there is no file ${source.ca}` });
    }
    return complaints;
  });
}
