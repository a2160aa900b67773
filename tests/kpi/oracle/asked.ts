import { type Facts, readFacts } from '../../../src/kpi/facts.js';
import { findKpi } from '../../../src/kpi/index.js';
import type { By, KpiQuery } from '../../../src/kpi/kpi.js';
import { plan } from '../../../src/kpi/plan.js';
import type { Result } from '../../../src/kpi/result.js';
import { ALL_RIGHTS } from '../../../src/kpi/rights.js';
import { run } from '../../../src/kpi/run.js';
import { UNITS_OF_TIME } from '../../../src/periods/index.js';
import { openCompany } from '../../support/app.js';
import { expectedAnswer } from './answer.js';
import type { Company } from './company.js';
import { differences } from './differences.js';
import type { Expected } from './expected.js';
import { written } from './generated.js';
import { Subject } from './subject.js';
import { widened, widePart } from './widened.js';

/** A company that went the whole way, from files into the model. */
export interface Asked {
  readonly company: Company;
  readonly facts: Facts;
  readonly subject: Subject;
  answer(query: KpiQuery): Promise<Result>;
  /** Where the answer is not the expected one, in words. */
  differences(query: KpiQuery): Promise<readonly string[]>;
}

export async function openSubject(company: Company): Promise<Asked> {
  const { model } = await openCompany(written(company));
  await model.refresher.ensure(['product', 'stock'], 30_000);
  const { fiscalYearStart, accepted } = company;
  const read = await readFacts(model, { tolerance: Number(company.tolerance), fiscalYearStart });
  const facts: Facts = { ...read, accepted };
  const subject = new Subject(company);
  const answer = async (query: KpiQuery): Promise<Result> => {
    const planned = plan(query, facts, ALL_RIGHTS);
    if ('refusal' in planned) throw new Error(`${JSON.stringify(query)} is refused: ${planned.refusal}`);
    const circumstances = { question: '', currency: '$', asOf: [], dataThrough: [], notes: [] };
    return (await run(model, planned, circumstances)).result;
  };
  return {
    company,
    facts,
    subject,
    answer,
    async differences(query) {
      const result = await answer(query);
      const key = keyColumn(result, query);
      const expected = expectedAnswer(subject, query);
      const found = findKpi(query.kpi)?.reshape
        ? differences(widened(result, key), wideOnly(query.kpi, expected, key), key)
        : differences(result, expected, key);
      return found.map((words) => `${JSON.stringify(query)}: ${words}`);
    },
  };
}

/** What a result with one row a metric says; it has no totals beside groups. */
const wideOnly = (kpi: string, { rows, totals, others, ties }: Expected, keyColumn: string | null): Expected => ({
  rows: rows.map(({ key, figures }) => ({ key, figures: widePart(kpi, figures) })),
  totals: keyColumn === null && totals ? widePart(kpi, totals) : null,
  others: others && { ...others, figures: widePart(kpi, others.figures) },
  ties,
});

/** The column that names a row; null where the answer is one whole. */
function keyColumn({ columns }: Result, { by }: KpiQuery): string | null {
  const [first] = columns.filter(({ role, key }) => role === 'dimension' && key !== 'metric');
  const asked = by?.[0];
  if (first === undefined || first.key === 'unit') return null;
  return asked === undefined || isTime(asked) ? first.key : asked;
}

const isTime = (by: By): boolean => UNITS_OF_TIME.some((unit) => unit === by);
