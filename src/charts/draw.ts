import { LRUCache } from 'lru-cache';
import type { Digest } from '../digest/digest.js';
import type { Result } from '../kpi/result.js';
import { chartConfig } from './config.js';
import { digestSheet } from './digest-sheet.js';
import type { ChartPicture } from './picture.js';
import { createPool } from './pool.js';
import { createServerDrawer } from './quickchart.js';
import type { Drawing, Drawn } from './worker.js';

const PATIENCE = 10_000;

/** Pictures that are remembered, some 60 KB each: many ask the same, and a picture is asked for after its answer. */
const REMEMBERED = 64;

export interface ChartDrawerOptions {
  /** Threads that draw; each is started when it is first needed. */
  readonly workers: number;
  /** The address of a QuickChart server that draws instead. Left out: no figure leaves the process. */
  readonly quickchart?: string | undefined;
  /** The compiled `worker.js`, when this file runs from somewhere else. */
  readonly workerUrl?: URL;
  /** Charts that may wait for a thread; default 64. */
  readonly queue?: number;
  /** Told why the QuickChart server did not draw a chart, which is then drawn in the process. */
  readonly onFallback?: (error: unknown) => void;
}

export interface ChartDrawer {
  /**
   * The result's chart as PNG, 1600 pixels wide; null for a result that wants none. Rejects with `too many
   * charts waiting`, when a thread fails, after `close`, or with the signal's reason.
   */
  draw(result: Result, signal?: AbortSignal): Promise<Uint8Array | null>;
  /** A digest as PNG, 1600 pixels wide, drawn in the process in any case. Rejects as `draw` does. */
  drawDigest(digest: Digest): Promise<Uint8Array>;
  /** Ends the threads; charts that are not finished reject. */
  close(): Promise<void>;
}

/** Draws charts away from the thread that answers. */
export function createChartDrawer({
  workers,
  quickchart,
  workerUrl = new URL('./worker.js', import.meta.url),
  queue = 64,
  onFallback,
}: ChartDrawerOptions): ChartDrawer {
  const pool = createPool<Drawing, Drawn>({ url: workerUrl, workers, queue, patience: PATIENCE });
  const drawOnServer = quickchart === undefined ? null : createServerDrawer(quickchart);

  async function drawHere(drawing: Drawing, signal?: AbortSignal): Promise<Uint8Array> {
    const drawn = await pool.run(drawing, signal);
    if ('error' in drawn) throw drawn.error;
    return drawn.png;
  }

  async function drawAnywhere(picture: ChartPicture, signal: AbortSignal | undefined): Promise<Uint8Array> {
    if (!drawOnServer) return drawHere(picture, signal);
    try {
      return await drawOnServer(picture, signal);
    } catch (error) {
      signal?.throwIfAborted();
      onFallback?.(error);
      return drawHere(picture, signal);
    }
  }

  /** The same picture, wanted by several, is drawn once; what can be called off is drawn for its caller alone. */
  const drawn = new LRUCache<string, Promise<Uint8Array>>({ max: REMEMBERED });
  function drawOnce<T extends Drawing>(what: T, draw: (what: T) => Promise<Uint8Array>): Promise<Uint8Array> {
    const key = JSON.stringify(what);
    const known = drawn.get(key);
    if (known) return known;
    const drawing = draw(what);
    drawn.set(key, drawing);
    drawing.catch(() => drawn.delete(key));
    return drawing;
  }

  return {
    async draw(result, signal) {
      const picture = chartConfig(result);
      if (!picture) return null;
      return signal ? drawAnywhere(picture, signal) : drawOnce(picture, (one) => drawAnywhere(one, undefined));
    },

    drawDigest: (digest) => drawOnce(digestSheet(digest), (sheet) => drawHere(sheet)),

    close: () => pool.close(),
  };
}
