import { dirname, join } from 'node:path';
import type { App } from '../app.js';
import { type Conversation, chat } from '../chat/terminal/index.js';
import { COMMANDS } from '../commands/index.js';
import { toCsv } from '../reply/csv.js';
import { helpText, mistakeText, resultText } from '../reply/text.js';
import { localAsker } from './asker.js';
import { saveChart } from './chart.js';
import { explain } from './failure.js';
import { withApp } from './setup.js';

const SHOWN_ROWS = 40;

/** `tally start`: into Slack where its tokens are set, else opens the terminal chat. */
export async function start({ config }: { config?: string }): Promise<void> {
  const served = await withApp(config, async (app) => {
    const { slack } = app.settings;
    if (slack === null) {
      await openTerminal(app);
      return false;
    }
    // Loaded on demand: its packages cost a third of a second that the terminal need not wait.
    const { serveSlack } = await import('./slack.js');
    await serveSlack(app, slack);
    return true;
  });
  // Neither Slack that is still waited for nor a call that hangs keeps Tally from ending.
  if (served) process.exit();
}

async function openTerminal(app: App): Promise<void> {
  const tables = [...new Set(app.model.feeds.map(({ table }) => table))];
  // Reads what was never read; what is only old is brought up to date by the first question.
  await app.model.refresher.ensure(tables, 0);
  if (process.stdin.isTTY)
    process.stdout.write('Ask away: /stock variance electronics, or /stock help. Ctrl-C leaves.\n\n');
  const history = join(dirname(app.settings.config.model.file), 'history');
  await chat(conversation(app), { input: process.stdin, output: process.stdout, history });
}

function conversation(app: App): Conversation {
  return {
    async answer(text, { width, colour }) {
      const answered = await app.questions.ask(text, localAsker('terminal'));
      switch (answered.kind) {
        case 'help':
          return helpText(answered.help);
        case 'mistake':
          return mistakeText(text, answered.mistake);
        case 'failure':
          return explain(answered.error).message;
        case 'limited':
          return `Ask again in ${answered.seconds} s.`;
        case 'result': {
          const { result, as } = answered;
          if (as === 'csv') return toCsv(result).trimEnd();
          const body = resultText(result, { width, colour, rows: SHOWN_ROWS });
          return as === 'table' ? body : `${body}${await chartLine(app, result)}`;
        }
      }
    },
    words: () => COMMANDS[0]?.completions(app.desk) ?? Promise.reject(new Error('No command')),
  };
}

/** An answer without its chart is an answer all the same. */
async function chartLine(app: App, result: Parameters<App['draw']>[0]): Promise<string> {
  try {
    const chart = await saveChart(app, result);
    return chart === null ? '' : `\n  chart: ${chart}`;
  } catch (error) {
    app.log.error({ err: error }, 'chart not drawn');
    return `\n! ${explain(error).message}`;
  }
}
