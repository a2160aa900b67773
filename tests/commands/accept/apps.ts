import { onTestFinished } from 'vitest';
import { type App, openApp } from '../../../src/app.js';
import type { Asker } from '../../../src/commands/questions.js';
import { type TestCompany, temporaryFolder, writeCompany } from '../../support/app.js';
import { SMALL } from '../../support/small.js';

export const ASKER: Asker = {
  chat: 'slack',
  user: 'U1',
  groups: [],
  unknownGroups: [],
  channel: 'C1',
  public: false,
};

/** Tally over the small company, whose clock a test moves. */
export async function openWithClock(
  now: string,
  { settings = '', company = SMALL }: { readonly settings?: string; readonly company?: TestCompany } = {},
): Promise<{ readonly app: App; readonly clock: { now: Date } }> {
  const config = writeCompany(temporaryFolder(), { ...company, settings });
  const clock = { now: new Date(now) };
  const app = await openApp({ config, environment: {}, now: () => clock.now });
  onTestFinished(() => app.close());
  return { app, clock };
}
