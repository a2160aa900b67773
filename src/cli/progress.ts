import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { RefreshEvent } from '../model/index.js';

export interface Progress {
  onRefresh(event: RefreshEvent): void;
  /** A bar of its own, for work that is not a refresh. */
  bar(name: string, total: number): { update(done: number): void };
  stop(): void;
}

/** Bars for what takes more than a moment. Nothing where nobody watches. */
export function showProgress(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY)
    return { onRefresh: () => undefined, bar: () => ({ update: () => undefined }), stop: () => undefined };
  const bars = new Map<string, SingleBar>();
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
  const started = new Map<string, number>();
  return {
    onRefresh(event) {
      const { id } = event.feed;
      switch (event.kind) {
        case 'started':
          started.set(id, Date.now());
          return;
        case 'rows': {
          const bar = bars.get(id) ?? add(`${event.feed.source} ${event.feed.table}`, event.expected);
          bars.set(id, bar);
          bar.setTotal(Math.max(event.expected ?? 0, event.rows));
          const elapsed = (Date.now() - (started.get(id) ?? Date.now())) / 1000;
          bar.update(event.rows, { speed: elapsed > 0 ? Math.round(event.rows / elapsed) : 0 });
          return;
        }
        default:
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
