import type { Rights } from '../../kpi/rights.js';

/** Equal for equal rights. */
export const rightsText = ({ closedSubjects, closedKpis, restrictions }: Rights): string =>
  JSON.stringify([closedSubjects, closedKpis, restrictions]);
