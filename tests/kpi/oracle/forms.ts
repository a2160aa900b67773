import fc from 'fast-check';
import { KPIS } from '../../../src/kpi/index.js';
import type { By, Filter, Kpi, KpiQuery, Threshold } from '../../../src/kpi/kpi.js';
import { type Period, type TimeUnit, UNITS_OF_TIME, type Versus } from '../../../src/periods/index.js';
import { type ColumnSpec, columnsOf, LEADS } from './columns.js';
import type { Named } from './companies.js';
import { SIDES, type Side } from './company.js';
import { periodKinds } from './questions.js';

/** Questions in every form that a question can take, of those that a company can be asked. */

type Grouping = Exclude<Kpi['dimensions'][number], 'environment'>;

export function anyForm(one: Named): fc.Arbitrary<KpiQuery> {
  const kpis = KPIS.filter(({ name, grouping }) => grouping === 'below' && one.subject.makesSense(name, undefined));
  const pivoted = kpis.filter(({ name }) => LEADS[name] !== null);
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...kpis).chain((kpi) => grouped(one, kpi)) },
    { weight: 2, arbitrary: fc.constantFrom(...kpis).chain((kpi) => setAgainst(one, kpi)) },
    { weight: 2, arbitrary: fc.constantFrom(...pivoted).chain((kpi) => pivot(one, kpi)) },
    { weight: 1, arbitrary: fc.constantFrom(...kpis.filter(isWhole)).chain((kpi) => stepped(one, kpi)) },
    { weight: 2, arbitrary: trend(one) },
    { weight: 1, arbitrary: setAgainst(one, KPIS.find(({ name }) => name === 'compare') as Kpi) },
  );
}

/** Says something of all the stock together: shares do not. */
const isWhole = ({ name }: Kpi): boolean => name !== 'distribution';
const SHARES = ['share', 'difference'];

const FILTERS: readonly Filter[] = [
  { dimension: 'category', value: 'tools' },
  { dimension: 'category', value: 'Toys' },
  { dimension: 'segment', value: 'Home' },
  { dimension: 'product', value: 'RADIO' },
  { dimension: 'product', value: 'lamp' },
  { dimension: 'sku', value: 'a-1' },
  { dimension: 'sku', value: 'X-9' },
  { dimension: 'sku', value: 'C-2' },
  { dimension: 'warehouse', value: 'north' },
];

const filters = fc.oneof(
  { weight: 2, arbitrary: fc.constant<readonly Filter[]>([]) },
  { weight: 1, arbitrary: fc.subarray([...FILTERS], { minLength: 1, maxLength: 2 }) },
);

const period = ({ company }: Named): fc.Arbitrary<Period | undefined> => fc.constantFrom(...periodKinds(company));

const side = ({ environments }: Kpi): fc.Arbitrary<Side | undefined> =>
  environments === 'both' ? fc.constant(undefined) : fc.constantFrom(undefined, undefined, ...SIDES);

const dimensionsOf = ({ subject }: Named, { dimensions }: Kpi): readonly Grouping[] =>
  dimensions.filter((one): one is Grouping => one !== 'environment' && subject.hasLabel(one));

const limit: fc.Arbitrary<KpiQuery['limit']> = fc.option(
  fc.record({ end: fc.constantFrom('top' as const, 'bottom' as const), count: fc.integer({ min: 1, max: 4 }) }),
  { nil: undefined },
);

function thresholds(columns: readonly ColumnSpec[]): fc.Arbitrary<readonly Threshold[]> {
  const named = columns.filter(({ name, unit }) => name !== null && unit !== 'text');
  const one = fc
    .tuple(
      fc.constantFrom(...named),
      fc.constantFrom('over' as const, 'under' as const),
      fc.constantFrom('0', '2.5', '5', '40', '100'),
    )
    .map(([{ name, unit }, is, value]): Threshold => {
      const percent = unit === 'percent' || unit === 'points';
      return { ...(name === null ? {} : { measure: name }), is, value, percent };
    });
  return fc.oneof(fc.constant([]), fc.array(one, { minLength: 1, maxLength: 2 }));
}

interface Parts {
  readonly by: readonly By[];
  readonly filters: readonly Filter[];
  readonly period?: Period | undefined;
  readonly environment?: Side | undefined;
  readonly limit?: KpiQuery['limit'];
  readonly rank?: string | undefined;
  readonly thresholds?: readonly Threshold[];
  readonly versus?: Versus;
  readonly of?: string | undefined;
}

/** Without the parts that are not there. */
function question(kpi: string, { by, thresholds = [], ...parts }: Parts): KpiQuery {
  const there = Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));
  return {
    ...(there as Pick<KpiQuery, 'filters'>),
    kpi,
    ...(by.length > 0 ? { by } : {}),
    ...(thresholds.length > 0 ? { thresholds } : {}),
  };
}

const columnsFor = ({ subject, company }: Named, kpi: Kpi, environment: Side | undefined): readonly ColumnSpec[] =>
  columnsOf(kpi.name, environment ? [environment] : SIDES, subject.told, company);

/** A measure’s name; mostly none. */
const nameOf = (columns: readonly ColumnSpec[]): fc.Arbitrary<string | undefined> => {
  const names = columns.flatMap(({ name, unit }) => (name === null || unit === 'text' ? [] : [name]));
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 2, arbitrary: fc.constantFrom(...names) },
  );
};

const grouped = (one: Named, kpi: Kpi): fc.Arbitrary<KpiQuery> =>
  side(kpi).chain((environment) => {
    const columns = columnsFor(one, kpi, environment);
    return fc
      .record({
        by: fc.constantFrom(...dimensionsOf(one, kpi)).map((by) => [by]),
        filters,
        period: period(one),
        limit,
        rank: nameOf(columns),
        of: nameOf(columns),
        thresholds: thresholds(columns),
      })
      .map((parts) => question(kpi.name, { ...parts, environment }));
  });

const setAgainst = (one: Named, kpi: Kpi): fc.Arbitrary<KpiQuery> =>
  fc
    .record({
      by: fc.constantFrom(...dimensionsOf(one, kpi)).map((by) => [by]),
      filters,
      period: period(one),
      limit,
      environment: side(kpi),
    })
    .chain((parts) => versus(one, parts.period).map((against) => question(kpi.name, { ...parts, versus: against })));

function versus({ company }: Named, main: Period | undefined): fc.Arbitrary<Versus> {
  const [, day, yesterday, month, , quarter, year, fiscal, , last] = periodKinds(company);
  const named = [day, yesterday, month, quarter, year, fiscal, last].flatMap((period): Versus[] =>
    period ? [{ kind: 'period', period }] : [],
  );
  const ofWeeks = main?.kind === 'last' && main.unit === 'week';
  const units: readonly TimeUnit[] = ofWeeks ? ['day', 'week'] : UNITS_OF_TIME;
  return fc.oneof(
    fc.constantFrom(...named),
    fc.constantFrom(...units.map((unit): Versus => ({ kind: 'earlier', unit }))),
  );
}

/** Two dimensions, or one and steps of time, in either order. */
const pivot = (one: Named, kpi: Kpi): fc.Arbitrary<KpiQuery> =>
  side(kpi).chain((environment) => {
    const columns = columnsFor(one, kpi, environment);
    const [dimensions, units] = [dimensionsOf(one, kpi), ['day', 'week', 'month', 'fiscal quarter'] as const];
    const by = fc.oneof(
      fc.shuffledSubarray([...dimensions], { minLength: 2, maxLength: 2 }),
      fc.tuple(fc.constantFrom(...dimensions), fc.constantFrom(...units)),
      fc.tuple(fc.constantFrom(...units), fc.constantFrom(...dimensions)),
    );
    return fc
      .record({
        by,
        filters,
        period: period(one),
        rank: nameOf(columns),
        of: nameOf(columns),
        limit,
        thresholds: thresholds(columns),
      })
      .map((parts) =>
        question(kpi.name, { ...parts, environment, limit: parts.by[0] in TIME ? undefined : parts.limit }),
      );
  });

const TIME = Object.fromEntries(UNITS_OF_TIME.map((unit) => [unit, true]));

const stepped = (one: Named, kpi: Kpi): fc.Arbitrary<KpiQuery> =>
  side(kpi).chain((environment) =>
    fc
      .record({
        by: fc.constantFrom(...UNITS_OF_TIME).map((unit) => [unit]),
        filters,
        period: period(one),
        thresholds: thresholds(columnsFor(one, kpi, environment)),
      })
      .map((parts) => question(kpi.name, { ...parts, environment })),
  );

/** Of any measure that a KPI has. */
function trend(one: Named): fc.Arbitrary<KpiQuery> {
  const measures = KPIS.filter(
    (kpi) => kpi.grouping !== 'steps' && one.subject.makesSense(kpi.name, undefined),
  ).flatMap((kpi) => {
    const sides = kpi.environments === 'both' ? [undefined] : [undefined, ...SIDES];
    return sides.flatMap((environment) =>
      columnsFor(one, kpi, environment).flatMap(({ name, unit }) =>
        name === null || unit === 'text' ? [] : [{ of: name, environment }],
      ),
    );
  });
  const by = fc.constantFrom<readonly By[]>(
    ...[[], ['day'], ['week'], ['month'], ['category'], ['sku', 'week'], ['month', 'sku']].map((some) => some as By[]),
  );
  return fc
    .record({ measure: fc.constantFrom(...measures), by, filters, period: period(one) })
    .map(({ measure, by, ...parts }) =>
      question('trend', {
        ...parts,
        ...measure,
        by: SHARES.includes(measure.of) && by.every(isUnit) ? ['category'] : by,
      }),
    );
}

const isUnit = (by: By): boolean => by in TIME;
