import type { App } from '../app.js';
import type { Digest } from '../digest/digest.js';
import type { Output } from '../instance/index.js';
import { toCsv } from '../reply/csv.js';
import { toDigestBlocks } from '../reply/digest-blocks.js';
import { digestJson } from '../reply/digest-json.js';
import { digestText } from '../reply/digest-text.js';
import type { Ask } from './ask.js';
import { saveDigest } from './chart.js';
import { widthOf } from './output.js';

const SHOWN_ROWS = 50;

/** A digest in the form that was asked for, its picture beside it where that was. Nothing is posted. */
export async function printDigest(app: App, digest: Digest, request: Ask, output: Output): Promise<number> {
  const { json, csv, blocks, chart: target } = request;
  const picture = target === undefined ? null : await saveDigest(app, digest, output, target);
  output.out(render(digest, request, output));
  if (picture !== null && !json && !csv && !blocks) output.out(`  picture: ${picture}\n`);
  return 0;
}

function render(digest: Digest, { json, csv, blocks }: Ask, output: Output): string {
  if (json) return `${JSON.stringify(digestJson(digest), null, 2)}\n`;
  if (blocks) return `${JSON.stringify(toDigestBlocks(digest), null, 2)}\n`;
  if (csv) return toCsv(digest.full);
  return `${digestText(digest, { width: widthOf(output), colour: output.colours, rows: SHOWN_ROWS })}\n`;
}
