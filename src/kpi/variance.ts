import { sql } from 'drizzle-orm';
import { comparison, count, of, percent, total } from './expressions.js';
import { formatCell, plural } from './format.js';
import type { Kpi } from './kpi.js';

const test = total(of('test', 'quantity'));
const production = total(of('production', 'quantity'));
const difference = sql`(${production} - ${test})`;

export const variance: Kpi = {
  name: 'variance',
  synonyms: [
    ...['variances', 'difference', 'differences', 'differ', 'differs', 'drift', 'discrepancy', 'discrepancies'],
    ...['mismatch', 'mismatches', 'deviates', 'deviate', 'in sync', 'out of sync', 'not in sync'],
  ],
  title: 'Stock variance',
  summary: 'where Production differs from Test',
  definition:
    'Variance = production − test, in % of |test|. Items are compared at item grain: match when |variance| is within the tolerance, only in one environment when the other has no row (a row with 0 is not absent). A group matches only if all its items do.',
  environments: 'both',
  dimensions: ['division', 'segment', 'category', 'product', 'sku', 'warehouse'],
  grouping: 'below',
  universe: 'stocked',
  lead: 'variance',
  shared(facts) {
    const { matches, differs, accepted, onlyIn } = comparison(facts.tolerance);
    const [onlyTest, onlyProduction] = [count(onlyIn('test')), count(onlyIn('production'))];
    return {
      before: [
        { key: 'test', name: 'quantity', environment: 'test', label: 'Test', unit: 'units', sql: test },
        {
          key: 'production',
          name: 'quantity',
          environment: 'production',
          label: 'Production',
          unit: 'units',
          sql: production,
        },
        { key: 'variance', label: 'Variance', unit: 'units', signed: true, sql: difference },
        {
          key: 'variance_pct',
          label: 'Variance %',
          unit: 'percent',
          signed: true,
          sql: percent(difference, sql`abs(${test})`),
        },
        { key: 'items_match', label: 'Items match', unit: 'count', optional: true, sql: count(matches) },
        { key: 'items_differ', label: 'Items differ', unit: 'count', optional: true, sql: count(differs) },
        { key: 'only_in_test', label: 'Only in Test', unit: 'count', optional: true, sql: onlyTest },
        { key: 'only_in_production', label: 'Only in Production', unit: 'count', optional: true, sql: onlyProduction },
        ...(facts.accepted.length > 0
          ? ([{ key: 'accepted', label: 'Accepted', unit: 'count', optional: true, sql: count(accepted) }] as const)
          : []),
        {
          key: 'status',
          label: 'Status',
          unit: 'text',
          sql: sql`CASE WHEN ${count(matches)} = count(*) THEN 'match' WHEN ${count(accepted)} = count(*) - ${count(matches)} THEN 'accepted'
            WHEN ${onlyTest} = count(*) THEN 'only in test'
            WHEN ${onlyProduction} = count(*) THEN 'only in production' ELSE 'differs' END`,
        },
      ],
    };
  },
  each: () => [],
  sort: { keys: ['variance'], absolute: true },
  headline({ totals }) {
    const gap = Number(totals.variance);
    const share =
      totals.variance_pct === null ? '' : `, ${formatCell(totals.variance_pct ?? null, 'percent', { signed: true })}`;
    const amount = formatCell(String(totals.variance).replace('-', ''), 'units');
    const said =
      gap === 0
        ? 'Production holds as much as Test'
        : `Production holds ${amount} ${gap > 0 ? 'more' : 'less'} than Test${share}`;
    const [onlyTest, onlyProduction] = [Number(totals.only_in_test), Number(totals.only_in_production)];
    const differing = Number(totals.items_differ) + onlyTest + onlyProduction;
    const accepted = Number(totals.accepted ?? 0);
    const items = differing + Number(totals.items_match) + accepted;
    const taken = accepted > 0 ? `, ${accepted} accepted` : '';
    if (differing === 0 && accepted > 0)
      return `${said}; none of ${plural(items, 'item')} differs but ${accepted} accepted`;
    if (differing === 0) return `${said}; all ${plural(items, 'item')} match`;
    const sides = [
      onlyTest > 0 ? `${onlyTest} only in Test` : '',
      onlyProduction > 0 ? `${onlyProduction} only in Production` : '',
    ];
    const only = sides.filter(Boolean).join(', ');
    return `${said}; ${differing} of ${plural(items, 'item')} ${differing === 1 ? 'differs' : 'differ'}${only ? ` (${only})` : ''}${taken}`;
  },
  chart: () => ({ kind: 'grouped', series: ['test', 'production'], difference: ['variance', 'variance_pct'] }),
};
