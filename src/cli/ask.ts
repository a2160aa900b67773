import type { App } from '../app.js';
import type { Answered } from '../commands/questions.js';
import type { Result } from '../kpi/result.js';
import { toBlocks } from '../reply/blocks.js';
import { toCsv } from '../reply/csv.js';
import { toJson } from '../reply/json.js';
import { helpText, mistakeText, resultText } from '../reply/text.js';
import { localAsker } from './asker.js';
import { saveChart } from './chart.js';
import { USER_MISTAKE, UsageError } from './failure.js';
import { withApp } from './setup.js';

export interface AskOptions {
  readonly config?: string;
  readonly json?: true;
  readonly csv?: true;
  readonly blocks?: true;
  readonly chart?: string;
}

/** Longest silence of a refresh that is still running when the answer is out, in milliseconds. */
const PATIENCE = 5000;

/** `tally ask`: one question, one answer on standard output. Yields the exit code. */
export async function ask(question: string, options: AskOptions): Promise<number> {
  let moved = Date.now();
  const onRefresh = () => {
    moved = Date.now();
  };
  return withApp(
    options.config,
    async (app) => {
      const answered = await app.questions.ask(question, localAsker('command line'));
      const code = await print(question, answered, options, app);
      // A refresh beyond the budget is finished, so that the next question finds it; but not waited for
      // when it does not move.
      await Promise.race([app.model.refresher.settled(), silence(() => Date.now() - moved)]);
      return code;
    },
    { onRefresh },
  );
}

async function print(question: string, reply: Answered, options: AskOptions, app: App): Promise<number> {
  switch (reply.kind) {
    case 'failure':
      throw reply.error;
    case 'limited':
      throw new UsageError(`Ask again in ${reply.seconds} s.`);
    case 'mistake':
      process.stderr.write(`${mistakeText(question, reply.mistake)}\n`);
      return USER_MISTAKE;
    case 'help':
      process.stdout.write(options.json ? `${JSON.stringify(reply.help, null, 2)}\n` : `${helpText(reply.help)}\n`);
      return 0;
    case 'result': {
      const path = options.chart ?? (reply.as === 'chart' ? undefined : null);
      if (options.chart && reply.result.chart === null)
        throw new UsageError(`${reply.result.title} has no chart; ask for it by category or another dimension.`);
      const chart = path === null ? null : await saveChart(app, reply.result, path);
      process.stdout.write(render(reply.result, reply.as === 'csv' ? { ...options, csv: true } : options));
      if (chart !== null && !options.json && !options.csv && !options.blocks)
        process.stdout.write(`  chart: ${chart}\n`);
      return 0;
    }
  }
}

function render(result: Result, { json, csv, blocks }: AskOptions): string {
  if (json) return `${JSON.stringify(toJson(result), null, 2)}\n`;
  if (blocks) return `${JSON.stringify(toBlocks(result), null, 2)}\n`;
  if (csv) return toCsv(result);
  const width = process.stdout.columns || Number.POSITIVE_INFINITY;
  return `${resultText(result, { width, colour: process.stdout.isTTY && process.stdout.hasColors(), rows: 50 })}\n`;
}

function silence(since: () => number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (since() < PATIENCE) return;
      clearInterval(timer);
      resolve();
    }, 100);
    timer.unref();
  });
}
