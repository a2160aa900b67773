import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Output, type Told, tell } from '../instance/index.js';
import { localUser } from './asker.js';
import { endNow } from './ending.js';
import { explain, HolderError, OUR_FAILURE } from './failure.js';
import { configPath, DEMO_CONFIG, type Target, targetOf } from './target.js';
import { programVersion } from './version.js';

/** A command for whoever holds the model, which may be this process. `payload` is as `calls.ts` describes it. */
export interface Call {
  readonly command: 'ask' | 'status' | 'refresh' | 'check' | 'say' | 'words';
  readonly payload: unknown;
  /** Where the asker wants what is kept for it. */
  readonly chart?: string | undefined;
}

/** So often another process may get in between or end before it has answered; then nobody else is asked. */
const ROUNDS = 8;

/** Has the call answered by the running instance, or opens the model for it. Yields the exit code. */
export async function run(given: string | undefined, call: Call, output: Output): Promise<number> {
  const path = await prepared(given);
  const target = targetOf(path);
  for (let round = 1; ; round++) {
    const last = round === ROUNDS;
    const code = target === null || last ? null : await forward(path, target, call, output);
    if (code !== null) return round === 1 ? code : endNow(code);
    const { answerHere } = await import('./here.js');
    const here = await answerHere(path, last ? null : target, call, output);
    if (here !== null) return here;
  }
}

/** The configuration's path. The demo's files are made first, where they are asked for and not of today. */
export async function prepared(given: string | undefined): Promise<string> {
  const path = configPath(given);
  if (path !== DEMO_CONFIG) return path;
  const stamp = join(dirname(DEMO_CONFIG), '../data/demo/through.txt');
  const today = new Date().toISOString().slice(0, 10);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === today) return path;
  const { prepareDemo } = await import('./demo.js');
  await prepareDemo();
  return path;
}

/** The instance's answer, printed; null where there is none and the model is free, or soon will be. */
async function forward(path: string, target: Target, call: Call, output: Output): Promise<number | null> {
  const told = await ask(target, call, output);
  switch (told.kind) {
    case 'absent':
      return null;
    case 'refused':
      return refused(path, told, output);
    case 'lost':
      // A command that ended took nothing with it; whoever starts the service again finds the model free.
      if (told.holder.role !== 'start') return null;
      throw new HolderError(lost(told));
    case 'answered':
      return print(told, call, output);
  }
}

/** One request to the instance, with nothing printed. */
export function ask(
  target: Target,
  { command, payload }: Call,
  output: Pick<Output, 'progress' | 'cwd' | 'columns' | 'colours' | 'tty'>,
): Promise<Told> {
  const { cwd, columns, colours, tty } = output;
  const who = { version: programVersion(), config: target.config.digest, asker: localUser() };
  return tell(target.place, { ...who, command, payload, cwd, columns, colours, tty }, (step) => output.progress(step));
}

export function lost({ holder, silent }: Told & { readonly kind: 'lost' }): string {
  return silent
    ? `The running Tally (process ${holder.pid}) does not answer any more.`
    : `The running Tally (process ${holder.pid}) ended before it had answered.`;
}

/** A configuration that has a mistake is told so, as without an instance. */
export async function refused(
  path: string,
  { reason, says }: { readonly reason: string; readonly says: string },
  output: Pick<Output, 'err'>,
): Promise<number> {
  if (reason === 'config') {
    const { loadConfig } = await import('../config/index.js');
    loadConfig(path, process.env);
  }
  output.err(`${says}\n`);
  return OUR_FAILURE;
}

/** What was kept goes to its path first: where that cannot be written nothing is printed. */
export function print({ said, exit }: Told & { readonly kind: 'answered' }, { chart }: Call, output: Output): number {
  for (const one of said) {
    if ('keep' in one && chart !== undefined) {
      try {
        output.keep(chart, one.keep);
      } catch (error) {
        const { message, code } = explain(error);
        output.err(`${message}\n`);
        return code;
      }
    } else if ('out' in one) output.out(one.out);
    else if ('err' in one) output.err(one.err);
  }
  return exit;
}
