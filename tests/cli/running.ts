import { type ChildProcess, spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { type Target, targetOf } from '../../src/cli/target.js';
import { programVersion } from '../../src/cli/version.js';
import { holderAt } from '../../src/instance/index.js';
import { CLI, type Outcome } from '../support/tally.js';

export interface Running {
  readonly process: ChildProcess;
  /** What it has printed so far. */
  printed(): { readonly stdout: string; readonly stderr: string };
  say(line: string): void;
  /** Closes its standard input, as Ctrl-D does. */
  leave(): Promise<Outcome>;
  ended(): Promise<Outcome>;
}

/** The compiled program with its standard input kept open, as it is in a terminal; killed at the test's end. */
export function background(
  args: readonly string[],
  { env = {}, cwd }: { env?: Record<string, string>; cwd?: string } = {},
): Running {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const closed = new Promise<Outcome>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await closed;
  });
  return {
    process: child,
    printed: () => ({ stdout, stderr }),
    say: (line) => child.stdin.write(`${line}\n`),
    leave() {
      child.stdin.end();
      return closed;
    },
    ended: () => closed,
  };
}

export async function until<T>(look: () => T | Promise<T>, what: string, patience = 15_000): Promise<NonNullable<T>> {
  const deadline = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`It never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** `tally start` that answers already. */
export async function started(config: readonly string[], env: Record<string, string> = {}): Promise<Running> {
  const running = background(['start', ...config], { env });
  await until(() => holderOf(config), 'the instance');
  return running;
}

export function target(config: readonly string[]): Target {
  const found = targetOf(config[1] ?? '');
  if (found === null) throw new Error('No configuration');
  return found;
}

export async function holderOf(config: readonly string[]) {
  const { place, config: own } = target(config);
  return (await holderAt(place, { version: programVersion(), config: own.digest, asker: 'test' }))?.holder ?? null;
}
