import { sql } from 'drizzle-orm';
import { ENVIRONMENT_LABEL, of, ratio, total } from './expressions.js';
import { formatCell } from './format.js';
import type { Kpi } from './kpi.js';
import { measureKey } from './measure-keys.js';

/** Calendar days of demand, where a question has no period. */
const DAYS = 30;

export const cover: Kpi = {
  name: 'cover',
  synonyms: ['days of cover', 'coverage', 'range', 'reach', 'days of stock'],
  title: 'Days of cover',
  summary: 'for how many days the stock lasts',
  definition: `Average daily demand = Σ demand ÷ calendar days of the period (the last ${DAYS} complete days, where the question has none); days of cover = the last quantity ÷ average daily demand. For stock that is mapped as a state.`,
  environments: 'each',
  dimensions: ['environment', 'division', 'segment', 'category', 'product', 'sku', 'warehouse'],
  grouping: 'below',
  universe: 'all',
  reads: { demandOf: { days: DAYS } },
  lead: 'days_of_cover',
  shared: () => ({}),
  each: (environment) => {
    const demand = total(of(environment, 'demand'));
    const quantity = total(of(environment, 'quantity'));
    return [
      { key: 'quantity', label: 'Quantity', unit: 'units', sql: quantity },
      {
        key: 'average_daily_demand',
        synonyms: ['daily demand'],
        label: 'Average daily demand',
        unit: 'units',
        sql: ratio(demand, sql`max(item.days)`),
      },
      {
        key: 'days_of_cover',
        synonyms: ['cover', 'days of stock'],
        label: 'Days of cover',
        unit: 'days',
        sql: ratio(sql`(CAST(${quantity} AS DECIMAL(38,4)) * max(item.days))`, demand),
      },
    ];
  },
  sort: { keys: ['days_of_cover', 'production_days_of_cover'], absolute: false },
  refuses: (facts) => {
    if (facts.quantity === 'flow') return 'it is defined for a state of stock, and quantity is mapped as a flow';
    return facts.demand === null ? 'no demand is mapped, or all of it is empty' : null;
  },
  headline({ totals, environments }) {
    const said = environments.map((environment) => {
      const figure = totals[measureKey('days_of_cover', environment, environments)] ?? null;
      return `${ENVIRONMENT_LABEL[environment]} ${figure === null ? 'has no demand to last for' : `lasts for ${formatCell(figure, 'days')} days`}`;
    });
    return said.join(', ');
  },
  chart: (environments) => ({
    kind: 'grouped',
    series: environments.map((environment) => measureKey('days_of_cover', environment, environments)),
  }),
};
