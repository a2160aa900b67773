import { type Period, periodText, versusText } from '../periods/index.js';
import { followed, TREND } from './finish.js';
import type { Intent, Threshold } from './intent.js';
import { qualified } from './quoting.js';
import { phraseOf, runFrom, type Token, tokenize } from './tokens.js';
import type { Vocabulary } from './vocabulary.js';

export { qualified } from './quoting.js';

/** The question as text: parsed again with the same vocabulary it is the same intent. */
export function canonical(intent: Intent, words: Vocabulary): string {
  const { kpi, of, filters, by = [], thresholds = [], environment, period, versus, as } = intent;
  const parts = [
    kpiText(kpi, words),
    ...(of === undefined ? [] : [ofPart(of, intent, words)]),
    ...filters.map(({ dimension, value }) => qualified(dimension, value)),
    ...by.map((name) => `by ${name}`),
    ...limitText(intent, words),
    ...thresholds.map((threshold) => thresholdText(threshold, kpi, words)),
    ...(environment === undefined ? [] : [`in ${environment}`]),
    ...(period === undefined ? [] : [periodPart(period, words)]),
    ...(versus === undefined ? [] : [versusText(versus)]),
    ...(as === undefined ? [] : [`as ${as}`]),
  ];
  return `/stock ${together(parts, words)}`;
}

/** A threshold right after a measure would be about that one alone. */
function ofPart(of: string, { kpi, filters, by, limit, thresholds = [] }: Intent, words: Vocabulary): string {
  const text = measureText(of, words, (phrase) => ofText(phrase, kpi, words));
  const isNext = kpi !== TREND && filters.length === 0 && !by && !limit && thresholds[0]?.measure === undefined;
  return isNext && thresholds.length > 0 ? `${text};` : text;
}

function kpiText(kpi: string, words: Vocabulary): string {
  return words.find(kpi).length === 0 && words.kpi(kpi) === kpi ? kpi : `kpi:${kpi}`;
}

function limitText({ kpi, limit, rank }: Intent, words: Vocabulary): readonly string[] {
  if (!limit) return [];
  const rows = `${limit.end} ${limit.count}`;
  if (rank === undefined) return [rows];
  return [rows, `by ${measureText(rank, words, (phrase) => measureOf(phrase, kpi, words))}`];
}

function thresholdText({ measure, is, value, percent }: Threshold, kpi: string, words: Vocabulary): string {
  const limit = `${is} ${value}${percent ? '%' : ''}`;
  if (measure === undefined) return limit;
  const plain = measureText(measure, words, (phrase) => measureOf(phrase, kpi, words));
  return together([plain, limit], words) === `${plain} ${limit}` ? `${plain} ${limit}` : `measure:${measure} ${limit}`;
}

/** The measure that this phrase stands for beside that KPI. */
function ofText(phrase: string, kpi: string, words: Vocabulary): string | undefined {
  const meanings = words.meanings(phrase);
  // “in stock this week” is a time.
  if (words.meanings(phrase.split(' ')[0] ?? '').keyword !== undefined) return undefined;
  if (kpi === TREND) return followed(meanings, words);
  // The name of a KPI would be a second one.
  return meanings.kpi === undefined ? measureOf(phrase, kpi, words) : undefined;
}

const measureOf = (phrase: string, kpi: string, words: Vocabulary): string | undefined =>
  words.meanings(phrase).measures?.find((measure) => words.kpisWith(measure).includes(kpi));

/** A measure by its words, where they say nothing else. */
function measureText(name: string, words: Vocabulary, read: (phrase: string) => string | undefined): string {
  const phrase = name.replaceAll('_', ' ');
  const { kpi: _, measures: __, ...others } = words.meanings(phrase);
  const isPlain = Object.keys(others).length === 0 && words.find(phrase).length === 0 && read(phrase) === name;
  return isPlain ? phrase : qualified('measure', name);
}

/** A month’s name that is a value as well. */
function periodPart(period: Period, words: Vocabulary): string {
  const text = periodText(period);
  return period.kind === 'month' && words.find(text).length > 0 ? `in ${text}` : text;
}

/** Parts in one text, with semicolons where words of two of them are a phrase of their own. */
function together(parts: readonly string[], words: Vocabulary): string {
  const tokens = parts.map(tokenize);
  const all = tokens.flat();
  let [text = ''] = parts;
  let at = tokens[0]?.length ?? 0;
  for (const [index, part] of parts.entries()) {
    if (index === 0) continue;
    text += `${isPhraseOver(all, at, words) ? ';' : ''} ${part}`;
    at += tokens[index]?.length ?? 0;
  }
  return text;
}

function isPhraseOver(tokens: readonly Token[], at: number, words: Vocabulary): boolean {
  for (let from = Math.max(0, at - words.longest + 1); from < at; from++) {
    const run = runFrom(tokens, from, words.longest);
    for (let length = at - from + 1; length <= run.length; length++) {
      const phrase = phraseOf(run, length);
      if (words.find(phrase).length > 0 || Object.keys(words.meanings(phrase)).length > 0) return true;
    }
  }
  return false;
}
