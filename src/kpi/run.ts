import type { Model } from '../model/index.js';
import { cardHistory, withHistory } from './cards.js';
import { beforeKey, changeKey } from './change-keys.js';
import { chartOf, linesOf } from './chart-hint.js';
import { dimensionColumns } from './compile.js';
import { grouped, perEnvironment, type Through } from './grouped.js';
import { emptyPeriod, headlineOf } from './headlines.js';
import type { Measure } from './kpi.js';
import { named } from './measures.js';
import { pivotBody } from './pivot-body.js';
import type { Plan } from './planned.js';
import type { AsOf, ChartHint, Column, DataThrough, Result, Row } from './result.js';
import type { Groups } from './rows.js';
import { columnOf, lastOf, stepsOf } from './steps.js';
import { titleOf } from './title.js';
import { changed, trend } from './trend.js';
import { comparedColumns } from './versus.js';

/** What an answer says beside its numbers; put together by whoever refreshed. */
export interface Circumstances {
  readonly question: string;
  readonly currency: string;
  readonly asOf: readonly AsOf[];
  readonly dataThrough: readonly DataThrough[];
  readonly notes: readonly string[];
}

/** A result, and through which dates the rows go that it is made of. */
export interface Ran {
  readonly result: Result;
  readonly through: Through;
}

/** What of a result depends on the shape of the question. */
export interface Body {
  readonly headline: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly totals: Row | null;
  readonly others: Result['others'];
  readonly notes: readonly string[];
  readonly chart: ChartHint | null;
  readonly through: Through;
}

/** Runs a planned question on the model as it stands. */
export async function run(model: Model, plan: Plan, circumstances: Circumstances): Promise<Ran> {
  const { kpi, time, facts } = plan;
  const { currency } = circumstances;
  const { through, notes, ...body } = await bodyOf(model, plan, currency);
  const { question, asOf, dataThrough } = circumstances;
  const result: Result = {
    question,
    kpi: kpi.name,
    title: titleOf(plan),
    layout: 'table',
    ...body,
    asOf,
    dataThrough,
    notes: [...notes, ...timeNotes(plan), ...(plan.measured.notes?.(facts) ?? []), ...circumstances.notes],
    currency,
    ...(time.period ? { period: time.period } : {}),
    ...(time.versus
      ? { versus: { words: time.versus.words, from: time.versus.from, through: time.versus.through } }
      : {}),
  };
  const shaped = kpi.reshape && plan.focus === null ? kpi.reshape(result) : result;
  // Of a period in the past, the last days say nothing.
  if (kpi.name !== 'overview' || body.totals === null || time.main !== null) return { result: shaped, through };
  return { result: withHistory(shaped, await cardHistory(model, plan, body.totals)), through };
}

function bodyOf(model: Model, plan: Plan, currency: string): Promise<Body> {
  if (plan.across !== null) return pivotBody(model, plan, currency);
  if (plan.by === 'time') return stepsBody(model, plan, currency);
  return groupsBody(model, plan, currency);
}

async function groupsBody(model: Model, plan: Plan, currency: string): Promise<Body> {
  const { by, measures } = plan;
  const answer = by === 'environment' ? await perEnvironment(model, plan) : await grouped(model, plan);
  const columns = answer.columns ?? [
    ...dimensionColumns(by).map(({ sql: _, ...column }) => column),
    ...measures.flatMap((measure) => comparedColumns(measure, shownColumn(measure, by), plan)),
  ];
  const rows = answer.rows.map(({ row }) => row);
  const { totals, others, notes, through } = answer;
  const headline = headlineOf(plan, { rows, totals, currency }, through);
  return {
    headline: `${headline}${chosenWords(plan, answer)}${changeWords(plan, totals, currency)}`,
    columns,
    rows,
    totals,
    others,
    notes,
    chart: chartOf(plan, columns),
    through,
  };
}

/** That one item is one item says nothing to a person. */
function shownColumn(measure: Measure, by: Plan['by']): Column {
  const isPlain = by === 'sku' && measure.unit === 'count' && measure.optional === true;
  return { ...columnOf(measure), ...(isPlain ? { machine: true } : {}) };
}

/** How many groups are beyond the thresholds. */
function chosenWords({ thresholds, by }: Plan, { count }: Groups): string {
  if (thresholds.length === 0 || by === null) return '';
  return `; ${count.kept} of ${count.all} with ${thresholds.map(({ words }) => words).join(' and ')}`;
}

/** How the figures that the KPI is about differ from the other period's. */
function changeWords({ focus, measured, measures, time }: Plan, totals: Row, currency: string): string {
  const lead = focus ?? measured.lead;
  if (!time.versus || lead === null) return '';
  const said = named(lead, measures).flatMap((measure) => {
    const { key, label } = measure;
    if ((totals[changeKey(key)] ?? null) === null) return [];
    return [`${label} ${changed(totals[key] ?? null, totals[beforeKey(key)] ?? null, measure, currency)}`];
  });
  if (said.length > 0) return `; against ${time.versus.short}: ${said.join(', ')}`;
  const isKnown = measures.some(({ key }) => (totals[beforeKey(key)] ?? null) !== null);
  return isKnown ? '' : `; nothing is known of ${time.versus.short}`;
}

async function stepsBody(model: Model, plan: Plan, currency: string): Promise<Body> {
  const { focus, measures, time, facts } = plan;
  const { rows, columns, notes, band, reading } = await stepsOf(model, plan);
  // Of a state there is no sum over time.
  const whole =
    time.main && facts.quantity === 'flow'
      ? await grouped(model, { ...plan, by: null, time: { ...time, other: null } })
      : null;
  const totals = whole?.totals ?? null;
  return {
    headline: stepsHeadline(plan, rows, totals, currency),
    columns,
    rows,
    totals: focus !== null && measures.length === 1 ? null : totals,
    others: null,
    notes,
    chart: linesOf(plan, band),
    through: lastOf(reading),
  };
}

/** Of one measure the sentence tells its way; of a flow the whole, and of a state the last step. */
function stepsHeadline(plan: Plan, rows: readonly Row[], whole: Row | null, currency: string): string {
  const { kpi, focus, measures, environments } = plan;
  if (rows.length === 0) return emptyPeriod(plan);
  if (focus !== null) return trend.headline({ rows, totals: {}, environments, by: 'time', measures, currency });
  const last =
    rows.findLast((row) => measures.every(({ key, optional }) => optional || (row[key] ?? null) !== null)) ??
    rows.at(-1) ??
    {};
  const said = kpi.headline({ rows, totals: whole ?? last, environments, by: 'time', measures, currency });
  return whole ? said : `${said} (${String(last.step ?? '')})`;
}

function timeNotes({ time }: Plan): string[] {
  if (!time.cut || !time.versus || !time.period) return [];
  const [own, other] = [time.period, time.versus].map(({ from, through }) => `${from} to ${through}`);
  return [`Like with like: ${own} against ${other}, the same elapsed days.`];
}
