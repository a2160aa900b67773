import { sql } from 'drizzle-orm';
import { ENVIRONMENT_LABEL, of, total as sum } from './expressions.js';
import { formatCell } from './format.js';
import type { Kpi } from './kpi.js';
import { quantityKey } from './measure-keys.js';

export const total: Kpi = {
  name: 'total',
  synonyms: ['totals', 'quantity', 'level', 'levels'],
  title: 'Stock',
  summary: 'how much there is',
  definition: 'Σ quantity per environment, and their sum.',
  environments: 'each',
  dimensions: ['environment', 'division', 'segment', 'category', 'product', 'sku', 'warehouse'],
  grouping: 'below',
  universe: 'stocked',
  lead: 'quantity',
  shared: (_, environments) =>
    environments.length === 1
      ? {}
      : {
          after: [
            {
              key: 'both',
              name: null,
              label: 'Both',
              unit: 'units',
              sql: sum(sql`coalesce(${of('test', 'quantity')}, 0) + coalesce(${of('production', 'quantity')}, 0)`),
            },
          ],
        },
  each: (environment) => [
    {
      key: 'quantity',
      synonyms: ['stock', 'total', 'units'],
      label: 'Quantity',
      unit: 'units',
      sql: sum(of(environment, 'quantity')),
    },
  ],
  sort: { keys: ['both', 'quantity'], absolute: false },
  headline({ totals, environments }) {
    const said = environments.map((environment) => {
      const quantity = totals[quantityKey(environment, environments)] ?? null;
      return `${formatCell(quantity, 'units')} in ${ENVIRONMENT_LABEL[environment]}`;
    });
    return said.length === 1 ? `${said[0]}` : `${said.join(', ')}, ${formatCell(totals.both ?? null, 'units')} in both`;
  },
  chart: (environments) => ({
    kind: 'grouped',
    series: environments.map((environment) => quantityKey(environment, environments)),
  }),
};
