import type { App } from '../app.js';
import { COMMANDS } from '../commands/index.js';
import type { Output } from '../instance/index.js';
import type { Vocabulary } from '../intent/vocabulary.js';
import { asTable } from '../reply/cards.js';
import { toCsv } from '../reply/csv.js';
import { digestText } from '../reply/digest-text.js';
import { helpText, mistakeText, resultText } from '../reply/text.js';
import { localAsker } from './asker.js';
import { saveChart, saveDigest } from './chart.js';
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
    case 'digest': {
      const { digest } = answered;
      const body = digestText(digest, { width: widthOf(output), colour: output.colours, rows: SHOWN_ROWS });
      return `${body}${await pictureLine(app, 'picture', () => saveDigest(app, digest, output))}`;
    }
    case 'result': {
      const { result, as } = answered;
      if (as === 'csv') return toCsv(result).trimEnd();
      const shown = as === 'table' ? asTable(result) : result;
      const body = resultText(shown, { width: widthOf(output), colour: output.colours, rows: SHOWN_ROWS });
      return as === 'table' ? body : `${body}${await pictureLine(app, 'chart', () => saveChart(app, result, output))}`;
    }
  }
}

/** Words for completion, as they stand. */
export function words(app: App): Promise<Vocabulary> {
  return COMMANDS[0]?.completions(app.desk) ?? Promise.reject(new Error('No command'));
}

/** An answer without its picture is an answer all the same. */
async function pictureLine(app: App, name: string, save: () => Promise<string | null>): Promise<string> {
  try {
    const path = await save();
    return path === null ? '' : `\n  ${name}: ${path}`;
  } catch (error) {
    app.log.error({ err: error }, 'chart not drawn');
    return `\n! ${explain(error).message}`;
  }
}
