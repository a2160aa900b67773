import { expect } from 'vitest';
import type { Fields, Posted, Slack, StoredFile, View } from './slack.js';

/** What a person sees of a message or a view, without the markup around it. */

const SEEN = new Set(['text', 'alt_text', 'title', 'label', 'placeholder', 'hint']);

/** All texts, a line each, as they are sent. */
export function linesOf({ blocks, ...shown }: Pick<Posted, 'text' | 'blocks'> | View): readonly string[] {
  const lines = textsIn(blocks);
  return lines.length > 0 || !('text' in shown) ? lines : [shown.text];
}

export const saysOf = (shown: Posted | View): string => linesOf(shown).join('\n');

function textsIn(value: unknown, key = ''): readonly string[] {
  if (typeof value === 'string') return SEEN.has(key) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((one) => textsIn(one, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => textsIn(one, name));
}

const typesOf = ({ blocks }: Pick<Posted, 'blocks'>): readonly string[] => blocks.map(({ type }) => String(type));

/** Block types in the order in which they are seen. */
export const layoutOf = (shown: Pick<Posted, 'blocks'>): string => typesOf(shown).join(' ');

export function blockOf(shown: Pick<Posted, 'blocks'>, type: string): Fields {
  const block = shown.blocks.find((one) => one.type === type);
  if (!block) throw new Error(`no ${type} among ${layoutOf(shown)}`);
  return block;
}

/** Labels of all buttons, in order. */
export function buttonsOf({ blocks }: Pick<Posted, 'blocks'>): readonly string[] {
  return blocks
    .filter(({ type }) => type === 'actions')
    .flatMap(({ elements }) => textsIn((elements as readonly Fields[]).map(({ text }) => text)));
}

/** Cells of the one table. */
export function tableOf(shown: Pick<Posted, 'blocks'>): readonly (readonly string[])[] {
  const { rows } = blockOf(shown, 'table') as { rows: { text: string }[][] };
  return rows.map((row) => row.map(({ text }) => text));
}

/** Points of the one native chart: a row for each category, a number for each series. */
export function chartOf(shown: Pick<Posted, 'blocks'>): Readonly<Record<string, readonly number[]>> {
  const { chart } = blockOf(shown, 'data_visualization') as {
    chart: { series?: { name: string; data: { label: string; value: number }[] }[] };
  };
  const points: Record<string, number[]> = {};
  for (const { data } of chart.series ?? []) {
    for (const { label, value } of data) points[label] = [...(points[label] ?? []), value];
  }
  return points;
}

/** The last grey lines of an answer. */
export function footerOf({ blocks }: Pick<Posted, 'blocks'>): string {
  const last = blocks.findLast(({ type }) => type === 'context');
  return textsIn(last ?? {}).join('\n');
}

export const WAITING = 'Asking the databases…';

/** The next message with this in it, the placeholder excepted. */
export function said(slack: Slack, what: string | RegExp, among: (message: Posted) => boolean = () => true) {
  return slack.waitFor(
    (message) =>
      !message.deleted &&
      message.text !== WAITING &&
      among(message) &&
      (typeof what === 'string' ? saysOf(message).includes(what) : what.test(saysOf(message))),
  );
}

/** Waits until a condition holds. */
export const until = (condition: () => boolean, what?: string): Promise<void> =>
  expect.poll(condition, { timeout: 8000, interval: 20, ...(what ? { message: what } : {}) }).toBe(true);

/** Waits until a file has come and is shared. */
export async function fileNamed(slack: Slack, name: string, among: (file: StoredFile) => boolean = () => true) {
  const find = () => slack.files.find((file) => file.name === name && file.sharedAt !== null && among(file));
  await until(() => find() !== undefined, `${name} among ${slack.files.map((file) => file.name).join(', ')}`);
  const file = find();
  if (!file) throw new Error('It was there a moment ago');
  return file;
}

export const csvOf = ({ bytes }: StoredFile): readonly (readonly string[])[] =>
  bytes
    .toString('utf8')
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
