import { parentPort } from 'node:worker_threads';
import { drawPicture } from './canvas.js';
import type { ChartPicture } from './picture.js';
import type { Sheet } from './sheet.js';
import { drawSheet } from './sheet-canvas.js';

/** What the thread draws. */
export type Drawing = ChartPicture | Sheet;

/** What it answers. */
export type Drawn = { readonly png: Uint8Array } | { readonly error: unknown };

parentPort?.on('message', async (drawing: Drawing) => {
  parentPort?.postMessage(await draw(drawing));
});

async function draw(drawing: Drawing): Promise<Drawn> {
  try {
    return { png: await ('config' in drawing ? drawPicture(drawing) : drawSheet(drawing)) };
  } catch (error) {
    return { error };
  }
}
