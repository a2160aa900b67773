import { type Company, SIDES, type Side } from './company.js';
import { isOfOneRow } from './counted.js';

/** A column of an answer, as its definition has it. */
export interface ColumnSpec {
  readonly key: string;
  /** What a question calls it; null: it cannot be named. */
  readonly name: string | null;
  readonly unit: 'count' | 'units' | 'days' | 'money' | 'price' | 'percent' | 'points' | 'text';
  readonly side?: Side;
  readonly signed?: boolean;
}

/** What a company can be asked for. */
export interface Told {
  readonly demand: boolean;
  readonly cost: boolean;
  readonly ofOneRow: boolean;
}

type Unit = ColumnSpec['unit'];

const one = (key: string, unit: Unit, more: Partial<ColumnSpec> = {}): ColumnSpec => ({
  key,
  name: key,
  unit,
  ...more,
});

/** A column for each side; that of quantity is called after the side alone. */
const each = (sides: readonly Side[], columns: readonly (readonly [string, Unit])[]): ColumnSpec[] =>
  sides.flatMap((side) =>
    columns.map(([name, unit]) => {
      const beside = name === 'quantity' ? side : `${side}_${name}`;
      return { key: sides.length === 1 ? name : beside, name, unit, side };
    }),
  );

const COMPARED: readonly (readonly [string, Unit, keyof Told | null])[] = [
  ['items', 'count', null],
  ['total', 'units', null],
  ['demand', 'units', 'demand'],
  ['shortage', 'units', 'ofOneRow'],
  ['availability', 'percent', null],
  ['fill_rate', 'percent', 'ofOneRow'],
  ['value', 'money', 'cost'],
  ['unit_cost', 'price', 'cost'],
];

/** Figures that are of both environments together. */
const JOINT: readonly ColumnSpec[] = [
  one('items_match:test', 'count', { name: null }),
  one('items_match:production', 'count', { name: 'items_match' }),
  one('only_in_test:test', 'count', { name: 'only_in_test', side: 'test' }),
  one('only_in_test:production', 'count', { name: null }),
  one('only_in_production:test', 'count', { name: 'only_in_production', side: 'test' }),
  one('only_in_production:production', 'count', { name: 'only_in_production' }),
  one('match_rate:test', 'percent', { name: null }),
  one('match_rate:production', 'percent', { name: 'match_rate' }),
];

function compared(told: Told): ColumnSpec[] {
  const metrics = COMPARED.filter(([, , needs]) => needs === null || told[needs]);
  return [
    ...metrics.flatMap(([name, unit]): ColumnSpec[] => [
      ...SIDES.map((side) => one(`${name}:${side}`, unit, { name, side })),
      one(`${name}:variance`, unit, { name: null }),
      one(`${name}:pct`, 'percent', { name: null }),
    ]),
    ...JOINT,
  ];
}

const CARDS = ['items', 'total', 'availability', 'fill_rate', 'value', 'match_rate'];

export function columnsOf(kpi: string, sides: readonly Side[], told: Told, company: Company): readonly ColumnSpec[] {
  switch (kpi) {
    case 'total':
      return [
        ...each(sides, [['quantity', 'units']]),
        ...(sides.length > 1 ? [one('both', 'units', { name: null })] : []),
      ];
    case 'variance':
      return [
        one('test', 'units', { name: 'quantity', side: 'test' }),
        one('production', 'units', { name: 'quantity', side: 'production' }),
        one('variance', 'units', { signed: true }),
        one('variance_pct', 'percent', { signed: true }),
        ...['items_match', 'items_differ', 'only_in_test', 'only_in_production'].map((key) => one(key, 'count')),
        ...(company.accepted.length > 0 ? [one('accepted', 'count')] : []),
        one('status', 'text'),
      ];
    case 'availability':
      return [
        one('items', 'count'),
        ...each(sides, [
          ['in_stock', 'count'],
          ['availability', 'percent'],
          ...(told.ofOneRow
            ? ([
                ['covered', 'percent'],
                ['fill_rate', 'percent'],
              ] as const)
            : []),
        ]),
      ];
    case 'shortage':
      return each(sides, [
        ['demand', 'units'],
        ['quantity', 'units'],
        ['shortage', 'units'],
        ['unmet', 'units'],
      ]);
    case 'cover':
      return each(sides, [
        ['quantity', 'units'],
        ['average_daily_demand', 'units'],
        ['days_of_cover', 'days'],
      ]);
    case 'distribution':
      return [
        ...each(sides, [
          ['quantity', 'units'],
          ['share', 'percent'],
        ]),
        ...(sides.length > 1 ? [one('difference', 'points', { signed: true })] : []),
      ];
    case 'compare':
      return compared(told);
    case 'overview':
      return compared(told).filter(({ key }) => CARDS.includes(key.split(':')[0] ?? ''));
    case 'cost':
      return [
        one('test', 'price', { name: 'unit_cost', side: 'test' }),
        one('production', 'price', { name: 'unit_cost', side: 'production' }),
        one('list', 'price', { name: 'list_price' }),
        one('deviation', 'price', { signed: true }),
        one('deviation_pct', 'percent', { signed: true }),
        one('value_variance', 'money', { signed: true }),
      ];
    case 'profit':
      return each(sides, [
        ['profit', 'money'],
        ['loss', 'money'],
        ['net', 'money'],
        ['average_daily_loss', 'money'],
      ]);
    default:
      throw new Error(`No KPI ${kpi}`);
  }
}

/** Whether quantity and demand, demand and cost can be told at all. */
export const toldOf = (company: Company, demand: boolean, cost: boolean): Told => ({
  demand,
  cost,
  ofOneRow: demand && isOfOneRow(company),
});

/** Columns by which rows are ranked, the first that there is; by magnitude where it is so. */
export const SORTS: Readonly<Record<string, { readonly keys: readonly string[]; readonly absolute: boolean }>> = {
  total: { keys: ['both', 'quantity'], absolute: false },
  variance: { keys: ['variance'], absolute: true },
  availability: { keys: ['availability', 'production_availability'], absolute: false },
  shortage: { keys: ['unmet', 'production_unmet'], absolute: false },
  cover: { keys: ['days_of_cover', 'production_days_of_cover'], absolute: false },
  distribution: { keys: ['production', 'quantity'], absolute: false },
  compare: { keys: ['total:variance'], absolute: true },
  overview: { keys: [], absolute: false },
  cost: { keys: ['value_variance'], absolute: true },
  profit: { keys: ['loss', 'production_loss'], absolute: false },
};

/** The measure that a KPI is mostly about. */
export const LEADS: Readonly<Record<string, string | null>> = {
  total: 'quantity',
  variance: 'variance',
  availability: 'availability',
  shortage: 'shortage',
  cover: 'days_of_cover',
  distribution: 'share',
  compare: null,
  overview: null,
  cost: 'value_variance',
  profit: 'net',
};

/** The one column that stands for a name: of both environments together, else of Production. */
export function standingFor(name: string | null, columns: readonly ColumnSpec[]): ColumnSpec | undefined {
  const all = columns.filter((column) => name !== null && column.name === name);
  return (
    all.find(({ side }) => side === undefined) ??
    (name === 'quantity' ? columns.find(({ key }) => key === 'both') : undefined) ??
    all.find(({ side }) => side === 'production') ??
    all[0]
  );
}
