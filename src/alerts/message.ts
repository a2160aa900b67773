import type { Result } from '../kpi/result.js';
import type { AlertEvent, AlertMessage } from './alert.js';
import { clockOf, durationText } from './clock.js';
import { figureText } from './figure-text.js';
import type { Told } from './told.js';

/** Most events that are listed in a message. */
const MOST_LISTED = 10;

export interface View {
  /** Number of the alert. */
  readonly id: number;
  readonly now: Date;
  /** IANA name of whose clock it is told by. */
  readonly timeZone: string;
  readonly chart: Result | null;
}

type Kind = AlertEvent['kind'];
type Event = Told['events'][number];

export function messageOf(told: Told, view: View): AlertMessage {
  const { question, title, limit, hold, asOf, dataThrough, notes, counts, events } = told;
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const listed = events.slice(0, MOST_LISTED);
  const firstTimed = listed.findIndex(({ kind }) => kind !== 'already');
  return {
    id: view.id,
    question,
    title,
    headline: headlineOf(told),
    threshold: `${limit}${hold > 0 ? `, for ${durationText(hold)}` : ''}`,
    events: listed.map((event, index) => ({
      kind: event.kind,
      label: event.label,
      before: beforeText(event, told),
      now: nowText(event, told),
      since: `${sinceText(event, view)}${index === firstTimed ? ` (${view.timeZone})` : ''}`,
    })),
    more: all - listed.length,
    asOf,
    dataThrough,
    notes,
    chart: view.chart,
  };
}

/** The first thing that has happened in full, the others by their number. */
function headlineOf(told: Told): string {
  const [first] = told.events;
  if (!first) return told.title;
  const others = told.events.map(({ kind }) => kind).filter((kind) => kind !== first.kind);
  const rest = [...new Set(others)].map((kind) => {
    const count = told.counts[kind];
    return `${count} ${count === 1 ? 'is' : 'are'} ${stateOf(kind, told)}`;
  });
  return [sentenceOf(first, told), ...rest].join('; ');
}

function sentenceOf(event: Event, told: Told): string {
  const { about, many, counts } = told;
  const { kind, label } = event;
  const count = counts[kind];
  const was = beforeText(event, told);
  const before = was === '' ? '' : ` (${kind === 'recovered' ? 'at worst' : 'was'} ${was})`;
  const figures = `${nowText(event, told)}${before}`;
  if (count === 1) return `${about} of ${label} is ${stateOf(kind, told)}: ${figures}`;
  return `${about} of ${count} ${many} is ${stateOf(kind, told)}: ${label} ${figures} and ${count - 1} more`;
}

function stateOf(kind: Kind, { limit }: Told): string {
  switch (kind) {
    case 'already':
      return `already ${limit}`;
    case 'crossed':
      return limit;
    case 'reminder':
      return `still ${limit}`;
    case 'recovered':
      return `no longer ${limit}`;
  }
}

/** Empty where nothing is known of it. */
function beforeText({ kind, before }: Event, told: Told): string {
  return before === null && kind !== 'recovered' ? '' : figureText(before, null, told);
}

function nowText({ kind, now, base }: Event, told: Told): string {
  if (kind !== 'recovered' || now !== null) return figureText(now, base, told);
  return base === null ? 'no rows any more' : 'no difference';
}

/** What was beyond at the first look was so for nobody knows how long. */
const sinceText = ({ since, already }: Event, view: View): string =>
  `since ${already ? 'before ' : ''}${clockOf(new Date(since), view)}`;
