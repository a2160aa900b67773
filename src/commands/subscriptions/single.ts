import type { Column } from '../../kpi/result.js';
import type { Desk } from '../desk.js';
import type { Reply } from '../reply.js';

type Listed = Reply & { readonly kind: 'result' };

/**
 * A list of one whose headline says all of it. Where what can be done with it stands below, its row is for programs.
 */
export function single(reply: Listed, { asker }: Pick<Desk, 'asker'>, notes: readonly string[] = []): Listed {
  const { result, manage = [] } = reply;
  const columns = asker.chat === 'slack' ? result.columns.map(forPrograms) : result.columns;
  return {
    ...reply,
    result: { ...result, columns, notes: [...notes, ...result.notes] },
    manage: manage.map((one) => ({ ...one, label: '' })),
  };
}

const forPrograms = (column: Column): Column => ({ ...column, machine: true });
