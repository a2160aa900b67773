import type { App } from '../app.js';
import type { Output } from '../instance/index.js';
import { toJson } from '../reply/json.js';
import { textTable } from '../reply/table.js';
import { localAsker } from './asker.js';
import { widthOf } from './output.js';

export interface Status {
  readonly json?: true | undefined;
}

/**
 * `tally status`: how every table stands, as `ask "stock status"` says it, but for what its columns say already. Yields
 * the exit code; throws what `explain` explains.
 */
export async function status(app: App, { json }: Status, user: string, output: Output): Promise<number> {
  const reply = await app.questions.ask('/stock status', localAsker('command line', user));
  if (reply.kind === 'failure') throw reply.error;
  if (reply.kind !== 'result') throw new Error(`/stock status is answered with ${reply.kind}`);
  const { result } = reply;
  const paper = { width: widthOf(output), colour: output.colours, rows: result.rows.length };
  const lines = [result.headline, '', ...textTable(result, paper), ...result.notes.map((note) => `! ${note}`)];
  output.out(json ? `${JSON.stringify(toJson(result), null, 2)}\n` : `${lines.join('\n')}\n`);
  return 0;
}
