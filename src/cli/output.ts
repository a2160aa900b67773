import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Output, ProgressStep } from '../instance/index.js';
import type { Progress } from './progress.js';

/** The terminal, or the pipes, of this process. */
export interface TerminalOutput extends Output {
  /** Takes bars away, so that something can be printed. */
  clear(): void;
}

export function terminalOutput(): TerminalOutput {
  const { stdout, stderr } = process;
  const tty = stderr.isTTY === true;
  let bars: Progress | null = null;
  let loading = false;
  const clear = () => bars?.stop();
  return {
    out(text) {
      clear();
      stdout.write(text);
    },
    err(text) {
      clear();
      stderr.write(text);
    },
    keep(file, bytes) {
      const path = resolve(file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytes);
    },
    progress(step: ProgressStep) {
      if (!tty) return;
      if (bars !== null) return bars.show(step);
      if (loading) return;
      loading = true;
      // On demand: most answers are there before a bar would be.
      void import('./progress.js').then(({ showProgress }) => {
        bars = showProgress(stderr);
      });
    },
    clear,
    cwd: process.cwd(),
    columns: stdout.columns || null,
    colours: stdout.isTTY === true && stdout.hasColors(),
    tty,
  };
}

/** What does not fit a line is cut where there is a line, and nowhere else. */
export const widthOf = ({ columns }: Pick<Output, 'columns'>): number => columns ?? Number.POSITIVE_INFINITY;
