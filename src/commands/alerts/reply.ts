import { durationText } from '../../alerts/clock.js';
import { plural } from '../../kpi/format.js';
import type { Column, Result, Row } from '../../kpi/result.js';
import type { Alert } from '../../state/index.js';
import type { Desk } from '../desk.js';
import type { Managed, Reply } from '../reply.js';
import { whereText } from '../subscriptions/place.js';
import { momentText, questionText } from '../subscriptions/say.js';
import { single } from '../subscriptions/single.js';
import { zoneOf } from '../subscriptions/zone.js';
import { termsText } from './say.js';

const COLUMNS: readonly Column[] = [
  { key: 'number', label: 'Number', unit: 'text', role: 'dimension' },
  { key: 'question', label: 'Question', unit: 'text', role: 'dimension' },
  { key: 'beyond', label: 'Beyond now', unit: 'text', role: 'dimension' },
  { key: 'hold', label: 'For', unit: 'text', role: 'dimension' },
  { key: 'remind', label: 'Again every', unit: 'text', role: 'dimension' },
  { key: 'where', label: 'Where', unit: 'text', role: 'dimension' },
  { key: 'state', label: 'State', unit: 'text', role: 'dimension' },
  { key: 'checked', label: 'Looked at', unit: 'text', role: 'dimension' },
  { key: 'owner', label: 'Owner', unit: 'text', role: 'dimension', optional: true },
];

/** Alerts as an answer, with what can be done with each. */
export async function alertsReply(
  kpi: string,
  headline: string,
  alerts: readonly Alert[],
  desk: Desk,
): Promise<Reply & { kind: 'result' }> {
  const everybodys = desk.asker.chat !== 'slack';
  const { now } = desk.model;
  const timeZone = await zoneOf(desk);
  const rows = await Promise.all(alerts.map((alert) => rowOf(alert, timeZone, desk)));
  const result: Result = {
    question: '/stock alerts',
    kpi,
    title: everybodys ? 'Alerts' : 'Your alerts',
    headline,
    layout: 'table',
    columns: COLUMNS.filter(({ key }) => key !== 'owner' || everybodys),
    rows,
    others: null,
    totals: null,
    asOf: [],
    dataThrough: [],
    notes: alerts.flatMap(({ id, trouble }) => (trouble === null ? [] : [`#${id}: ${trouble}`])),
    chart: null,
    currency: desk.currency,
  };
  const manage = alerts.map((alert) => managed(alert, now, timeZone));
  return { kind: 'result', result, as: null, drill: null, editable: false, manage };
}

/** One of them, whose headline says all of it. */
export const alertReply = async (kpi: string, headline: string, alert: Alert, desk: Desk) =>
  single(await alertsReply(kpi, headline, [alert], desk), desk);

/** `3 alerts, 1 of them beyond its threshold`; one that is paused counts as it was last seen. */
export async function listHeadline(alerts: readonly Alert[], desk: Desk): Promise<string> {
  if (alerts.length === 0) return 'There is no alert';
  const beyond = await Promise.all(alerts.map(async (alert) => (await beyondOf(alert, desk)).firing > 0));
  const count = beyond.filter(Boolean).length;
  if (alerts.length === 1) return `1 alert, ${count === 0 ? 'not ' : ''}beyond its threshold`;
  const whose = count === 1 ? 'its threshold' : 'their thresholds';
  return `${plural(alerts.length, 'alert')}, ${count === 0 ? 'none' : count} of them beyond ${whose}`;
}

interface Beyond {
  readonly firing: number;
  /** Not for as long as the alert holds. */
  readonly pending: number;
}

async function beyondOf({ id }: Alert, { alerts }: Desk): Promise<Beyond> {
  const rows = await alerts.rows(id);
  const count = (wanted: 'firing' | 'pending') => rows.filter(({ state }) => state === wanted).length;
  return { firing: count('firing'), pending: count('pending') };
}

const beyondText = ({ firing, pending }: Beyond): string =>
  pending === 0 ? `${firing}` : `${firing}, ${pending} pending`;

async function rowOf(alert: Alert, timeZone: string, desk: Desk): Promise<Row> {
  const { id, question, hold, remind, channel, checked, owner } = alert;
  return {
    number: `#${id}`,
    question: questionText(question),
    beyond: beyondText(await beyondOf(alert, desk)),
    hold: hold === 0 ? '' : durationText(hold),
    remind: remind === null ? '' : durationText(remind),
    where: whereText(channel),
    state: stateText(alert, desk.model.now, timeZone),
    checked: checked === null ? 'not yet' : `${momentText(checked, timeZone)} ${timeZone}`,
    owner,
  };
}

const isMuted = ({ mutedUntil }: Alert, now: Date): boolean => mutedUntil !== null && mutedUntil > now;

function stateText(alert: Alert, now: Date, timeZone: string): string {
  const { mutedUntil } = alert;
  const until = mutedUntil !== null && isMuted(alert, now) ? mutedUntil : null;
  const muted = until === null ? '' : `, muted until ${momentText(until, timeZone)} ${timeZone}`;
  return `${alert.status}${muted}`;
}

function managed(alert: Alert, now: Date, timeZone: string): Managed {
  const { id, question, channel, status } = alert;
  const step = (label: string, verb: string) => ({ label, question: `/stock alert ${id} ${verb}` });
  const parts = [`#${id}`, questionText(question), termsText(alert), `in ${whereText(channel)}`];
  const state = stateText(alert, now, timeZone);
  const label = [...parts, ...(state === 'active' ? [] : [state])].filter((part) => part !== '').join(' · ');
  const steps = [
    ...(isMuted(alert, now)
      ? [step('Unmute', 'unmute')]
      : [step('Mute 1 h', 'mute 1 h'), step('Mute 1 day', 'mute 1 day')]),
    status === 'active' ? step('Pause', 'pause') : step('Resume', 'resume'),
    { ...step('Delete', 'delete'), confirm: `#${id}, ${questionText(question)}, is not looked at any more.` },
  ];
  return { label, steps };
}
