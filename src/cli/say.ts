import type { App } from '../app.js';
import { COMMANDS } from '../commands/index.js';
import type { Output } from '../instance/index.js';
import type { Vocabulary } from '../intent/vocabulary.js';
import { asTable } from '../reply/cards.js';
import { toCsv } from '../reply/csv.js';
import { helpText, mistakeText, resultText } from '../reply/text.js';
import { localAsker } from './asker.js';
import { saveChart } from './chart.js';
import { explain } from './failure.js';
import { widthOf } from './output.js';

export interface Say {
  readonly text: string;
}

const SHOWN_ROWS = 40;

/** The answer to one line of the terminal's chat. */
export async function say(app: App, { text }: Say, user: string, output: Output): Promise<string> {
  const answered = await app.questions.ask(text, localAsker('terminal', user));
  switch (answered.kind) {
    case 'help':
      return helpText(answered.help, widthOf(output));
    case 'mistake':
      return mistakeText(answered.text, answered.mistake);
    case 'failure':
      return explain(answered.error).message;
    case 'limited':
      return `Ask again in ${answered.seconds} s.`;
    case 'result': {
      const { result, as } = answered;
      if (as === 'csv') return toCsv(result).trimEnd();
      const shown = as === 'table' ? asTable(result) : result;
      const body = resultText(shown, { width: widthOf(output), colour: output.colours, rows: SHOWN_ROWS });
      return as === 'table' ? body : `${body}${await chartLine(app, result, output)}`;
    }
  }
}

/** Words for completion, as they stand. */
export function words(app: App): Promise<Vocabulary> {
  return COMMANDS[0]?.completions(app.desk) ?? Promise.reject(new Error('No command'));
}

/** An answer without its chart is an answer all the same. */
async function chartLine(app: App, result: Parameters<App['draw']>[0], output: Output): Promise<string> {
  try {
    const chart = await saveChart(app, result, output);
    return chart === null ? '' : `\n  chart: ${chart}`;
  } catch (error) {
    app.log.error({ err: error }, 'chart not drawn');
    return `\n! ${explain(error).message}`;
  }
}
