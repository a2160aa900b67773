import { isBeyond } from './chosen.js';
import type { Expected, Keyed } from './expected.js';
import { minus } from './figures.js';
import type { Question } from './question.js';

/** A row for each step of time, but for those without any rows at either end. */
export function stepsOf(question: Question): Expected {
  const { columns, isTrend, main, subject } = question;
  const all = question.steps().days.map((step): Keyed => {
    const scene = question.scene(step);
    return { key: step.label, figures: question.figures(scene, scene.items) };
  });
  const told = trimmed(all, ({ figures }) => columns.some(({ key }) => (figures[key] ?? null) !== null));
  const [only] = isTrend && columns.length === 1 ? columns : [];
  const flow = subject.company.quantity === 'flow';
  return {
    rows: isTrend
      ? only
        ? withChange(told, only.key)
        : told
      : told.filter(({ figures }) => isBeyond(question, figures)),
    totals: flow && !only ? question.totals(question.scene(main)) : null,
    others: null,
    ties: 0,
  };
}

export const trimmed = <One>(all: readonly One[], has: (one: One) => boolean): readonly One[] =>
  all.slice(all.findIndex(has), all.findLastIndex(has) + 1);

const withChange = (rows: readonly Keyed[], column: string): readonly Keyed[] =>
  rows.map(({ key, figures }, index) => ({
    key,
    figures: { ...figures, change: minus(figures[column] ?? null, rows[index - 1]?.figures[column] ?? null) },
  }));
