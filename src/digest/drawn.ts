import type { Column, Limit, Result } from '../kpi/result.js';
import { percentOf, signedUnits, sumOf } from './amounts.js';
import type { Circumstances } from './circumstances.js';
import type { Digest } from './digest.js';
import { type Figures, groupName } from './figures.js';
import { shareWords } from './headline.js';
import { largestFirst } from './items.js';
import type { Out } from './judge.js';
import { groupColumn, itemCells, itemColumns, listing, VARIANCE_COLUMNS, varianceCells } from './listing.js';
import { toleranceFor, varianceLimit } from './tolerances.js';

const PERCENT: Column = { key: 'variance_pct', label: 'Variance', unit: 'percent', role: 'measure', signed: true };

/** How far each group is off, the farthest first, without what is accepted; null where there is nothing to set side by side. */
export function overallChart(
  { by, groups }: Figures,
  out: readonly Out[],
  circumstances: Circumstances,
): Result | null {
  const drawn = groups
    .filter(({ openPercent }) => openPercent !== null)
    .sort((a, b) => Math.abs(b.openPercent ?? 0) - Math.abs(a.openPercent ?? 0));
  if (by === null || drawn.length === 0) return null;
  const tolerances = groups.map(({ name }) => toleranceFor('variance', name, circumstances.tolerances));
  const limits = new Set(tolerances.map(varianceLimit));
  const [limit] = limits;
  const [percent] = tolerances.map((tolerance) => tolerance.percent);
  const column = groupColumn(by);
  const undrawn = groups.filter(({ openPercent, open }) => openPercent === null && Number(open) !== 0);
  const without = groups.some(({ open, variance }) => open !== variance) ? ', without what is accepted' : '';
  return listing(
    {
      title: `Variance % by ${by}${limits.size === 1 ? `, tolerance ${limit}` : ''}${without}`,
      headline: `${groupName(drawn[0] ?? { name: null }, by)} is farthest off`,
      columns: [column, PERCENT],
      rows: drawn.map((group) => ({ [by]: groupName(group, by), variance_pct: group.openPercent })),
      chart: {
        kind: 'ranked',
        category: by,
        value: PERCENT.key,
        marked: out.filter(({ variance }) => variance).map(({ group }) => groupName(group, by)),
        ...(limits.size > 1 || percent === undefined ? {} : { limits: bothWays(percent, `tolerance ${limit}`) }),
      },
      notes: undrawn.map((group) => `${groupName(group, by)}: ${shareWords(group)}, with none in Test.`),
      question: `/stock variance by ${by}`,
    },
    circumstances,
  );
}

const bothWays = (percent: number, label: string): readonly Limit[] =>
  [percent, -percent].map((value) => ({ value, label }));

const MOST_ITEMS = 10;

/** What makes up each group that is out of tolerance, worst first; a group of whose items each matches has nothing to show. */
export function detailsOf(
  { by, items }: Figures,
  out: readonly Out[],
  circumstances: Circumstances,
): Digest['details'] {
  return out.flatMap(({ group }) => {
    const own = largestFirst(items.filter((item) => by === null || item.group === group.name));
    const rest = own.slice(MOST_ITEMS);
    if (own.length === 0) return [];
    const category = groupName(group, by);
    const [test, production, variance] = (['test', 'production', 'variance'] as const).map((key) =>
      sumOf(rest.map((item) => item[key])),
    );
    const result = listing(
      {
        title: `${category}: ${own.length > MOST_ITEMS ? `the ${MOST_ITEMS} largest of ${own.length} differences` : 'all differences'}`,
        headline: `${category} ${shareWords(group)}, ${signedUnits(group.variance)} in all`,
        columns: [...itemColumns(by), ...VARIANCE_COLUMNS],
        rows: own.slice(0, MOST_ITEMS).map((item) => ({ ...itemCells(item, by), ...varianceCells(item, null) })),
        others:
          rest.length === 0
            ? null
            : {
                count: rest.length,
                row: {
                  test: test ?? null,
                  production: production ?? null,
                  variance: variance ?? null,
                  variance_pct: percentOf(variance ?? '0', test ?? '0'),
                },
              },
        chart: { kind: 'ranked', category: 'name', value: 'variance' },
      },
      circumstances,
    );
    return [{ category, result }];
  });
}
