#!/usr/bin/env node
import { Command, InvalidArgumentError, Option } from 'commander';
import { explain, USER_MISTAKE } from './cli/failure.js';
import { terminalOutput } from './cli/output.js';
import { run } from './cli/run.js';
import type { Outcome } from './state/index.js';

// Commands are loaded when they are called: what is answered by a running instance needs none of their packages.

const OUTCOMES = Object.keys({
  answered: true,
  mistake: true,
  refused: true,
  help: true,
  limited: true,
  failed: true,
} satisfies Record<Outcome, true>);

const program = new Command('tally')
  .description('Answers operational questions over SQL Server and MySQL.')
  .exitOverride();
const config = () =>
  new Option('--config <file>', 'configuration; else TALLY_CONFIG, ./tally.yaml, or the embedded demo');
/** Of what would be at the wrong place in the demo. */
const ownConfig = () => new Option('--config <file>', 'configuration; else TALLY_CONFIG, or ./tally.yaml');
const whole = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It takes a whole number.');
  return Number(text);
};
const exit = (code: number) => {
  process.exitCode = code;
};
const output = terminalOutput();
const print = (text: string) => output.out(`${text}\n`);

program
  .command('start')
  .description('open the chat: Slack where its tokens are set, else the terminal')
  .addOption(config())
  .action(async (options) => exit(await (await import('./cli/start.js')).start(options)));
program
  .command('ask')
  .description('answer one question, as "stock variance electronics"')
  .argument('<question...>')
  .addOption(config())
  .addOption(new Option('--json', 'one JSON object').conflicts(['csv', 'blocks']))
  .addOption(new Option('--csv', 'the rows as CSV').conflicts('blocks'))
  .option('--blocks', 'Slack blocks')
  .option('--chart <file>', 'draw the chart to a PNG file')
  .action(async (words: string[], { config: file, ...form }) => {
    const payload = { question: words.join(' '), ...form };
    exit(await run(file, { command: 'ask', payload, chart: form.chart }, output));
  });
program
  .command('digest')
  .description('what drifted since the last digest, as the daily message says it; nothing is posted')
  .option('--preview', 'as without it: only shown')
  .addOption(config())
  .addOption(new Option('--json', 'one JSON object').conflicts(['csv', 'blocks']))
  .addOption(new Option('--csv', 'every item that does not match, as CSV').conflicts('blocks'))
  .option('--blocks', 'Slack blocks')
  .option('--chart <file>', 'draw the digest to a PNG file')
  .action(async ({ config: file, preview: _, ...form }) => {
    const payload = { question: '/stock digest', ...form };
    exit(await run(file, { command: 'ask', payload, chart: form.chart }, output));
  });
program
  .command('status')
  .description('how every table stands: when it was read, through which date it goes')
  .option('--json', 'as JSON')
  .addOption(config())
  .action(async ({ config: file, ...payload }) => exit(await run(file, { command: 'status', payload }, output)));
program
  .command('check')
  .description('connect to every source and say what is there and what is wrong')
  .addOption(config())
  .action(async (options) => exit(await (await import('./cli/check.js')).check(options, output)));
program
  .command('refresh')
  .description('bring tables up to date with their sources, now')
  .argument('[table...]')
  .addOption(new Option('--verify', 'compare all dates by checksums, and read those that differ').conflicts('full'))
  .option('--full', 'read every row again')
  .addOption(config())
  .action(async (tables: string[], { config: file, ...how }) =>
    exit(await run(file, { command: 'refresh', payload: { tables, ...how } }, output)),
  );
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
  .action(async (options) => exit(await (await import('./cli/audit.js')).audit(options, output)));
program
  .command('backup')
  .description('save what exists nowhere else in one file: recorded days, what Tally remembers, the configuration')
  .option('--to <file>', 'file that is made, or folder for it; else tally-backup-….tar in the working folder')
  .addOption(ownConfig())
  .action(async ({ config: file, ...request }) =>
    exit(await (await import('./cli/backup.js')).backupOf(file, request, output)),
  );
program
  .command('restore')
  .description('put back what “tally backup” saved; the rows are read from their sources again')
  .argument('<file>')
  .option('--force', 'replace recorded days that differ, and what Tally remembers; what was there is kept beside it')
  .addOption(ownConfig())
  .action(async (from: string, { config: file, ...request }) =>
    exit(await (await import('./cli/restore.js')).restoreTo(file, { from, ...request }, output)),
  );
program
  .command('kpis')
  .description('list the KPIs')
  .option('--json', 'as JSON')
  .action(async (options) => exit((await import('./cli/kpis.js')).kpis(options, output)));
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
  .action(async (options) => print(await (await import('./cli/demo.js')).demo(options)));
program
  .command('docs', { hidden: true })
  .description('write the generated documents')
  .requiredOption('--write <folder>')
  .action(async ({ write }) => print(await (await import('./cli/docs.js')).writeDocs(write)));

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
