import type { KpiQuery } from '../../../src/kpi/kpi.js';
import type { TimeUnit } from '../../../src/periods/index.js';
import { type Axis, BELOW, isLabel, isUnit, LEVELS } from './axes.js';
import { compared, type Days, daysOf, type NamedDays, unitsIn, upToNow } from './calendar.js';
import { type ColumnSpec, columnsOf, LEADS, standingFor } from './columns.js';
import { SIDES, type Side } from './company.js';
import { type Counted, counted } from './counted.js';
import { type Figure, type Figures, figuresOf } from './figures.js';
import { type Item, itemsOf } from './items.js';
import type { Subject } from './subject.js';

/** Items and the rows that they are made of. */
export interface Scene {
  readonly rows: Counted;
  readonly items: readonly Item[];
}

/** KPIs in the order in which a measure is looked for. */
const OWNERS = ['total', 'variance', 'availability', 'shortage', 'cover', 'distribution', 'cost', 'profit', 'compare'];

/** Steps of a state’s history where a question has no period. */
const TIMES: Readonly<Record<TimeUnit, number>> = {
  day: 30,
  week: 13,
  month: 12,
  quarter: 8,
  year: 5,
  'fiscal quarter': 8,
  'fiscal year': 5,
};

const NOTHING: Readonly<Record<string, Figure>> = { count: 0, units: 0n, money: 0n };

/** A question about a company, with every default filled in. */
export class Question {
  readonly sides: readonly Side[];
  /** The KPI whose measures are shown. */
  readonly kpi: string;
  /** The one measure that is asked for; null: all. */
  readonly focus: string | null;
  /** All its columns, and those that are shown. */
  readonly all: readonly ColumnSpec[];
  readonly columns: readonly ColumnSpec[];
  readonly axes: readonly Axis[];
  /** Null for now. */
  readonly main: Days | null;
  readonly other: Days | null;
  readonly isTrend: boolean;

  constructor(
    readonly subject: Subject,
    readonly query: KpiQuery,
  ) {
    this.sides = query.environment ? [query.environment] : SIDES;
    this.isTrend = query.kpi === 'trend';
    const { owner, name } = this.isTrend ? this.followed() : { owner: query.kpi, name: query.of ?? null };
    this.kpi = owner;
    this.focus = name;
    this.all = this.columnsOf(owner);
    this.axes = this.axesOf();
    const pivoted = standingFor(name ?? query.rank ?? LEADS[owner] ?? null, this.all) ?? this.all[0];
    const own = name === null ? this.all : this.all.filter((column) => column.name === name);
    this.columns = this.axes.length > 1 && pivoted ? [pivoted] : own;
    const { main, other } = this.days();
    this.main = main;
    this.other = other;
  }

  /** Another question about the same company. */
  of(query: KpiQuery): Question {
    return new Question(this.subject, query);
  }

  private columnsOf(kpi: string): readonly ColumnSpec[] {
    return columnsOf(kpi, this.sides, this.subject.told, this.subject.company);
  }

  /** A percentage that is asked for is followed as a measure of its own. */
  private followed(): { owner: string; name: string } {
    const { of = 'quantity', thresholds = [], environment } = this.query;
    const ownerOf = (name: string) =>
      OWNERS.filter((kpi) => this.subject.makesSense(kpi, environment)).find((kpi) =>
        this.columnsOf(kpi).some((column) => column.name === name),
      );
    const share = thresholds.some(({ percent, measure }) => percent && measure === undefined);
    const name = share && ownerOf(`${of}_pct`) ? `${of}_pct` : of;
    const owner = ownerOf(name);
    if (owner === undefined) throw new Error(`Nothing has ${name}`);
    return { owner, name };
  }

  /** A trend goes by time; anything else a level below the finest filter. */
  private axesOf(): readonly Axis[] {
    const { kpi, by = [], filters } = this.query;
    const axes = by.flatMap((one): Axis[] => {
      if (one === 'environment' && by.length > 1) return [];
      return [isLabel(one) || one === 'environment' ? one : 'time'];
    });
    if (this.isTrend) return axes.includes('time') ? axes : [...axes, 'time'];
    if (axes.length > 0 || kpi === 'compare' || kpi === 'overview') return axes;
    const finest = LEVELS.findLast((level) => filters.some(({ dimension }) => dimension === level));
    const below = finest === undefined ? 'category' : BELOW[finest];
    return [this.subject.hasLabel(below) ? below : 'sku'];
  }

  private days(): { main: Days | null; other: Days | null } {
    const { company, data } = this.subject;
    const { period, versus } = this.query;
    const flow = company.quantity === 'flow';
    if (versus) return compared(period ?? null, versus, flow, company);
    if (period) return { main: daysOf(period, company), other: null };
    if (!this.axes.includes('time')) return { main: null, other: null };
    const dates = data.rows.map(({ date }) => date).sort();
    const [first, last] = [dates[0], dates.at(-1)];
    if (flow && first !== undefined && last !== undefined) return { main: { first, last }, other: null };
    const unit = this.unit ?? 'day';
    return { main: upToNow(TIMES[unit], unit, company), other: null };
  }

  /** The unit that is asked for. */
  private get unit(): TimeUnit | undefined {
    return this.query.by?.find(isUnit);
  }

  /** The steps of its days, in the unit that is asked for or one that makes some dozens of them. */
  steps(): { readonly unit: TimeUnit; readonly days: readonly NamedDays[] } {
    if (this.main === null) throw new Error('No days to step over');
    const { company } = this.subject;
    const count = unitsIn(this.main, 'day', company).length;
    const unit = this.unit ?? (count <= 45 ? 'day' : count <= 26 * 7 ? 'week' : 'month');
    return { unit, days: unitsIn(this.main, unit, company) };
  }

  scene(days: Days | null): Scene {
    const { company, data } = this.subject;
    const rows = counted(company, data, days, this.kpi === 'cover');
    const items = itemsOf(company, data, rows, this.query.filters, this.axes.includes('warehouse'));
    const stocked = (item: Item) => this.sides.some((side) => item.rows[side].length > 0);
    const wanted = (item: Item) =>
      item.product !== null || stocked(item) || this.sides.some((side) => item.demands[side].length > 0);
    const counts = ['availability', 'cover', 'compare', 'overview'].includes(this.kpi) ? wanted : stocked;
    return { rows, items: items.filter(counts) };
  }

  /** All figures of some items of a scene, as if what is unknown were nothing. */
  plain({ rows, items: everything }: Scene, items: readonly Item[]): Figures {
    const { company } = this.subject;
    return figuresOf(this.kpi, this.sides, this.all, items, { company, days: rows.days, everything });
  }

  /** The same without what is unknown. */
  known({ rows }: Scene, figures: Figures, columns = this.columns): Figures {
    const unknown = rows.unknown.filter((side) => this.sides.includes(side));
    return Object.fromEntries(
      columns.map(({ key, side }) => {
        const hidden = unknown.length > 0 && (side === undefined || unknown.includes(side));
        return [key, hidden ? null : (figures[key] ?? null)];
      }),
    );
  }

  /** Figures that are shown of some items; of none, those of a group that is not there. */
  figures(scene: Scene, items: readonly Item[]): Figures {
    return this.known(scene, items.length > 0 ? this.plain(scene, items) : this.absent());
  }

  /** Of all items of a scene, be there any or not. */
  totals(scene: Scene): Figures {
    return this.known(scene, this.plain(scene, scene.items));
  }

  /** A group that has no rows: its sums are nothing, its ratios empty. */
  private absent(): Figures {
    return Object.fromEntries(this.columns.map(({ key, unit }) => [key, NOTHING[unit] ?? null]));
  }
}
