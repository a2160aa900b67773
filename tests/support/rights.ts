import type { App } from '../../src/app.js';
import { ALL_RIGHTS, type Rights } from '../../src/kpi/rights.js';

/** The same Tally, asked by somebody with these rights, wherever it is posted. */
export function asWith(app: App, some: Partial<Rights>): App {
  const rights = { ...ALL_RIGHTS, ...some };
  return { ...app, desk: { ...app.desk, rights, rightsIn: () => rights } };
}
