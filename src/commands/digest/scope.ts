import { createHash } from 'node:crypto';
import { ACCEPT } from '../../kpi/rights.js';
import type { Desk } from '../desk.js';

/**
 * What figures are of: only those of an equal scope are comparable. The rows and KPIs that are open, and by how much an
 * item may differ and still match; not the tolerances, by which earlier figures are judged anew.
 */
export function scopeOf({
  rights: { restrictions, closedKpis },
  tolerance,
}: Pick<Desk, 'rights' | 'tolerance'>): string {
  const rows = restrictions
    .map(({ dimension, values, except }) => JSON.stringify([dimension, values.toSorted(), except]))
    .toSorted();
  const closed = closedKpis.filter((name) => name !== ACCEPT).toSorted();
  const digest = createHash('sha256').update(JSON.stringify([rows, closed, tolerance]));
  return `digest ${digest.digest('base64url')}`;
}
