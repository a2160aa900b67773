import type { App } from '../app.js';
import { checkSource } from '../check/index.js';
import { checkSlack, namedInConfig } from '../check/slack.js';
import { COMMANDS } from '../commands/index.js';
import type { SlackTokens } from '../config/slack.js';
import { plural } from '../kpi/format.js';
import { slackLogger } from '../observe/index.js';
import { NO_SLACK, slackText, sourceText } from './check-text.js';
import { OUR_FAILURE } from './failure.js';
import { withApp } from './setup.js';

/** `tally check`: everything that is configured, connected to and described. Yields the exit code. */
export async function check({ config }: { config?: string }): Promise<number> {
  return withApp(
    config,
    async (app) => {
      const { slack } = app.settings;
      const inSources = await checkSources(app);
      if (slack === null) print([NO_SLACK]);
      const errors = inSources + (slack === null ? 0 : await checkTokens(app, slack));
      process.stdout.write(
        errors === 0 ? 'Everything that is configured can be read.\n' : `${plural(errors, 'error')} to mend.\n`,
      );
      return errors === 0 ? 0 : OUR_FAILURE;
    },
    { detached: true },
  );
}

/** Yields how many errors there are. */
async function checkSources({ sources, model, settings }: App): Promise<number> {
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
    print(sourceText(report));
    errors += errorsIn([...report.problems, ...report.tables.flatMap(({ problems }) => problems)]);
  }
  return errors;
}

async function checkTokens({ settings, log }: App, tokens: SlackTokens): Promise<number> {
  const { access, slack } = settings.config;
  const report = await checkSlack(tokens, {
    ...namedInConfig(access, slack.public),
    commands: COMMANDS.map(({ name }) => `/${name}`),
    logger: slackLogger(log),
  });
  print(slackText(report));
  return errorsIn(report.findings);
}

const errorsIn = (found: readonly { readonly level: string }[]): number =>
  found.filter(({ level }) => level === 'error').length;

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n\n`);
}
