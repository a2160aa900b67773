import { ENVIRONMENT_LABEL } from '../kpi/expressions.js';
import type { Environment, Result } from '../kpi/result.js';
import { bySize, minus, signedUnits, units } from './amounts.js';
import { type Circumstances, section } from './circumstances.js';
import type { DigestSection } from './digest.js';
import { unitsTrend } from './distance.js';
import { type Against, type Figures, type ItemFigures, isAccepted, itemName } from './figures.js';
import { itemCells, itemColumns, listing, unitsColumn, VARIANCE_COLUMNS, varianceCells } from './listing.js';

const byId = (items: readonly ItemFigures[]): ReadonlyMap<string, ItemFigures> =>
  new Map(items.map((item) => [item.id, item]));

/** Items whose variance changed most; what is accepted is not among them, and what matches again is resolved. */
export function moversSection(
  { by, items }: Figures,
  previous: Against | null,
  circumstances: Circumstances,
): DigestSection | null {
  if (previous === null) return null;
  const before = byId(previous.figures.items);
  const movers = items
    .filter((item) => !isAccepted(item))
    .map((item) => {
      const then = before.get(item.id);
      const was = then?.variance ?? '0';
      return { item, was, isNew: then === undefined, change: minus(item.variance, was) };
    })
    .filter(({ change }) => Number(change) !== 0)
    .sort((a, b) => bySize(a.change, b.change) || a.item.id.localeCompare(b.item.id));
  const title = `Biggest movers since ${previous.words}`;
  return section(
    'movers',
    {
      title,
      lines: movers.map(({ item, was, isNew, change }) =>
        isNew
          ? `${itemName(item)} ${signedUnits(change)}, ${item.status === 'differs' ? 'matched before' : 'no difference before'}`
          : `${itemName(item)} ${signedUnits(change)}: now ${signedUnits(item.variance)}, was ${signedUnits(was)}, ${unitsTrend(item.variance, was)}`,
      ),
      result: listing(
        {
          title,
          headline: `The variance of ${movers.length} items has changed`,
          columns: [...itemColumns(by), ...VARIANCE_COLUMNS],
          rows: movers.map(({ item, was }) => ({ ...itemCells(item, by), ...varianceCells(item, was) })),
        },
        circumstances,
      ),
    },
    circumstances,
  );
}

/** Items that only one environment has: those that are new, or all of them where there is nothing to tell by. */
export function oneSidedSection(
  environment: Environment,
  { by, items }: Figures,
  previous: Against | null,
  circumstances: Circumstances,
): DigestSection | null {
  const status = `only in ${environment}` as const;
  const before = byId(previous?.figures.items ?? []);
  const found = items
    .filter((item) => item.status === status && !isAccepted(item) && before.get(item.id)?.status !== status)
    .sort((a, b) => bySize(a[environment], b[environment]) || a.id.localeCompare(b.id));
  const title = `Only in ${ENVIRONMENT_LABEL[environment]}${previous ? ` since ${previous.words}` : ''}`;
  return section(
    environment === 'production' ? 'appeared' : 'vanished',
    {
      title,
      lines: found.map((item) => `${itemName(item)}: ${units(item[environment])}`),
      result: listing(
        {
          title,
          headline: `${found.length} items`,
          columns: [...itemColumns(by), unitsColumn(environment, ENVIRONMENT_LABEL[environment])],
          rows: found.map((item) => ({ ...itemCells(item, by), [environment]: item[environment] })),
        },
        circumstances,
      ),
    },
    circumstances,
  );
}

/** Every item that does not match, the largest variance first. */
export function fullList({ by, items }: Figures, previous: Against | null, circumstances: Circumstances): Result {
  const before = byId(previous?.figures.items ?? []);
  return listing(
    {
      title: 'Items that do not match',
      headline: items.length === 1 ? '1 item does not match' : `${items.length} items do not match`,
      columns: [...itemColumns(by), ...VARIANCE_COLUMNS, unitsColumn('open', 'Not accepted', true)],
      rows: largestFirst(items).map((item) => ({
        ...itemCells(item, by),
        ...varianceCells(item, previous === null ? null : (before.get(item.id)?.variance ?? '0')),
        open: item.open,
      })),
      notes: circumstances.notes,
    },
    circumstances,
  );
}

export const largestFirst = (items: readonly ItemFigures[]): readonly ItemFigures[] =>
  items.toSorted((a, b) => bySize(a.variance, b.variance) || a.id.localeCompare(b.id));
