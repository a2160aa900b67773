import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { placeOf } from '../instance/index.js';

/** The configuration of the embedded demo. */
export const DEMO_CONFIG = fileURLToPath(new URL('../../demo/tally.yaml', import.meta.url));

/** `--config`, else TALLY_CONFIG, else tally.yaml in the working folder, else the embedded demo. */
export function configPath(given: string | undefined): string {
  return given ?? process.env.TALLY_CONFIG ?? (existsSync('tally.yaml') ? 'tally.yaml' : DEMO_CONFIG);
}

/** The same without the demo; tally.yaml may not be there yet. */
export function ownConfigPath(given: string | undefined): string {
  return given ?? process.env.TALLY_CONFIG ?? 'tally.yaml';
}

/** Which model a configuration is about, and where the instance that holds it would listen. */
export interface Target {
  /** Path of the model's file. */
  readonly model: string;
  readonly place: string;
  readonly config: { readonly file: string; readonly digest: string };
}

/** Where the schema puts the model when the configuration does not say; a test compares. */
const USUAL_MODEL = 'data/tally.duckdb';

/**
 * Read without the schema, which takes longer to load than an instance to answer, and without the passwords, which
 * whoever asks a running instance need not have. Null where the file is no configuration: reading it in full tells why.
 */
export function targetOf(
  path: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Target | null {
  const read = readConfig(path);
  if (read === null) return null;
  const named = modelIn(read.text, environment);
  if (named === null) return null;
  const model = resolve(dirname(resolve(path)), named);
  // The same text elsewhere is another configuration: its paths lead elsewhere.
  const digest = createHash('sha256').update(`${read.file}\n${read.text}`).digest('hex');
  return { model, place: placeOf(model), config: { file: read.file, digest } };
}

function readConfig(path: string): { readonly file: string; readonly text: string } | null {
  try {
    return { file: realpathSync(path), text: readFileSync(path, 'utf8') };
  } catch {
    return null;
  }
}

function modelIn(text: string, environment: Readonly<Record<string, string | undefined>>): string | null {
  try {
    const given: unknown = parse(text)?.model?.file ?? USUAL_MODEL;
    return typeof given === 'string' ? filled(given, environment) : null;
  } catch {
    return null;
  }
}

function filled(text: string, environment: Readonly<Record<string, string | undefined>>): string | null {
  let whole = true;
  const full = text.replaceAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
    const value = environment[name];
    if (value === undefined) whole = false;
    return value ?? '';
  });
  return whole ? full : null;
}
