import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type AuditEntry, openState, type State, type StateOptions } from '../../src/state/index.js';
import { temporaryFolder } from '../support/app.js';

const DAY = 24 * 3_600_000;

/** Of a file that is not there yet. */
export function freshUrl(): string {
  return `file:${join(temporaryFolder(), 'state.db')}`;
}

/** A store that keeps audit entries for ten days, closed when the test is over. */
export async function open(options: Partial<StateOptions> = {}): Promise<State> {
  const state = await openState({ url: freshUrl(), keepAudit: 10 * DAY, ...options });
  onTestFinished(() => state.close());
  return state;
}

/** One answered question; `at` as an ISO moment. */
export function entry({
  at = '2026-03-10T12:00:00Z',
  ...changes
}: Partial<Omit<AuditEntry, 'at'>> & { at?: string } = {}) {
  return {
    at: new Date(at),
    id: 'r1',
    chat: 'slack',
    user: 'U1',
    channel: 'C1',
    public: false,
    question: 'stock total',
    canonical: '/stock total',
    kpi: 'total',
    outcome: 'answered',
    rows: 3,
    durationMs: 42,
    asOf: '2026-03-10T11:59:58.000Z',
    ...changes,
  } satisfies AuditEntry;
}

/** Texts that have broken somebody's store; each comes back as the second says. */
export const HOSTILE: readonly (readonly [string, string, string])[] = [
  ['quotes', `Robert'); DROP TABLE audit; --"`, `Robert'); DROP TABLE audit; --"`],
  ['NUL', 'a\0b', 'a\ufffdb'],
  ['half an emoji', 'a\ud83db', 'a\ufffdb'],
  ['emoji', '📦👩🏽‍🚀', '📦👩🏽‍🚀'],
  ['placeholders', '? ?1 :a $a @a %s', '? ?1 :a $a @a %s'],
  ['line ends and blanks', '\r\n\t x ', '\r\n\t x '],
  ['nothing', '', ''],
];
