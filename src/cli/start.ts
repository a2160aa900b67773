import { dirname, join } from 'node:path';
import type { App } from '../app.js';
import { type Conversation, chat } from '../chat/terminal/index.js';
import { answer, COMMANDS } from '../commands/index.js';
import { toCsv } from '../reply/csv.js';
import { helpText, mistakeText, resultText } from '../reply/text.js';
import { explain } from './failure.js';
import { withApp } from './setup.js';

const SHOWN_ROWS = 40;

/** `tally start`: opens the terminal chat. */
export async function start({ config }: { config?: string }): Promise<void> {
  await withApp(config, async (app) => {
    const tables = [...new Set(app.model.feeds.map(({ table }) => table))];
    // Reads what was never read; what is only old is brought up to date by the first question.
    await app.model.refresher.ensure(tables, 0);
    if (process.stdin.isTTY)
      process.stdout.write('Ask away: /stock variance electronics, or /stock help. Ctrl-C leaves.\n\n');
    const history = join(dirname(app.settings.config.model.file), 'history');
    await chat(conversation(app), { input: process.stdin, output: process.stdout, history });
  });
}

function conversation(app: App): Conversation {
  return {
    async answer(text, { width, colour }) {
      try {
        const reply = await answer(text, app.desk);
        if (reply.kind === 'help') return helpText(reply.help);
        if (reply.kind === 'mistake') return mistakeText(text, reply.mistake);
        if (reply.as === 'csv') return toCsv(reply.result).trimEnd();
        const body = resultText(reply.result, { width, colour, rows: SHOWN_ROWS });
        const chart = reply.as === 'table' ? null : await app.chart(reply.result);
        return chart === null ? body : `${body}\n  chart: ${chart}`;
      } catch (error) {
        app.log.error({ err: error }, 'question failed');
        return explain(error).message;
      }
    },
    words: () => COMMANDS[0]?.completions(app.desk) ?? Promise.reject(new Error('No command')),
  };
}
