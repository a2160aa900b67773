import type { App } from '../../src/app.js';
import { ALL_RIGHTS, type Rights } from '../../src/kpi/rights.js';

/** The same Tally, asked by somebody with these rights. */
export const asWith = (app: App, rights: Partial<Rights>): App => ({
  ...app,
  desk: { ...app.desk, rights: { ...ALL_RIGHTS, ...rights } },
});
