import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** PEM texts as files, by name, in a folder that is gone after `close`. */
export async function pemFiles(texts: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), 'tally-pem-'));
  const path = (name: string): string => join(folder, `${name}.pem`);
  await Promise.all(Object.entries(texts).map(([name, text]) => writeFile(path(name), text)));
  return { path, close: (): Promise<void> => rm(folder, { recursive: true }) };
}
