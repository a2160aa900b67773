import { sql } from 'drizzle-orm';
import { DIMENSIONS } from './dimensions.js';
import { ENVIRONMENT_LABEL, of, percent, total } from './expressions.js';
import { formatCell } from './format.js';
import type { Kpi } from './kpi.js';
import { measureKey } from './measure-keys.js';
import type { Environment } from './result.js';

const share = (environment: Environment) =>
  percent(total(of(environment, 'quantity')), sql`max(${of(environment, 'whole')})`);

export const distribution: Kpi = {
  name: 'distribution',
  synonyms: ['share', 'shares', 'split', 'mix'],
  title: 'Stock distribution',
  summary: 'which share of the stock lies where',
  definition:
    'Quantity and its share in the environment’s total under the same filters; the difference is production share − test share, in percentage points.',
  environments: 'each',
  dimensions: ['division', 'segment', 'category', 'product', 'sku', 'warehouse'],
  grouping: 'below',
  universe: 'stocked',
  reads: { wholes: true },
  lead: 'share',
  shared: (_, environments) =>
    environments.length === 1
      ? {}
      : {
          after: [
            {
              key: 'difference',
              label: 'Difference',
              unit: 'points',
              signed: true,
              sql: sql`${share('production')} - ${share('test')}`,
            },
          ],
        },
  each: (environment) => [
    { key: 'quantity', label: 'Quantity', unit: 'units', sql: total(of(environment, 'quantity')) },
    { key: 'share', label: 'Share %', unit: 'percent', sql: share(environment) },
  ],
  sort: { keys: ['production', 'quantity'], absolute: false },
  headline({ rows, by, environments }) {
    const [first] = rows;
    if (!first || by === null || by === 'time') return 'There is no stock';
    const said = environments.map((environment) => {
      const value = first[measureKey('share', environment, environments)] ?? null;
      return `${formatCell(value, 'percent')} of ${ENVIRONMENT_LABEL[environment]}`;
    });
    return `The largest of the ${DIMENSIONS[by].plural} is ${first.name ?? first[by] ?? '(none)'}, with ${said.join(' and ')}`;
  },
  chart: (environments) => ({
    kind: 'shares',
    series: environments.map((environment) => measureKey('share', environment, environments)),
  }),
};
