import { sql } from 'drizzle-orm';
import { of, percent, product, ratio } from './expressions.js';
import { formatCell } from './format.js';
import type { Kpi } from './kpi.js';
import type { Environment } from './result.js';

/** Items with a cost in both environments, each weighted with its production quantity. */
const inBoth = sql`${of('test', 'unit_cost')} IS NOT NULL AND ${of('production', 'unit_cost')} IS NOT NULL`;
const listed = sql`${inBoth} AND item.unit_price IS NOT NULL`;
const weight = sql`coalesce(${of('production', 'quantity')}, 0)`;
const weights = sql`sum(${weight}) FILTER (WHERE ${inBoth})`;
const weighted = (environment: Environment) =>
  sql`sum(${product(weight, of(environment, 'unit_cost'))}) FILTER (WHERE ${inBoth})`;
const deviation = sql`(${weighted('production')} - ${weighted('test')})`;
const value = (environment: Environment) => sql`coalesce(sum(${of(environment, 'value')}), 0)`;

export const cost: Kpi = {
  name: 'cost',
  synonyms: ['costs', 'unit cost', 'cost deviation', 'deviation'],
  title: 'Cost deviation',
  summary: 'where unit costs differ, and what that does to the stock’s value',
  definition:
    'Unit cost of test, production and list price over items with a cost in both environments, each averaged with production quantity as weight; deviation = production − test, in % of test. Value variance = Σ production quantity × cost − Σ test quantity × cost over all items, so that it alone contains the mix.',
  environments: 'both',
  dimensions: ['division', 'segment', 'category', 'product', 'sku', 'warehouse'],
  grouping: 'below',
  universe: 'stocked',
  lead: 'value_variance',
  shared: () => ({
    before: [
      {
        key: 'test',
        name: 'unit_cost',
        environment: 'test',
        label: 'Unit cost Test',
        unit: 'price',
        sql: ratio(weighted('test'), weights),
      },
      {
        key: 'production',
        name: 'unit_cost',
        environment: 'production',
        label: 'Unit cost Production',
        unit: 'price',
        sql: ratio(weighted('production'), weights),
      },
      {
        key: 'list',
        name: 'list_price',
        label: 'List price',
        unit: 'price',
        optional: true,
        sql: ratio(
          sql`sum(${product(weight, sql`item.unit_price`)}) FILTER (WHERE ${listed})`,
          sql`sum(${weight}) FILTER (WHERE ${listed})`,
        ),
      },
      { key: 'deviation', label: 'Deviation', unit: 'price', signed: true, sql: ratio(deviation, weights) },
      {
        key: 'deviation_pct',
        label: 'Deviation %',
        unit: 'percent',
        signed: true,
        sql: percent(deviation, sql`abs(${weighted('test')})`),
      },
      {
        key: 'value_variance',
        label: 'Value variance',
        unit: 'money',
        signed: true,
        sql: sql`${value('production')} - ${value('test')}`,
      },
    ],
  }),
  each: () => [],
  sort: { keys: ['value_variance'], absolute: true },
  refuses: ({ cost }) =>
    cost ? null : 'no cost is known: neither stock.unit_cost nor product.unit_price is mapped, or all of it is empty',
  headline({ totals, currency }) {
    const value = formatCell(totals.value_variance ?? null, 'money', { signed: true, currency });
    const share = totals.deviation_pct ?? null;
    const said =
      share === null
        ? 'No item has a cost in both environments'
        : Number(share) === 0
          ? 'Production costs per unit what Test does'
          : `Production costs ${Math.abs(Number(share)) < 0.1 ? 'less than 0.1 %' : formatCell(Math.abs(Number(share)), 'percent')} ${Number(share) > 0 ? 'more' : 'less'} per unit than Test`;
    return `${said}; the stock’s value differs by ${value}`;
  },
  chart: () => ({ kind: 'grouped', series: ['test', 'production'], difference: ['deviation', 'deviation_pct'] }),
};
