import { parentPort } from 'node:worker_threads';
import { drawPicture } from './canvas.js';
import type { ChartPicture } from './picture.js';

/** What the thread answers to a picture. */
export type Drawn = { readonly png: Uint8Array } | { readonly error: unknown };

parentPort?.on('message', async (picture: ChartPicture) => {
  parentPort?.postMessage(await draw(picture));
});

async function draw(picture: ChartPicture): Promise<Drawn> {
  try {
    return { png: await drawPicture(picture) };
  } catch (error) {
    return { error };
  }
}
