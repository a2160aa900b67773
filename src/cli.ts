#!/usr/bin/env node
import { Command, InvalidArgumentError, Option } from 'commander';
import { ask } from './cli/ask.js';
import { audit } from './cli/audit.js';
import { check } from './cli/check.js';
import { demo } from './cli/demo.js';
import { writeDocs } from './cli/docs.js';
import { explain, USER_MISTAKE } from './cli/failure.js';
import { kpis } from './cli/kpis.js';
import { refresh } from './cli/refresh.js';
import { start } from './cli/start.js';
import { OUTCOMES } from './state/index.js';

const program = new Command('tally')
  .description('Answers operational questions over SQL Server and MySQL.')
  .exitOverride();
const config = () =>
  new Option('--config <file>', 'configuration; else TALLY_CONFIG, ./tally.yaml, or the embedded demo');
const whole = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It takes a whole number.');
  return Number(text);
};
const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const exit = (code: number) => {
  process.exitCode = code;
};

program
  .command('start')
  .description('open the chat: Slack where its tokens are set, else the terminal')
  .addOption(config())
  .action(start);
program
  .command('ask')
  .description('answer one question, as "stock variance electronics"')
  .argument('<question...>')
  .addOption(config())
  .addOption(new Option('--json', 'one JSON object').conflicts(['csv', 'blocks']))
  .addOption(new Option('--csv', 'the rows as CSV').conflicts('blocks'))
  .option('--blocks', 'Slack blocks')
  .option('--chart <file>', 'draw the chart to a PNG file')
  .action(async (question: string[], options) => exit(await ask(question.join(' '), options)));
program
  .command('check')
  .description('connect to every source and say what is there and what is wrong')
  .addOption(config())
  .action(async (options) => exit(await check(options)));
program
  .command('refresh')
  .description('read tables again from their sources')
  .argument('[table...]')
  .addOption(config())
  .action(async (tables: string[], options) => exit(await refresh(tables, options)));
program
  .command('audit')
  .description('list who asked what, newest first')
  .option('--since <date>', 'from this day on, YYYY-MM-DD in UTC, or a moment, YYYY-MM-DDThh:mmZ')
  .option('--until <date>', 'through this day, or before this moment')
  .option('--user <id>', 'only what this person asked')
  .option('--channel <id>', 'only what was asked there')
  .addOption(new Option('--outcome <name>', 'only what ended so').choices(OUTCOMES))
  .option('--limit <n>', 'at most so many; else 50, or all with --json and --csv', whole)
  .addOption(new Option('--json', 'one JSON object per line').conflicts('csv'))
  .option('--csv', 'as CSV')
  .addOption(config())
  .action(async (options) => exit(await audit(options)));
program
  .command('kpis')
  .description('list the KPIs')
  .option('--json', 'as JSON')
  .action((options) => print(kpis(options)));
program
  .command('demo')
  .description('make a demo company: files, or rows in a server')
  .option('--products <n>', 'skus', whole)
  .option('--days <n>', 'days of history', whole)
  .option('--warehouses <n>', 'warehouses', whole)
  .option('--seed <n>', 'another seed, another company', whole)
  .option('--through <date>', 'last day, YYYY-MM-DD')
  .option('--out <folder>', 'write CSV files there')
  .option('--into <source>', 'fill the tables of this source of the configuration')
  .addOption(new Option('--environment <name>', 'whose stock').choices(['test', 'production', 'both']).default('both'))
  .option('--user <login>', 'login that may write; its password in TALLY_WRITER_PASSWORD')
  .addOption(config())
  .action(async (options) => print(await demo(options)));
program
  .command('docs', { hidden: true })
  .description('write the generated documents')
  .requiredOption('--write <folder>')
  .action(async ({ write }) => print(await writeDocs(write)));

// Whoever ends Tally from outside must not take what it had said by then for an answer.
process.on('SIGTERM', () => {
  // Where somebody else listens as well, it is ended with care.
  if (process.listenerCount('SIGTERM') === 1) process.exit(128 + 15);
});
// A reader that has seen enough, as head, closes the pipe.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof Error && 'exitCode' in error && 'code' in error && String(error.code).startsWith('commander.')) {
    process.exitCode = error.exitCode === 0 ? 0 : USER_MISTAKE;
  } else {
    const { message, code } = explain(error);
    process.stderr.write(`${message}\n`);
    process.exitCode = code;
  }
}
