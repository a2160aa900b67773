import { expect } from 'vitest';
import type { Company, LogLine, Read } from './company.js';

/** Tables of the company by the source that they are in. */
export const TABLES = {
  'erp-production': ['stock_north', 'stock_south'],
  'erp-test': ['dbo.Product', 'dbo.Stock'],
} as const;

export interface Fault {
  readonly source: keyof typeof TABLES;
  /** Tables that have it; default: all of the source. */
  readonly tables?: readonly string[];
  /** As a person reads it, in notes, failures and `/stock status`. */
  readonly says: string;
  /** What the log has of the driver’s or server’s own error. */
  readonly cause: RegExp;
}

/** The notes about a source. */
export const tellsOf = ({ notes }: Read, source: Fault['source']): readonly string[] =>
  notes.filter((note) => note.startsWith(`${source} (`));

const tablesOf = ({ source, tables }: Fault): readonly string[] => tables ?? TABLES[source];

/** What a question takes at most that has nothing to wait for, in milliseconds. */
const AT_ONCE = 200;

/**
 * Asks after more than `maxAge` has gone by, and holds that the answer is the last good one and says what the fault is,
 * that status shows it with the next try, and that the log has a line for each table with its cause and the request’s
 * id. Then asks on, and holds that neither server nor log are hammered.
 */
export async function expectFault(
  company: Company,
  fault: Fault,
  last: Pick<Read, 'test' | 'production'>,
): Promise<Read> {
  const before = await company.status();
  const logged = company.lines('error').length;
  company.clock.pass(20_000);
  const read = await company.ask();
  expect(read).toMatchObject({ test: last.test, production: last.production });
  const tells = tellsOf(read, fault.source);
  expect(tells).toEqual([expect.stringContaining(`could not be refreshed: ${fault.says};`)]);
  expect(tells[0]).toMatch(/its figures are of \d+ .* ago .*tried at .*next try in \d+ s/);
  await expectStatus(company, fault, before);
  expectLog(company.lines('error').slice(logged), fault, read.id);
  await expectPatience(company, fault);
  return read;
}

async function expectStatus(company: Company, fault: Fault, before: Awaited<ReturnType<Company['status']>>) {
  for (const [table, row] of Object.entries(await company.status())) {
    if (tablesOf(fault).includes(table)) {
      expect(row).toMatchObject({ state: 'failed', error: fault.says, as_of: before[table]?.as_of ?? null });
      expect(Date.parse(String(row.next_try))).toBeGreaterThan(company.clock.now);
    } else {
      const asOf = new Date(company.clock.now).toISOString();
      expect(row).toMatchObject({ state: 'ok', error: null, next_try: null, as_of: asOf });
    }
  }
}

export function expectLog(lines: readonly LogLine[], fault: Fault, request: string): void {
  expect(lines.map(({ msg }) => msg)).toEqual(tablesOf(fault).map(() => 'table not refreshed'));
  for (const line of lines) {
    expect(line.request).toBe(request);
    if (line.err?.type === 'SourceError') expect(line.err.message).toContain(fault.says);
  }
  expect(lines.some((line) => fault.cause.test(JSON.stringify(line.err)))).toBe(true);
}

/** Until its next try is due nobody waits for what is down, nothing is tried and nothing is logged. */
export async function expectPatience(company: Company, fault: Pick<Fault, 'source'>, questions = 5): Promise<void> {
  const tries = triesOf(company, fault);
  const logged = company.lines('error').length;
  const times: number[] = [];
  for (let question = 0; question < questions; question++)
    times.push((await company.ask('/stock total in test')).milliseconds);
  expectFast(times);
  expect([triesOf(company, fault), company.lines('error').length]).toEqual([tries, logged]);
}

/** One in the middle tells: others may have been held up by what else the machine does. */
export function expectFast(milliseconds: readonly number[]): void {
  expect(milliseconds.toSorted((a, b) => a - b)[Math.floor(milliseconds.length / 2)]).toBeLessThan(AT_ONCE);
}

export const triesOf = ({ events }: Company, fault: Pick<Fault, 'source'>): number =>
  events.filter(({ kind, feed }) => kind === 'failed' && feed.source === fault.source).length;

/**
 * Lets time go by until the tables are worth another try, and holds that they are fresh then: by the next question, or
 * by the schedule before anybody asks.
 */
export async function expectHealed(
  company: Company,
  fault: Pick<Fault, 'source'> & Partial<Fault>,
  how: 'by question' | 'by schedule',
  figures: Partial<Pick<Read, 'test' | 'production'>>,
): Promise<Read> {
  const tables = fault.tables ?? TABLES[fault.source];
  const logged = company.lines('error').length;
  const tries = Object.values(await company.status()).flatMap(({ next_try }) => next_try ?? []);
  company.clock.now = Math.max(company.clock.now + 1, ...tries.map((moment) => Date.parse(String(moment))));
  if (how === 'by schedule') {
    const healed = Promise.all(tables.map((table) => company.next('loaded', table)));
    company.app.keepFresh(async () => undefined);
    await healed;
  }
  const read = await company.ask();
  expect(read).toMatchObject(figures);
  expect(read.notes).toEqual([]);
  for (const row of Object.values(await company.status()))
    expect(row).toMatchObject({ state: 'ok', error: null, next_try: null });
  expect(company.lines('error').slice(logged)).toEqual([]);
  return read;
}
