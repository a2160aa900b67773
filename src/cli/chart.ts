import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { App } from '../app.js';
import type { Result } from '../kpi/result.js';

let charts = 0;

/** Draws and keeps a result's chart, beside the model unless a path is given; yields the path, or null when there is none. */
export async function saveChart(app: App, result: Result, target?: string): Promise<string | null> {
  const png = await app.draw(result);
  if (png === null) return null;
  const folder = join(dirname(app.settings.config.model.file), 'charts');
  const moment = app.model.now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  const file = target ?? join(folder, `${result.kpi}-${moment}-${++charts}.png`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, png);
  return relative(process.cwd(), file) || file;
}
