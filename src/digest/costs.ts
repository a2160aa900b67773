import type { Column } from '../kpi/result.js';
import { price, signedPercent } from './amounts.js';
import { type Circumstances, section } from './circumstances.js';
import type { DigestSection } from './digest.js';
import { type CostFigures, type Figures, itemName } from './figures.js';
import { itemCells, itemColumns, listing } from './listing.js';

/** Items whose cost is out of tolerance, worst first. */
export function costsSection(
  costs: readonly CostFigures[],
  { by }: Pick<Figures, 'by'>,
  circumstances: Circumstances,
): DigestSection | null {
  const { currency } = circumstances;
  const title = 'Cost deviations out of tolerance';
  return section(
    'costs',
    {
      title,
      lines: costs.map(
        (cost) =>
          `${deviationWords(cost, currency)}: ${price(cost.production, currency)} in Production, ${price(cost.test, currency)} in Test`,
      ),
      result: listing(
        {
          title,
          headline: costs.length === 1 ? '1 item costs something else' : `${costs.length} items cost something else`,
          columns: [...itemColumns(by), ...COLUMNS],
          rows: costs.map((cost) => {
            const { test, production, deviation, percent } = cost;
            return { ...itemCells(cost, by), test, production, deviation, deviation_pct: percent };
          }),
        },
        circumstances,
      ),
    },
    circumstances,
  );
}

/** `P-17 Blue kettle +9.0 %`; in money where it costs nothing in Test. */
export function deviationWords(cost: CostFigures, currency: string): string {
  const { percent, deviation } = cost;
  const share = percent === null ? price(deviation, currency, true) : signedPercent(percent);
  return `${itemName(cost)} ${share}`;
}

const COLUMNS: readonly Column[] = [
  { key: 'test', label: 'Unit cost Test', unit: 'price', role: 'measure' },
  { key: 'production', label: 'Unit cost Production', unit: 'price', role: 'measure' },
  { key: 'deviation', label: 'Deviation', unit: 'price', role: 'measure', signed: true },
  { key: 'deviation_pct', label: 'Deviation %', unit: 'percent', role: 'measure', signed: true },
];
