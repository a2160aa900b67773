import { plural } from '../kpi/format.js';
import { type Circumstances, section } from './circumstances.js';
import type { DigestSection } from './digest.js';
import { type Against, type Figures, groupName, type ItemFigures, isAccepted, itemName } from './figures.js';
import { healed } from './findings.js';
import { availabilityWords, shareWords } from './headline.js';
import { largestFirst } from './items.js';
import { backOf } from './judge.js';
import { itemCells, itemColumns, listing, unitsColumn } from './listing.js';

/** What was out of tolerance, or did not match, and is well now. */
export function resolvedSection(
  figures: Figures,
  previous: Against | null,
  circumstances: Circumstances,
): DigestSection | null {
  if (previous === null) return null;
  const { by } = figures;
  const now = new Map(figures.items.map((item) => [item.id, item]));
  const were = largestFirst(previous.figures.items.filter((item) => !isAccepted(item)));
  const away = were.filter(({ id }) => !now.has(id));
  const matching = away.filter(({ id }) => circumstances.stocked.has(id));
  const gone = away.filter(({ id }) => !circumstances.stocked.has(id));
  const accepted = were.filter(({ id }) => {
    const item = now.get(id);
    return item !== undefined && isAccepted(item);
  });
  const title = `Resolved since ${previous.words}`;
  return section(
    'resolved',
    {
      title,
      lines: [
        ...backLines(figures, previous, circumstances),
        ...named(matching, 'item matches again', 'items match again'),
        ...named(accepted, 'difference is accepted now', 'differences are accepted now'),
        ...named(gone, 'item has no rows any more', 'items have no rows any more'),
        ...healed(previous.figures.findings, figures.findings).map(
          ({ rule, rows }) => `No row any more: ${rule} (was ${plural(rows, 'row')})`,
        ),
      ],
      result:
        matching.length === 0
          ? null
          : listing(
              {
                title,
                headline: plural(matching.length, 'item matches again', 'items match again'),
                columns: [...itemColumns(by), unitsColumn('was', 'Previous variance', true)],
                rows: matching.map((item) => ({ ...itemCells(item, by), was: item.variance })),
              },
              circumstances,
            ),
    },
    circumstances,
  );
}

/** `Toys is back within tolerance (+0.8 %, was +6.1 %)`. */
function backLines(figures: Figures, previous: Against, { tolerances }: Circumstances): readonly string[] {
  return backOf(figures, previous, tolerances).map(({ now, was: { group, variance } }) => {
    const was = variance ? `${shareWords(now)}, was ${shareWords(group)}` : availabilityWords(now);
    return `${groupName(now, figures.by)} ${figures.by === null ? 'are' : 'is'} back within tolerance (${was})`;
  });
}

const MOST_NAMED = 3;

function named(items: readonly ItemFigures[], one: string, many: string): readonly string[] {
  if (items.length === 0) return [];
  const names = items.slice(0, MOST_NAMED).map(itemName);
  const more = items.length > MOST_NAMED ? ` and ${items.length - MOST_NAMED} more` : '';
  return [`${plural(items.length, one, many)}: ${names.join(', ')}${more}`];
}
