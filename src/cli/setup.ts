import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type App, type AppOptions, openApp } from '../app.js';
import { prepareDemo } from './demo.js';
import { showProgress } from './progress.js';

/** The configuration of the embedded demo. */
export const DEMO_CONFIG = fileURLToPath(new URL('../../demo/tally.yaml', import.meta.url));

/** `--config`, else TALLY_CONFIG, else tally.yaml in the working folder, else the embedded demo. */
export function configPath(given: string | undefined): string {
  return given ?? process.env.TALLY_CONFIG ?? (existsSync('tally.yaml') ? 'tally.yaml' : DEMO_CONFIG);
}

/** Opens Tally for one command: prepares the demo where that is asked, and shows loads on the terminal. */
export async function withApp<T>(
  given: string | undefined,
  work: (app: App) => Promise<T>,
  options: Partial<AppOptions> = {},
): Promise<T> {
  const config = configPath(given);
  if (config === DEMO_CONFIG) await prepareDemo();
  const progress = showProgress(process.stderr);
  const app = await openApp({
    config,
    ...options,
    onRefresh(event) {
      progress.onRefresh(event);
      options.onRefresh?.(event);
    },
  });
  try {
    return await work(app);
  } finally {
    progress.stop();
    await app.close();
  }
}
