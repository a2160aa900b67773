import { grouped, keyOf } from './axes.js';
import { type Chosen, chosen } from './chosen.js';
import { LEADS, standingFor } from './columns.js';
import type { Expected } from './expected.js';
import type { Figure, Figures } from './figures.js';
import type { Item, Label } from './items.js';
import type { Question, Scene } from './question.js';
import { trimmed } from './steps.js';

/** What of a scene’s items a column is about. */
interface Column {
  readonly name: string;
  readonly scene: Scene;
  readonly within: (item: Item) => boolean;
}

/** Groups across, where steps go down and the question has no limit. */
const MOST_ACROSS = 12;

/** One measure by two dimensions: the first goes down, the second across. */
export function pivotOf(asked: Question): Expected {
  const [down, across] = asked.axes;
  if (down !== 'time') return upright(asked, down as Label, across as Label | 'time');
  return turned(
    asked.of({ ...asked.query, limit: asked.query.limit ?? { end: 'top', count: MOST_ACROSS } }),
    across as Label,
  );
}

function upright(question: Question, label: Label, other: Label | 'time'): Expected {
  const whole = question.scene(question.main);
  const columns = other === 'time' ? stepColumns(question) : groupColumns(whole, other);
  const { keys, left, ties } = withGone(question, chosen(question, whole, label), whole, columns, label);
  const kept = keptOf(question, columns, linesOf(keys, left, label));
  const name = other === 'time' ? question.steps().unit : other;
  const line = (wanted: (item: Item) => boolean): Figures => ({
    ...Object.fromEntries(kept.map((column) => [`${name}:${column.name}`, cell(question, column, wanted)])),
    all: measureOf(question, question.figures(whole, whole.items.filter(wanted))),
  });
  return {
    rows: keys.map((key) => ({ key, figures: line((item) => keyOf(item, label) === key) })),
    totals: { ...line(() => true), all: measureOf(question, question.totals(whole)) },
    others: left === null ? null : { count: left, figures: line((item) => !keys.includes(keyOf(item, label))) },
    ties,
  };
}

function turned(question: Question, label: Label): Expected {
  const whole = question.scene(question.main);
  const columns = stepColumns(question);
  const { keys, left, ties } = withGone(question, chosen(question, whole, label), whole, columns, label);
  const lines = linesOf(keys, left, label);
  const rows = keptOf(question, columns, lines).map((column) => ({
    key: column.name,
    figures: {
      ...Object.fromEntries(lines.map(({ name, wanted }) => [`${label}:${name}`, cell(question, column, wanted)])),
      all: cell(question, column, () => true),
    },
  }));
  return { rows, totals: null, others: null, ties };
}

const stepColumns = (question: Question): readonly Column[] =>
  question.steps().days.map((step) => ({ name: step.label, scene: question.scene(step), within: () => true }));

function groupColumns(scene: Scene, by: Label): readonly Column[] {
  const names = [...grouped(scene.items, by).keys()].sort((a, b) => a.localeCompare(b));
  return names.map((name) => ({ name: name || '(none)', scene, within: (item) => keyOf(item, by) === name }));
}

/** Groups that there were before the end come last, as far as a limit has room for them. */
function withGone(
  { query: { limit, thresholds = [] } }: Question,
  { keys, left, ties }: Chosen,
  whole: Scene,
  columns: readonly Column[],
  by: Label,
): Chosen {
  const now = grouped(whole.items, by);
  const before = new Set(columns.flatMap(({ scene }) => [...grouped(scene.items, by).keys()]));
  const gone = [...before].filter((key) => !now.has(key)).sort();
  if (left !== null || gone.length === 0) return { keys, left, ties };
  const room = thresholds.length > 0 ? 0 : (limit?.count ?? gone.length + keys.length) - keys.length;
  return gone.length > room ? { keys, left: gone.length, ties } : { keys: [...keys, ...gone], left, ties };
}

/** Groups, and what is left out as one of them. */
function linesOf(keys: readonly string[], left: number | null, by: Label) {
  const own = keys.map((key) => ({ name: key || '(none)', wanted: (item: Item) => keyOf(item, by) === key }));
  const rest = { name: `others (${left})`, wanted: (item: Item) => !keys.includes(keyOf(item, by)) };
  return left === null ? own : [...own, rest];
}

/** Without columns at either end that are empty altogether. */
const keptOf = (
  question: Question,
  columns: readonly Column[],
  lines: readonly { readonly wanted: (item: Item) => boolean }[],
): readonly Column[] =>
  trimmed(columns, (column) => lines.some(({ wanted }) => cell(question, column, wanted) !== null));

/** Null for a group that is not there. */
function cell(question: Question, { scene, within }: Column, wanted: (item: Item) => boolean): Figure {
  const items = scene.items.filter((item) => within(item) && wanted(item));
  return items.length === 0 ? null : measureOf(question, question.figures(scene, items));
}

/** The measure that the cells are of. */
function measureOf({ query, kpi, focus, all }: Question, figures: Figures): Figure {
  const measure = standingFor(focus ?? query.rank ?? LEADS[kpi] ?? null, all) ?? all[0];
  return figures[measure?.key ?? ''] ?? null;
}
