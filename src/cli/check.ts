import { type App, openApp } from '../app.js';
import { checkSource } from '../check/index.js';
import { checkSlack, namedInConfig } from '../check/slack.js';
import { COMMANDS } from '../commands/index.js';
import type { SlackTokens } from '../config/slack.js';
import type { Output } from '../instance/index.js';
import { plural } from '../kpi/format.js';
import { slackLogger } from '../observe/index.js';
import { NO_SLACK, slackText, sourceText } from './check-text.js';
import { OUR_FAILURE } from './failure.js';
import { ask, prepared, print } from './run.js';
import { targetOf } from './target.js';

/**
 * `tally check`: everything that is configured, connected to and described. A Tally that runs with this configuration
 * does it, with the passwords and tokens that it has; where there is none, or it runs with another one, this process. Yields
 * the exit code.
 */
export async function check({ config }: { config?: string }, output: Output): Promise<number> {
  const path = await prepared(config);
  const target = targetOf(path);
  const call = { command: 'check', payload: null } as const;
  const told = target && (await ask(target, call, output));
  if (told?.kind === 'answered') return print(told, call, output);
  const app = await openApp({ config: path, detached: true });
  try {
    return await report(app, output);
  } finally {
    await app.close();
  }
}

export async function report(app: App, output: Output): Promise<number> {
  const { slack } = app.settings;
  const inSources = await checkSources(app, output);
  if (slack === null) say([NO_SLACK], output);
  const errors = inSources + (slack === null ? 0 : await checkTokens(app, slack, output));
  output.out(errors === 0 ? 'Everything that is configured can be read.\n' : `${plural(errors, 'error')} to mend.\n`);
  return errors === 0 ? 0 : OUR_FAILURE;
}

/** Yields how many errors there are. */
async function checkSources({ sources, model, settings }: App, output: Output): Promise<number> {
  let errors = 0;
  for (const [name, source] of sources) {
    const described = settings.config.sources[name];
    const report = await checkSource({
      source,
      feeds: model.feeds.filter((feed) => feed.source === name),
      tls: described && described.type !== 'files' ? described.tls : null,
      today: model.today,
      readDates: (texts, format) => model.readDates(texts, format),
    });
    say(sourceText(report), output);
    errors += errorsIn([...report.problems, ...report.tables.flatMap(({ problems }) => problems)]);
  }
  return errors;
}

async function checkTokens({ settings, log }: App, tokens: SlackTokens, output: Output): Promise<number> {
  const { access, slack, digests } = settings.config;
  const report = await checkSlack(tokens, {
    ...namedInConfig(access, slack.public, digests),
    commands: COMMANDS.map(({ name }) => `/${name}`),
    logger: slackLogger(log),
  });
  say(slackText(report), output);
  return errorsIn(report.findings);
}

const errorsIn = (found: readonly { readonly level: string }[]): number =>
  found.filter(({ level }) => level === 'error').length;

function say(lines: readonly string[], output: Output): void {
  output.out(`${lines.join('\n')}\n\n`);
}
