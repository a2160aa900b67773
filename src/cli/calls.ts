import { z } from 'zod';
import type { App } from '../app.js';
import type { Output } from '../instance/index.js';
import { ask } from './ask.js';
import { explain, OUR_FAILURE } from './failure.js';
import { refresh } from './refresh.js';
import { say, words } from './say.js';
import { status } from './status.js';

const flag = z.literal(true).optional();
const text = z.string().max(100_000);

/** What is done with the model that this process holds, for this terminal or another one. */
const CALLS = {
  ask: call(
    z.strictObject({ question: text, json: flag, csv: flag, blocks: flag, chart: z.string().max(4096).optional() }),
    ask,
  ),
  status: call(z.strictObject({ json: flag }), status),
  refresh: call(
    z.strictObject({ tables: z.array(z.string().max(100)).max(1000), verify: flag, full: flag }),
    (app, request, _, output) => refresh(app, request, output),
  ),
  check: call(z.null(), async (app, _, __, output) => (await import('./check.js')).report(app, output)),
  /** A line of a chat that goes on in another terminal. */
  say: call(z.strictObject({ text }), async (app, request, user, output) => {
    output.out(await say(app, request, user, output));
    return 0;
  }),
  words: call(z.null(), async (app, _, __, output) => {
    const vocabulary = await words(app);
    const { kpiNames, dimensionNames, candidates } = vocabulary;
    const kpis = kpiNames.map((name) => ({ name, lead: vocabulary.lead(name) ?? null }));
    const measures = vocabulary.measureNames.map((name) => ({ name, kpis: vocabulary.kpisWith(name) }));
    output.out(JSON.stringify({ kpis, dimensionNames, candidates, measures }));
    return 0;
  }),
} as const;

type Run = (app: App, payload: unknown, user: string, output: Output) => Promise<number>;

function call<T>(
  schema: z.ZodType<T>,
  work: (app: App, request: T, user: string, output: Output) => Promise<number>,
): Run {
  return (app, payload, user, output) => work(app, schema.parse(payload), user, output);
}

/** Does what was called for and yields the exit code. Never rejects: whoever asked reads why it could not be done. */
export async function perform(
  app: App,
  { command, payload, asker }: { readonly command: string; readonly payload: unknown; readonly asker: string },
  output: Output,
): Promise<number> {
  try {
    const run: Run | undefined = Object.hasOwn(CALLS, command) ? CALLS[command as keyof typeof CALLS] : undefined;
    if (run === undefined) {
      output.err('The running Tally does not know this command.\n');
      return OUR_FAILURE;
    }
    return await run(app, payload, asker, output);
  } catch (error) {
    const { message, code } = explain(error);
    output.err(`${message}\n`);
    return code;
  }
}
