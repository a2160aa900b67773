import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type App, openApp } from '../../src/app.js';
import { answer } from '../../src/commands/index.js';
import type { Result } from '../../src/kpi/result.js';

export interface TestCompany {
  /** CSV text by file name, with its folders. */
  readonly files: Readonly<Record<string, string>>;
  /** The `tables` of the configuration, as YAML. */
  readonly tables: string;
  /** Further keys of the configuration, as YAML. */
  readonly settings?: string;
  /** The moment that is now; default 2026-03-10 12:00 UTC. */
  readonly now?: string;
}

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tally-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes the files and a configuration for them; yields the path of the configuration. */
export function writeCompany(folder: string, { files, tables, settings = '' }: TestCompany): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const config = join(folder, 'tally.yaml');
  const sources = 'sources:\n  here: { type: files, folder: . }\n  there: { type: files, folder: . }\n';
  writeFileSync(config, `model: { file: tally.duckdb }\n${settings}\n${sources}tables:\n${tables}\n`);
  return config;
}

/** Tally over a few files, with a clock that stands still. */
export async function openCompany(company: TestCompany, environment: Record<string, string> = {}): Promise<App> {
  const config = writeCompany(temporaryFolder(), company);
  const now = new Date(company.now ?? '2026-03-10T12:00:00Z');
  const app = await openApp({ config, environment, now: () => now });
  onTestFinished(() => app.close());
  return app;
}

/** The result of a question that has one; anything else fails the test with what came instead. */
export async function resultOf(app: App, question: string): Promise<Result> {
  const reply = await answer(question, app.desk);
  if (reply.kind !== 'result') throw new Error(`${question} → ${JSON.stringify(reply)}`);
  return reply.result;
}

/** The mistake that a question is answered with. */
export async function mistakeOf(app: App, question: string) {
  const reply = await answer(question, app.desk);
  if (reply.kind !== 'mistake') throw new Error(`${question} was understood: ${JSON.stringify(reply)}`);
  return reply.mistake;
}

/** Mappings of product.csv, test.csv and production.csv whose columns have the model's own names. */
export function plainTables(meaning = '{ quantity: complete, demand: complete }', extra = ''): string {
  return `  - { table: product, source: here, from: product.csv }
  - { table: stock, source: here, from: test.csv, environment: test, meaning: ${meaning}${extra} }
  - { table: stock, source: there, from: production.csv, environment: production, meaning: ${meaning}${extra} }`;
}
