import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Log, openLog } from '../../src/observe/index.js';

export interface TestLog {
  readonly log: Log;
  /** All that was written. */
  text(): string;
  /** The same as objects; fails when a line is no JSON. */
  lines(): Record<string, unknown>[];
}

/** A log in a folder that is gone when the test is over. */
export function openTestLog({ level = 'debug', secrets = [] as readonly string[] } = {}): TestLog {
  const folder = mkdtempSync(join(tmpdir(), 'tally-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'deep', 'tally.log');
  const log = openLog({ destination: file, level, secrets });
  const text = () => readFileSync(file, 'utf8');
  return {
    log,
    text,
    lines: () =>
      text()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

/** What is thrown by something that must throw. */
export async function thrownBy(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
