import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../config/index.js';
import { type DemoOptions, demoCompany } from '../demo/company.js';
import { writeDemoFiles } from '../demo/files.js';
import { loadDemo } from '../demo/load.js';
import type { Environment } from '../kpi/result.js';
import { UsageError } from './failure.js';
import { showProgress } from './progress.js';

const FOLDER = fileURLToPath(new URL('../../data/demo/', import.meta.url));

const today = () => new Date().toISOString().slice(0, 10);

/** Writes the files of the embedded demo, through today. */
export async function prepareDemo(): Promise<void> {
  const through = today();
  await writeCompany(FOLDER, { through });
  writeFileSync(join(FOLDER, 'through.txt'), through);
}

async function writeCompany(folder: string, options: DemoOptions): Promise<void> {
  const company = companyOf(options);
  const progress = showProgress(process.stderr);
  const { product, test, production } = company.counts;
  const bar = progress.bar('demo company', product + test + production);
  await writeDemoFiles(folder, company, (done) => bar.update(done));
  progress.stop();
}

function companyOf(options: DemoOptions) {
  try {
    return demoCompany(options);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

export interface DemoCommand {
  readonly products?: number;
  readonly days?: number;
  readonly warehouses?: number;
  readonly seed?: number;
  readonly through?: string;
  readonly out?: string;
  readonly into?: string;
  readonly environment: Environment | 'both';
  readonly user?: string;
  readonly config?: string;
}

/** `tally demo`: a made-up company of any size, to files or straight into a configured server. */
export async function demo({
  out,
  into,
  user,
  config,
  environment,
  through = today(),
  ...size
}: DemoCommand): Promise<string> {
  const options = { ...size, through };
  if (out !== undefined) {
    await writeCompany(out, options);
    return `Wrote products.csv, stock_test.csv and stock_production.csv to ${out}.`;
  }
  if (into === undefined)
    throw new UsageError('Say where to: --out FOLDER for files, or --into SOURCE of a configuration.');
  if (config === undefined) throw new UsageError('--into needs --config FILE, which says where that source is.');
  const source = loadConfig(config, process.env).config.sources[into];
  if (!source || source.type === 'files') throw new UsageError(`"${into}" is no server in ${config}.`);
  const writer =
    user === undefined ? source : { ...source, user, password: process.env.TALLY_WRITER_PASSWORD ?? source.password };
  const company = companyOf(options);
  const progress = showProgress(process.stderr);
  const { product, test, production } = company.counts;
  const bar = progress.bar(`demo into ${into}`, product + test + production);
  const loaded = await loadDemo(writer, environment, company, (done) => bar.update(done));
  progress.stop();
  return `Loaded ${loaded.products} products and ${loaded.stock} stock rows into ${into}; ${loaded.leftOut} rows that typed columns cannot hold were left out.`;
}
