import type { Column, Result, Row } from '../../kpi/result.js';
import type { Subscription } from '../../state/index.js';
import type { Desk } from '../desk.js';
import type { Managed, Reply } from '../reply.js';
import { whereText } from './place.js';
import { momentText, questionText, whenText } from './say.js';
import { single } from './single.js';
import { subscribeText } from './text.js';

const COLUMNS: readonly Column[] = [
  { key: 'number', label: 'Number', unit: 'text', role: 'dimension' },
  { key: 'question', label: 'Question', unit: 'text', role: 'dimension' },
  { key: 'schedule', label: 'When', unit: 'text', role: 'dimension' },
  { key: 'time_zone', label: 'Time zone', unit: 'text', role: 'dimension' },
  { key: 'where', label: 'Where', unit: 'text', role: 'dimension' },
  { key: 'next', label: 'Next', unit: 'text', role: 'dimension' },
  { key: 'delivered', label: 'Last delivered', unit: 'text', role: 'dimension' },
  { key: 'state', label: 'State', unit: 'text', role: 'dimension' },
  { key: 'owner', label: 'Owner', unit: 'text', role: 'dimension', optional: true },
  { key: 'next_due', label: 'Next due, UTC', unit: 'moment', role: 'measure', machine: true },
  { key: 'last_delivered', label: 'Last delivered, UTC', unit: 'moment', role: 'measure', machine: true },
];

/** Subscriptions as an answer, with what can be done with each. */
export function subscriptionsReply(
  kpi: string,
  headline: string,
  subscriptions: readonly Subscription[],
  desk: Desk,
): Reply & { kind: 'result' } {
  const everybodys = desk.asker.chat !== 'slack';
  const result: Result = {
    question: '/stock subscriptions',
    kpi,
    title: everybodys ? 'Subscriptions' : 'Your subscriptions',
    headline,
    layout: 'table',
    columns: COLUMNS.filter(({ key }) => key !== 'owner' || everybodys),
    rows: subscriptions.map(rowOf),
    others: null,
    totals: null,
    asOf: [],
    dataThrough: [],
    notes: subscriptions.flatMap(({ id, trouble }) => (trouble === null ? [] : [`#${id}: ${trouble}`])),
    chart: null,
    currency: desk.currency,
  };
  return { kind: 'result', result, as: null, drill: null, editable: false, manage: subscriptions.map(managed) };
}

/** One of them, whose headline says all of it. */
export const subscriptionReply = (
  kpi: string,
  headline: string,
  one: Subscription,
  desk: Desk,
  notes: readonly string[] = [],
): Reply & { kind: 'result' } => single(subscriptionsReply(kpi, headline, [one], desk), desk, notes);

function rowOf(one: Subscription): Row {
  const { id, question, schedule, timeZone, channel, owner, nextDue, delivered } = one;
  return {
    number: `#${id}`,
    question: questionText(question),
    schedule,
    time_zone: timeZone,
    where: whereText(channel),
    next: one.status === 'paused' ? '' : momentText(nextDue, timeZone),
    delivered: delivered === null ? 'never' : momentText(delivered, timeZone),
    state: stateText(one),
    owner,
    next_due: nextDue.toISOString(),
    last_delivered: delivered?.toISOString() ?? null,
  };
}

/** `active`, `paused`, `active, not delivered`; of one that the configuration names, that it does. */
function stateText({ status, trouble, name }: Subscription): string {
  const failing = status === 'active' && trouble !== null ? ', last one not delivered' : '';
  return `${status}${failing}${name === null ? '' : `, “${name}” of the configuration`}`;
}

function managed(one: Subscription): Managed {
  const { id, question, channel, name, status } = one;
  const step = (label: string, verb: string) => ({ label, question: `/stock subscription ${id} ${verb}` });
  const label = `#${id} · ${questionText(question)} · ${whenText(one)} · in ${whereText(channel)}`;
  const steps = [
    status === 'active' ? step('Pause', 'pause') : step('Resume', 'resume'),
    step('Run now', 'run'),
    ...(name === null
      ? [
          { ...step('Edit', 'edit'), edit: editText(one), channel },
          { ...step('Delete', 'delete'), confirm: `#${id}, ${questionText(question)}, is not posted any more.` },
        ]
      : []),
  ];
  return { label: status === 'paused' ? `${label} · paused` : label, steps };
}

/** What can be written after `edit`, but for the place, to leave it as it is. */
const editText = ({ question, schedule, timeZone }: Subscription): string =>
  subscribeText({ question, schedule, place: null, timeZone });
