import { sql } from 'drizzle-orm';
import { count, ENVIRONMENT_LABEL, of, percent, total } from './expressions.js';
import { ofOneRow } from './facts.js';
import { formatCell, plural } from './format.js';
import type { Kpi } from './kpi.js';
import { measureKey } from './measure-keys.js';

const items = count(sql`item.in_master`);

export const availability: Kpi = {
  name: 'availability',
  synonyms: ['available', 'service level'],
  title: 'Availability',
  summary: 'what share of the products is in stock, and of demand is met',
  definition:
    'Items = skus of the product master (times warehouses when by warehouse); in stock = quantity > 0; covered = Σ quantity ÷ Σ demand; fill rate = Σ min(quantity, demand) ÷ Σ demand, row by row. Covered and fill rate need both numbers of one row.',
  environments: 'each',
  dimensions: ['environment', 'division', 'segment', 'category', 'product', 'sku', 'warehouse'],
  grouping: 'below',
  universe: 'all',
  lead: 'availability',
  shared: () => ({ before: [{ key: 'items', label: 'Items', unit: 'count', sql: items }] }),
  each(environment, facts) {
    const inStock = count(sql`item.in_master AND ${of(environment, 'quantity')} > 0`);
    const demand = total(of(environment, 'paired_demand'));
    return [
      { key: 'in_stock', label: 'In stock', unit: 'count', sql: inStock },
      { key: 'availability', label: 'Availability %', unit: 'percent', sql: percent(inStock, items) },
      ...(ofOneRow(facts)
        ? ([
            {
              key: 'covered',
              label: 'Covered %',
              unit: 'percent',
              optional: true,
              sql: percent(total(of(environment, 'paired_quantity')), demand),
            },
            {
              key: 'fill_rate',
              label: 'Fill rate %',
              unit: 'percent',
              sql: percent(total(of(environment, 'met')), demand),
            },
          ] as const)
        : []),
    ];
  },
  sort: { keys: ['availability', 'production_availability'], absolute: false },
  notes: (facts) =>
    ofOneRow(facts)
      ? []
      : [
          facts.demand === null
            ? 'Covered and fill rate are left out: no demand is mapped.'
            : `Covered and fill rate are left out: quantity is mapped as ${facts.quantity} and demand as ${facts.demand}, so the two are not of one row.`,
        ],
  headline({ totals, environments }) {
    const said = environments.map((environment) => {
      const key = (name: string) => totals[measureKey(name, environment, environments)] ?? null;
      return `${ENVIRONMENT_LABEL[environment]} ${formatCell(key('in_stock'), 'count')} (${formatCell(key('availability'), 'percent')})`;
    });
    const among = (totals.items ?? null) === null ? 'In' : `Of ${plural(Number(totals.items), 'item')} in`;
    return `${among} stock: ${said.join(', ')}`;
  },
  chart: (environments) => ({
    kind: 'grouped',
    series: environments.map((environment) => measureKey('availability', environment, environments)),
  }),
};
