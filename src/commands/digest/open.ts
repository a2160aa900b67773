import { minus } from '../../digest/amounts.js';
import type { ItemFigures } from '../../digest/figures.js';
import type { Accepted } from '../../kpi/facts.js';
import type { KpiQuery } from '../../kpi/kpi.js';
import type { Refusal } from '../../kpi/planned.js';
import { groupsOf } from '../groups.js';
import type { Asked } from './read.js';

/**
 * The items with what is accepted of them in single warehouses left out of `open`. The variance of an item as a whole does
 * not say what of it lies where, so each of those warehouses is asked.
 */
export async function openOf(
  items: readonly ItemFigures[],
  ask: (query: KpiQuery) => Promise<Asked | Refusal>,
  accepted: readonly Accepted[],
): Promise<readonly ItemFigures[]> {
  const differing = new Set(items.filter(({ status }) => status !== 'accepted').map(({ id }) => id.toUpperCase()));
  const somewhere = accepted.flatMap(({ sku, warehouse }) =>
    warehouse !== null && differing.has(sku.toUpperCase()) ? [{ sku, warehouse }] : [],
  );
  const open = new Map<string, string>();
  for (const places of groupsOf(somewhere, ({ warehouse }) => warehouse.toUpperCase())) {
    const answer = await ask({
      kpi: 'variance',
      by: ['sku'],
      filters: [
        { dimension: 'warehouse', value: places[0].warehouse },
        ...places.map(({ sku }) => ({ dimension: 'sku' as const, value: sku })),
      ],
    });
    if ('refusal' in answer) continue;
    for (const { row } of answer.rows) {
      const id = String(row.sku);
      const item = items.find((one) => one.id === id);
      if (item && row.status === 'accepted') open.set(id, minus(open.get(id) ?? item.open, String(row.variance)));
    }
  }
  return items.map((item) => ({ ...item, open: open.get(item.id) ?? item.open }));
}
