import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { questionDocument } from '../commands/question-document/index.js';
import { configurationDocument } from '../config/document.js';
import { kpiDocument } from '../kpi/document.js';

/** Documents that are made from the program, so that they cannot disagree with it. */
export const DOCUMENTS: Readonly<Record<string, () => string>> = {
  'questions.md': questionDocument,
  'kpis.md': kpiDocument,
  'configuration.md': configurationDocument,
};

export async function writeDocs(folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(DOCUMENTS)) writeFileSync(join(folder, name), text());
  return `Wrote ${Object.keys(DOCUMENTS).join(', ')} to ${folder}.`;
}
