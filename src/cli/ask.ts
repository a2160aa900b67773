import type { App } from '../app.js';
import type { Answered } from '../commands/questions.js';
import type { Output } from '../instance/index.js';
import type { Result } from '../kpi/result.js';
import { toBlocks } from '../reply/blocks.js';
import { asTable } from '../reply/cards.js';
import { toCsv } from '../reply/csv.js';
import { toJson } from '../reply/json.js';
import { helpText, mistakeText, resultText } from '../reply/text.js';
import { localAsker } from './asker.js';
import { saveChart } from './chart.js';
import { printDigest } from './digest.js';
import { USER_MISTAKE, UsageError } from './failure.js';
import { widthOf } from './output.js';

export interface Ask {
  readonly question: string;
  readonly json?: true | undefined;
  readonly csv?: true | undefined;
  readonly blocks?: true | undefined;
  readonly chart?: string | undefined;
}

const SHOWN_ROWS = 50;

/** `tally ask`: one question, one answer on standard output. Yields the exit code; throws what `explain` explains. */
export async function ask(app: App, request: Ask, user: string, output: Output): Promise<number> {
  return print(await app.questions.ask(request.question, localAsker('command line', user)), request, app, output);
}

async function print(reply: Answered, request: Ask, app: App, output: Output): Promise<number> {
  const { question, json, csv, blocks, chart: target } = request;
  switch (reply.kind) {
    case 'failure':
      throw reply.error;
    case 'limited':
      throw new UsageError(`Ask again in ${reply.seconds} s.`);
    case 'mistake':
      output.err(`${mistakeText(question, reply.mistake)}\n`);
      return USER_MISTAKE;
    case 'help':
      output.out(json ? `${JSON.stringify(reply.help, null, 2)}\n` : `${helpText(reply.help, widthOf(output))}\n`);
      return 0;
    case 'digest':
      return printDigest(app, reply.digest, request, output);
    case 'result': {
      if (target && reply.result.chart === null)
        throw new UsageError(`${reply.result.title} has no chart; ask for it by category or another dimension.`);
      const drawn = target !== undefined || reply.as === 'chart';
      const chart = drawn ? await saveChart(app, reply.result, output, target) : null;
      const asked = reply.as === 'table' ? asTable(reply.result) : reply.result;
      output.out(render(asked, reply.as === 'csv' ? { ...request, csv: true } : request, output));
      if (chart !== null && !json && !csv && !blocks) output.out(`  chart: ${chart}\n`);
      return 0;
    }
  }
}

function render(result: Result, { json, csv, blocks }: Ask, output: Output): string {
  if (json) return `${JSON.stringify(toJson(result), null, 2)}\n`;
  if (blocks) return `${JSON.stringify(toBlocks(result), null, 2)}\n`;
  if (csv) return toCsv(result);
  return `${resultText(result, { width: widthOf(output), colour: output.colours, rows: SHOWN_ROWS })}\n`;
}
