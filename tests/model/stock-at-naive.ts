import type { Span } from '../../src/periods/index.js';
import type { Item, Line } from './stock-at-model.js';

/** A second computation of stock over spans of days, with loops over rows and days and nothing of the program's. */

export interface World {
  readonly today: string;
  readonly quantity: 'complete' | 'sparse' | 'flow';
  readonly demand: 'complete' | 'flow';
  readonly carryDays: number;
  /** Rows of each table; those without a date are of today. */
  readonly tables: readonly (readonly Line[])[];
  /** Rows of the table without dates as they were on days before today. */
  readonly recorded: readonly Line[];
}

export const ALWAYS: Span = { from: '0001-01-01', to: '9999-12-31' };

const SIDES = ['test', 'production'] as const;
const DAY = 86_400_000;
const shifted = (day: string, count: number) => new Date(Date.parse(day) + count * DAY).toISOString().slice(0, 10);
const isNow = ({ from }: Span) => from === ALWAYS.from;
const isIn = (date: string, span: Span) => isNow(span) || (span.from <= date && date < span.to);
const dateOf = (line: Line) => line.date ?? '';
const latestOf = (lines: readonly Line[]) => lines.map(dateOf).sort().at(-1);

/** The day of a state, and its rows. */
interface State {
  readonly day: string | null;
  readonly lines: readonly Line[];
}

/** Dated rows of one table and environment that count for a span. */
function stateOf(lines: readonly Line[], span: Span, meaning: World['quantity'], { today, carryDays }: World): State {
  if (meaning === 'flow') {
    const inside = lines.filter((line) => isIn(dateOf(line), span));
    return { day: latestOf(inside) ?? null, lines: inside };
  }
  const known = isNow(span) ? lines.filter((line) => dateOf(line) <= today) : lines;
  if (meaning === 'complete') {
    const day = latestOf(known.filter((line) => isIn(dateOf(line), span)));
    return { day: day ?? null, lines: known.filter(({ date }) => date === day) };
  }
  const day = isNow(span) ? latestOf(known) : sparseDay(known, span, today);
  if (day === undefined) return { day: null, lines: [] };
  const carried = known.filter((line) => dateOf(line) <= day && dateOf(line) >= shifted(day, -carryDays));
  const isLast = (line: Line) =>
    !carried.some(
      (other) => other.id === line.id && other.warehouse === line.warehouse && dateOf(other) > dateOf(line),
    );
  return { day: carried.length > 0 ? day : null, lines: carried.filter(isLast) };
}

function sparseDay(lines: readonly Line[], span: Span, today: string): string | undefined {
  const end = shifted(span.to, -1);
  const before = latestOf(lines.filter((line) => dateOf(line) <= end));
  if (before === undefined) return undefined;
  const overall = latestOf(end > today ? lines : lines.filter((line) => dateOf(line) <= today)) ?? before;
  if (before >= span.from) return [end, overall].sort()[0];
  return span.from <= today && today < end ? today : end;
}

/** What a span holds of an environment: rows whose quantity counts, rows whose demand counts, all rows. */
function held(world: World, span: Span, side: (typeof SIDES)[number], summed: boolean) {
  const { today } = world;
  const isOfOneRow = summed ? world.quantity === 'flow' : (world.quantity === 'flow') === (world.demand === 'flow');
  const meaningOfDemand = summed ? 'flow' : world.demand;
  const days: (string | null)[] = [];
  const quantity: Line[] = [];
  const demand: Line[] = [];
  const every: Line[] = [];
  let isLive = false;
  for (const table of world.tables) {
    const own = table.filter(({ environment }) => environment === side);
    const dated = own.filter(({ date }) => date !== null);
    const live = isNow(span) || isIn(today, span) ? own.filter(({ date }) => date === null) : [];
    isLive ||= live.length > 0;
    const state = stateOf(dated, span, world.quantity, world);
    days.push(state.day, live.length > 0 ? today : null);
    quantity.push(...state.lines, ...live);
    demand.push(...stateOf(dated, span, meaningOfDemand, world).lines, ...live);
    every.push(...stateOf(dated, span, 'flow', world).lines, ...live);
  }
  const recorded = world.quantity === 'flow' ? [] : world.recorded.filter(({ environment }) => environment === side);
  const state = isLive || isNow(span) ? null : stateOf(recorded, span, 'complete', world);
  days.push(state?.day ?? null);
  quantity.push(...(state?.lines ?? []));
  const all = stateOf(recorded, span, 'flow', world).lines;
  if (summed || (meaningOfDemand === 'flow' && !isNow(span))) demand.push(...all);
  else demand.push(...(state?.lines ?? []));
  every.push(...all);
  return {
    day:
      days
        .filter((day) => day !== null)
        .sort()
        .at(-1) ?? null,
    quantity,
    demand: isOfOneRow ? quantity : demand,
    every,
  };
}

export function naive(world: World, spans: readonly Span[], options: { summed: boolean; dates: boolean }) {
  const items = new Map<string, Item>();
  const through: Record<(typeof SIDES)[number], (string | null)[]> = { test: [], production: [] };
  for (const [step, span] of spans.entries()) {
    for (const side of SIDES) {
      const { day, quantity, demand, every } = held(world, span, side, options.summed);
      through[side].push(day);
      const keys = [quantity, demand.filter((line) => line.demand !== null), options.dates ? every : []]
        .flat()
        .map(keyOf);
      for (const key of new Set(keys)) {
        const own = (lines: readonly Line[]) => lines.filter((line) => keyOf(line) === key);
        const dates = new Set(own(every).map(({ date }) => date ?? world.today));
        items.set(`${step} ${side} ${key}`, {
          ...sumsOf(own(quantity)),
          demand: total(own(demand).map((line) => line.demand)),
          ...(options.dates ? { dates: dates.size || null } : {}),
        });
      }
    }
  }
  return { items: new Map([...items].sort(([a], [b]) => (a < b ? -1 : 1))), through };
}

const keyOf = ({ id, warehouse }: Line) => `${id} ${warehouse ?? '-'}`;

/** Null where there is nothing to add. */
function total(values: readonly (number | null)[]): number | null {
  const numbers = values.filter((value) => value !== null);
  return numbers.length === 0 ? null : numbers.reduce((sum, value) => sum + value, 0);
}

function sumsOf(lines: readonly Line[]): Item {
  const paired = lines.filter(({ demand }) => demand !== null);
  const costed = lines.filter(({ cost }) => cost !== null);
  const uncosted = lines.filter(({ cost }) => cost === null);
  const none = lines.length === 0;
  return {
    rows: lines.length,
    quantity: total(lines.map(({ quantity }) => quantity)),
    paired_quantity: total(paired.map(({ quantity }) => quantity)),
    paired_demand: total(paired.map(({ demand }) => demand)),
    met: total(paired.map(({ quantity, demand }) => Math.min(quantity, demand ?? 0))),
    costed_rows: none ? null : costed.length,
    costed_quantity: total(costed.map(({ quantity }) => quantity)),
    costed_value: total(costed.map(({ quantity, cost }) => quantity * (cost ?? 0))),
    unit_cost_sum: total(costed.map(({ cost }) => cost)),
    uncosted_rows: none ? null : uncosted.length,
    uncosted_quantity: total(uncosted.map(({ quantity }) => quantity)),
  };
}
