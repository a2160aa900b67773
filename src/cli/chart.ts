import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { App } from '../app.js';
import type { Output } from '../instance/index.js';
import type { Result } from '../kpi/result.js';

let charts = 0;

/**
 * Draws and keeps a result's chart: at the asker's path, or beside the model where none is given. Yields the path as the
 * asker would write it, or null when there is no chart.
 */
export async function saveChart(
  app: App,
  result: Result,
  output: Pick<Output, 'cwd' | 'keep'>,
  target?: string,
): Promise<string | null> {
  const png = await app.draw(result);
  if (png === null) return null;
  const file = target === undefined ? besideModel(app, result) : resolve(output.cwd, target);
  if (target === undefined) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, png);
  } else output.keep(target, png);
  return relative(output.cwd, file) || file;
}

function besideModel(app: App, { kpi }: Result): string {
  const moment = app.model.now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  return join(dirname(app.settings.config.model.file), 'charts', `${kpi}-${moment}-${++charts}.png`);
}
