import { z } from 'zod';
import { ENVIRONMENTS, UNITS, type Unit } from '../kpi/result.js';
import type { AlertEvent } from './alert.js';
import type { Terms } from './transitions.js';

/** Most events that are written down to be told; of the others the number is. */
const MOST_EVENTS = 50;

const figure = z.string().nullable();
const unit = z.enum(Object.keys(UNITS) as [Unit, ...Unit[]]);
const environment = z.enum(ENVIRONMENTS);
const kind = z.enum(['already', 'crossed', 'reminder', 'recovered']);

const toldSchema = z.object({
  question: z.string(),
  title: z.string(),
  /** What the threshold is about, `Variance %`, and the threshold itself, `over 5 %`. */
  about: z.string(),
  limit: z.string(),
  is: z.enum(['over', 'under']),
  unit,
  signed: z.boolean(),
  /** Unit of what a percentage is of; null where it is none. */
  baseUnit: unit.nullable(),
  currency: z.string(),
  /** What its rows are, of several: `products`. */
  many: z.string(),
  /** Milliseconds. */
  hold: z.number(),
  asOf: z.array(z.object({ source: z.string(), environment: environment.nullable(), at: z.string() })),
  dataThrough: z.array(z.object({ source: z.string(), environment, date: z.string().nullable() })),
  notes: z.array(z.string()),
  /** With which rights it was seen, to be compared. */
  rights: z.string(),
  counts: z.record(kind, z.number()),
  events: z.array(
    z.object({
      kind,
      key: z.string(),
      label: z.string(),
      before: figure,
      now: figure,
      base: figure,
      since: z.iso.datetime(),
      already: z.boolean(),
    }),
  ),
});

/** What one look has to tell, as it is written down until it is posted: no figure of it is made anew by then. */
export type Told = Readonly<z.output<typeof toldSchema>>;

/** What of it is known before anything has happened. */
export type Subject = Omit<Told, 'hold' | 'counts' | 'events'>;

export function toPayload(subject: Subject, events: readonly AlertEvent[], { hold }: Pick<Terms, 'hold'>): string {
  const count = (one: AlertEvent['kind']) => events.filter((event) => event.kind === one).length;
  const counts = {
    already: count('already'),
    crossed: count('crossed'),
    reminder: count('reminder'),
    recovered: count('recovered'),
  };
  const told: Told = { ...subject, hold, counts, events: events.slice(0, MOST_EVENTS) };
  return JSON.stringify(told);
}

/** Throws ZodError for what `toPayload` has not written. */
export const ofPayload = (payload: string): Told => toldSchema.parse(JSON.parse(payload));
