import { sql } from 'drizzle-orm';
import { ENVIRONMENT_LABEL, of, total } from './expressions.js';
import { ofOneRow } from './facts.js';
import { formatCell } from './format.js';
import type { Kpi } from './kpi.js';
import { measureKey } from './measure-keys.js';

export const shortage: Kpi = {
  name: 'shortage',
  synonyms: ['short', 'lack', 'unmet demand', 'missing stock'],
  title: 'Stock shortage',
  summary: 'how much demand the stock does not cover',
  definition:
    'Shortage = Σ demand − Σ quantity; unmet = Σ max(demand − quantity, 0), row by row, so that the surplus of one row does not hide what another lacks. Both numbers have to be of one row.',
  environments: 'each',
  dimensions: ['environment', 'division', 'segment', 'category', 'product', 'sku', 'warehouse'],
  grouping: 'below',
  universe: 'stocked',
  lead: 'shortage',
  shared: () => ({}),
  each: (environment) => {
    const demand = total(of(environment, 'demand'));
    const quantity = total(of(environment, 'quantity'));
    return [
      { key: 'demand', label: 'Demand', unit: 'units', sql: demand },
      { key: 'quantity', label: 'Quantity', unit: 'units', optional: true, sql: quantity },
      { key: 'shortage', label: 'Shortage', unit: 'units', sql: sql`(${demand} - ${quantity})` },
      {
        key: 'unmet',
        label: 'Unmet',
        unit: 'units',
        sql: sql`(${total(of(environment, 'paired_demand'))} - ${total(of(environment, 'met'))})`,
      },
    ];
  },
  // The surplus of one row would put what lacks nothing first.
  sort: { keys: ['unmet', 'production_unmet'], absolute: false },
  refuses: (facts) => {
    if (ofOneRow(facts)) return null;
    return facts.demand === null
      ? 'no demand is mapped, or all of it is empty'
      : `quantity is mapped as ${facts.quantity} and demand as ${facts.demand}, so the two are not of one row`;
  },
  headline({ totals, environments }) {
    const said = environments.map((environment) => {
      const figure = (key: string) => totals[measureKey(key, environment, environments)] ?? null;
      const shortage = String(figure('shortage') ?? 0);
      const amount = formatCell(shortage.replace('-', ''), 'units');
      const balance = Number(shortage) > 0 ? `is short of ${amount}` : `has ${amount} more than is demanded`;
      return `${ENVIRONMENT_LABEL[environment]} ${balance}, with ${formatCell(figure('unmet'), 'units')} unmet`;
    });
    return said.join(', ');
  },
  chart: (environments) => ({
    kind: 'grouped',
    series: environments.map((environment) => measureKey('unmet', environment, environments)),
  }),
};
