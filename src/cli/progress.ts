import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { ProgressStep } from '../instance/index.js';

export interface Progress {
  show(step: ProgressStep): void;
  /** A bar of its own, for work that comes in no steps. */
  bar(name: string, total: number): { update(done: number): void };
  stop(): void;
}

/** Work that is through sooner gets no bar, in milliseconds. */
const MOMENT = 300;

/** Bars for what takes more than a moment. Nothing where nobody watches. */
export function showProgress(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return { show: () => undefined, bar: () => ({ update: () => undefined }), stop: () => undefined };
  const bars = new Map<string, SingleBar>();
  const started = new Map<string, number>();
  let multi: MultiBar | null = null;
  const add = (name: string, total: number | null): SingleBar => {
    multi ??= new MultiBar(
      { stream, clearOnComplete: true, hideCursor: true, format: '{name} {bar} {value} of {total} rows, {speed}/s' },
      Presets.shades_classic,
    );
    const open = total === null ? { format: '{name} {value} rows, {speed}/s' } : {};
    return multi.create(total ?? 0, 0, { name: name.padEnd(28), speed: 0 }, open);
  };
  const stop = () => {
    multi?.stop();
    multi = null;
    bars.clear();
  };
  /** When it began, or was first heard of. */
  const beginning = (id: string): number => {
    const began = started.get(id) ?? Date.now();
    started.set(id, began);
    return began;
  };
  return {
    show({ kind, id, name, rows, expected }) {
      const elapsed = Date.now() - beginning(id);
      switch (kind) {
        case 'started':
          return;
        case 'rows': {
          if (elapsed < MOMENT) return;
          const bar = bars.get(id) ?? add(name, expected);
          bars.set(id, bar);
          bar.setTotal(Math.max(expected ?? 0, rows));
          bar.update(rows, { speed: Math.round((rows / elapsed) * 1000) });
          return;
        }
        case 'ended':
          bars.get(id)?.stop();
          bars.delete(id);
          started.delete(id);
          if (started.size === 0) stop();
      }
    },
    bar(name, total) {
      const bar = add(name, total);
      const began = Date.now();
      return {
        update: (done) => bar.update(done, { speed: Math.round(done / Math.max(0.001, (Date.now() - began) / 1000)) }),
      };
    },
    stop,
  };
}
