import { type SQL, sql } from 'drizzle-orm';
import { distinctDates } from '../model/index.js';
import { ENVIRONMENT_LABEL, of, product, ratio } from './expressions.js';
import { formatCell } from './format.js';
import type { Kpi } from './kpi.js';
import { measureKey } from './measure-keys.js';
import type { Environment } from './result.js';

/** Σ over the rows of what is beyond the smaller of quantity and demand, times the product's price. */
const beyond = (environment: Environment, side: 'paired_quantity' | 'paired_demand'): SQL =>
  sql`coalesce(sum(${product(sql`(${of(environment, side)} - ${of(environment, 'met')})`, sql`item.unit_price`)}), 0)`;

export const profit: Kpi = {
  name: 'profit',
  synonyms: ['loss', 'profit and loss', 'margin'],
  title: 'Profit and loss of stock',
  summary: 'what surplus and shortage are worth',
  definition:
    'Per row (quantity − demand) × unit price of the product; profit sums the positive rows, loss the negative ones × −1, net = profit − loss; average daily loss = loss ÷ distinct dates with rows. For flows only.',
  environments: 'each',
  dimensions: ['environment', 'division', 'segment', 'category', 'product', 'sku', 'warehouse'],
  grouping: 'below',
  universe: 'stocked',
  reads: { dates: true },
  lead: 'net',
  shared: () => ({}),
  each: (environment) => {
    const [gain, loss] = [beyond(environment, 'paired_quantity'), beyond(environment, 'paired_demand')];
    return [
      { key: 'profit', label: 'Profit', unit: 'money', discloses: 'cost', sql: gain },
      { key: 'loss', label: 'Loss', unit: 'money', discloses: 'cost', sql: loss },
      { key: 'net', label: 'Net', unit: 'money', discloses: 'cost', sql: sql`(${gain} - ${loss})` },
      {
        key: 'average_daily_loss',
        synonyms: ['daily loss'],
        label: 'Average daily loss',
        unit: 'money',
        discloses: 'cost',
        sql: ratio(loss, distinctDates(of(environment, 'dates'))),
      },
    ];
  },
  sort: { keys: ['loss', 'production_loss'], absolute: false },
  refuses: (facts) => {
    if (facts.quantity !== 'flow' || facts.demand !== 'flow')
      return 'it is defined for flows, where the rows of each day add up, and stock is mapped as a state';
    return facts.prices ? null : 'no product has a price: product.unit_price is not mapped, or all of it is empty';
  },
  headline({ totals, environments, currency }) {
    const said = environments.map((environment) => {
      const figure = (key: string) =>
        formatCell(totals[measureKey(key, environment, environments)] ?? null, 'money', { currency });
      return `${ENVIRONMENT_LABEL[environment]} nets ${figure('net')} (profit ${figure('profit')}, loss ${figure('loss')})`;
    });
    return said.join(', ');
  },
  chart: (environments) => ({
    kind: 'grouped',
    series: environments.map((environment) => measureKey('net', environment, environments)),
  }),
};
