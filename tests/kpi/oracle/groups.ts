import { grouped, keyOf } from './axes.js';
import { chosen } from './chosen.js';
import { SIDES } from './company.js';
import type { Expected } from './expected.js';
import { type Figure, type Figures, minus, shareOf } from './figures.js';
import type { Item, Label } from './items.js';
import type { Question, Scene } from './question.js';

/** A row for each group, with the other period’s figures beside it; null: one whole. */
export function groupsOf(question: Question, by: Label | null): Expected {
  const { main, other, query } = question;
  const scene = question.scene(main);
  const before = other ? question.scene(other) : null;
  const { keys, left, ties } = chosen(question, scene, by);
  const figures = (items: (item: Item) => boolean): Figures =>
    against(question, question.figures(scene, scene.items.filter(items)), before, items);
  const limited = query.limit !== undefined || (query.thresholds ?? []).length > 0;
  const gone = before === null || limited || by === null ? [] : [...grouped(before.items, by).keys()];
  const late = gone.filter((key) => !keys.includes(key)).sort();
  return {
    rows: [...keys, ...late].map((key) => ({ key, figures: figures((item) => keyOf(item, by) === key) })),
    totals: against(question, question.totals(scene), before, () => true),
    others: left === null ? null : { count: left, figures: figures((item) => !keys.includes(keyOf(item, by))) },
    ties,
  };
}

/** Each environment on its own; the totals are of both. */
export function perEnvironment(question: Question): Expected {
  const whole = groupsOf(question, null).totals ?? {};
  const rows = SIDES.map((side) => {
    const { by: _, ...query } = question.query;
    return { key: side, figures: groupsOf(question.of({ ...query, environment: side }), null).totals ?? {} };
  });
  const totals = 'both' in whole ? { ...whole, quantity: whole.both ?? null } : whole;
  return { rows, totals, others: null, ties: 0 };
}

/** The figures with those of other days beside them. */
function against(question: Question, figures: Figures, before: Scene | null, items: (item: Item) => boolean): Figures {
  if (before === null) return figures;
  const then = question.figures(before, before.items.filter(items));
  const cells = question.columns.flatMap(({ key, unit }): (readonly [string, Figure])[] => {
    if (unit === 'text') return [];
    const change = minus(figures[key] ?? null, then[key] ?? null);
    const share = [`${key}_change_pct`, shareOf(change, then[key] ?? null)] as const;
    return [
      [`${key}_before`, then[key] ?? null],
      [`${key}_change`, change],
      ...(unit === 'percent' || unit === 'points' ? [] : [share]),
    ];
  });
  return { ...figures, ...Object.fromEntries(cells) };
}
