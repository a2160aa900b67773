import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type App, openApp } from '../../src/app.js';
import { demoCompany } from '../../src/demo/company.js';
import { writeDemoFiles } from '../../src/demo/files.js';

const CONFIG = fileURLToPath(new URL('../../demo/tally.yaml', import.meta.url));

/** The last day of the demo's rows, and the one on which it is asked. */
export const TODAY = '2026-11-18';

export interface Demo {
  readonly app: App;
  close(): Promise<void>;
}

/** The demo company as it is delivered, or with its stock mapped as flows. */
export async function openDemo({ flows = false } = {}): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'tally-docs-'));
  const config = join(folder, 'demo', 'tally.yaml');
  const text = readFileSync(CONFIG, 'utf8');
  mkdirSync(join(folder, 'demo'));
  const mapped = flows ? text.replaceAll(/^( +(?:quantity|demand)): complete$/gm, '$1: flow') : text;
  writeFileSync(config, mapped);
  await writeDemoFiles(join(folder, 'data', 'demo'), demoCompany({ through: TODAY }));
  const now = new Date(`${TODAY}T10:00:00Z`);
  const app = await openApp({ config, environment: {}, detached: true, now: () => now });
  await app.model.refresher.ensure(['product', 'stock'], 60_000);
  return {
    app,
    async close() {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
