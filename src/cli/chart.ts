import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { App } from '../app.js';
import type { Digest } from '../digest/digest.js';
import type { Output } from '../instance/index.js';
import type { Result } from '../kpi/result.js';

let charts = 0;

/** Where the asker stands, and what keeps a file for it. */
type Keeper = Pick<Output, 'cwd' | 'keep'>;

/**
 * Draws and keeps a result's chart: at the asker's path, or beside the model where none is given. Yields the path as the
 * asker would write it, or null when there is no chart.
 */
export async function saveChart(app: App, result: Result, output: Keeper, target?: string): Promise<string | null> {
  const png = await app.draw(result);
  return png === null ? null : keep(app, { name: result.kpi, png }, output, target);
}

/** The same of a digest’s picture. */
export async function saveDigest(app: App, digest: Digest, output: Keeper, target?: string): Promise<string> {
  return keep(app, { name: 'digest', png: await app.drawDigest(digest) }, output, target);
}

function keep(
  app: App,
  { name, png }: { readonly name: string; readonly png: Uint8Array },
  output: Keeper,
  target: string | undefined,
): string {
  const file = target === undefined ? besideModel(app, name) : resolve(output.cwd, target);
  if (target === undefined) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, png);
  } else output.keep(target, png);
  return relative(output.cwd, file) || file;
}

function besideModel(app: App, name: string): string {
  const moment = app.model.now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  return join(dirname(app.settings.config.model.file), 'charts', `${name}-${moment}-${++charts}.png`);
}
