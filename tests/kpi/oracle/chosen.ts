import type { Threshold } from '../../../src/kpi/kpi.js';
import { grouped, keyOf } from './axes.js';
import { type ColumnSpec, LEADS, SORTS, standingFor } from './columns.js';
import { absolute, asNumber, exactly } from './decimal.js';
import type { Figure, Figures } from './figures.js';
import type { Item, Label } from './items.js';
import type { Question, Scene } from './question.js';

/** Groups in their order; those that a limit or a threshold leaves out are one. */
export interface Chosen {
  readonly keys: readonly string[];
  /** Groups that are left out; null where there are none. */
  readonly left: number | null;
  /** Groups beyond the limit that are as big as the last one shown. */
  readonly ties: number;
}

export function chosen(question: Question, scene: Scene, by: Label | null): Chosen {
  const { limit } = question.query;
  const groups = by === null ? new Map<string, Item[]>() : grouped(scene.items, by);
  const ranked = [...groups]
    .map(([key, items]) => ({ key, figures: question.plain(scene, items) }))
    .filter(({ figures }) => isBeyond(question, question.known(scene, figures, question.all)))
    .map(({ key, figures }) => ({ key, rank: rankOf(question, figures) }))
    .sort((a, b) => inOrder(a.rank, b.rank, limit?.end === 'bottom') || (a.key < b.key ? -1 : 1));
  const shown = ranked.slice(0, limit?.count ?? ranked.length);
  const keys = shown.map(({ key }) => key);
  const rest = scene.items.filter((item) => by !== null && !keys.includes(keyOf(item, by)));
  const last = shown.at(-1);
  return {
    keys,
    left: rest.length === 0 ? null : groups.size - shown.length,
    ties: ranked.slice(shown.length).filter(({ rank }) => last && inOrder(rank, last.rank, false) === 0).length,
  };
}

function rankOf({ kpi, all, query, focus, isTrend }: Question, figures: Figures): Figure {
  const { keys, absolute: magnitude } = SORTS[kpi] ?? { keys: [], absolute: false };
  const asked = standingFor(query.rank ?? (isTrend ? null : focus), all);
  const key = asked?.key ?? keys.find((one) => all.some((column) => column.key === one));
  if (key === undefined) return 0;
  const bySize = asked ? asked.signed : magnitude;
  const rank = sized(figures[key] ?? null, bySize === true && query.limit?.end !== 'bottom');
  // What differs by a float’s last digits is a tie.
  return typeof rank === 'number' ? Math.round(rank * 1e9) / 1e9 : rank;
}

/** Beyond all thresholds that a question has. */
export function isBeyond(question: Question, figures: Figures): boolean {
  return (question.query.thresholds ?? []).every((threshold) =>
    columnsOf(question, threshold).some(({ key, signed }) => {
      const { value, is } = threshold;
      const figure = figures[key] ?? null;
      const base = key.endsWith('_pct') ? (figures[key.slice(0, -'_pct'.length)] ?? null) : null;
      if (figure === null) return is === 'over' && base !== null && Number(base) !== 0;
      const order = inOrder(
        sized(figure, signed === true),
        typeof figure === 'bigint' ? exactly(value) : Number(value),
        true,
      );
      return is === 'over' ? order > 0 : order < 0;
    }),
  );
}

/** A percentage is about the measure’s percentage, where it has one. */
function columnsOf({ all, query, kpi, focus }: Question, { measure, percent }: Threshold): readonly ColumnSpec[] {
  const isShare = ({ unit }: ColumnSpec) => unit === 'percent' || unit === 'points';
  const own = standingFor(query.rank ?? focus ?? LEADS[kpi] ?? null, all)?.name ?? null;
  const name = measure ?? own;
  const named = (wanted: string | null) => all.filter((column) => column.name === wanted && wanted !== null);
  const found = named(name);
  if (!percent || found.some(isShare)) return found;
  const shares = named(`${name}_pct`);
  return shares.length > 0 ? shares : named(all.find(isShare)?.name ?? null);
}

function sized(figure: Figure, magnitude: boolean): Figure {
  if (!magnitude) return figure;
  if (typeof figure === 'bigint') return absolute(figure);
  return typeof figure === 'number' ? Math.abs(figure) : figure;
}

/** The largest first, or the smallest; what is missing last. */
function inOrder(a: Figure, b: Figure, ascending: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const order = Math.sign(numberOf(a) - numberOf(b));
  return ascending ? order : -order;
}

const numberOf = (figure: Figure): number => (typeof figure === 'bigint' ? asNumber(figure) : Number(figure));
