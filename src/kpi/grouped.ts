import type { Model } from '../model/index.js';
import { focused } from './focus.js';
import { measuresOf } from './measures.js';
import type { Plan } from './planned.js';
import { type Reading, readNow, readSpans } from './read-stock.js';
import type { Column, Environment, Row } from './result.js';
import { type Groups, knownGroups, unknownIn } from './rows.js';
import { columnOf } from './steps.js';
import { comparedColumns, setAgainst } from './versus.js';

/** By environment the date whose state an answer shows, or the last with rows of a flow; null as a whole: now. */
export type Through = Readonly<Record<Environment, string | null>> | null;

/** Groups with the date that they are of, set against the other period where there is one. */
export interface Grouped extends Groups {
  readonly columns?: readonly Column[];
  readonly through: Through;
}

export async function grouped(model: Model, plan: Plan): Promise<Grouped> {
  const { main } = plan.time;
  const reading = main ? await readSpans(model, plan, [main], false) : await readNow(model, plan);
  const groups = await knownGroups(model, plan, reading);
  const compared = await setAgainst(model, plan, groups, unknownIn(reading, 0, plan));
  return { ...compared, through: throughOf(reading) };
}

const throughOf = ({ through }: Reading): Through =>
  through && { test: through.test.at(-1) ?? null, production: through.production.at(-1) ?? null };

/** One statement for each environment; what cannot be added over environments has no total. */
export async function perEnvironment(model: Model, plan: Plan): Promise<Grouped> {
  const { kpi, focus, facts, environments } = plan;
  const alone = (environment: Environment): Plan => ({
    ...plan,
    by: null,
    environments: [environment],
    measures: focused(measuresOf(kpi, facts, [environment], plan), focus, [environment]),
  });
  const rows = await Promise.all(
    environments.map(async (environment) => {
      const { totals } = await grouped(model, alone(environment));
      return { key: environment, row: { environment, ...totals } };
    }),
  );
  const { totals, through } = await grouped(model, { ...plan, by: null });
  const [first = 'test'] = environments;
  const one = alone(first);
  const dimension: Column = { key: 'environment', label: 'Environment', unit: 'text', role: 'dimension' };
  const both: Record<string, Row[string]> = totals.both === undefined ? {} : { quantity: totals.both };
  return {
    rows,
    totals: { ...totals, ...both },
    others: null,
    count: { all: rows.length, kept: rows.length },
    notes: [],
    columns: [dimension, ...one.measures.flatMap((measure) => comparedColumns(measure, columnOf(measure), one))],
    through,
  };
}
