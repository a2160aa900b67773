import { z } from 'zod';

/** What a digest is made of and what is recorded of it: figures as they were said, exact where they are amounts. */

/** What is judged, the first that the product master has. */
export const GROUPED_BY = ['category', 'segment', 'division'] as const;

const amount = z.string().regex(/^-?\d+(\.\d+)?$/);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const share = z.number().nullable();
const count = z.number().int();

const group = z.object({
  /** Null: items without one, or all of them together. */
  name: z.string().nullable(),
  /** Units. */
  test: amount,
  production: amount,
  variance: amount,
  /** In % of |test|; null where that is zero. */
  percent: share,
  /** Variance without what is accepted: what alarms. */
  open: amount,
  openPercent: share,
  match: count,
  differ: count,
  onlyTest: count,
  onlyProduction: count,
  accepted: count,
  /** In %; null where it is not told. */
  availability: z.object({ test: share, production: share }).nullable(),
  /** Business day since which it is out of tolerance, or before which; null where it is not, or nothing is known. */
  since: z.object({ day: date, orBefore: z.boolean() }).nullable(),
});

const item = z.object({
  id: z.string(),
  /** Name and variant; null for what the product master lacks. */
  label: z.string().nullable(),
  group: z.string().nullable(),
  test: amount,
  production: amount,
  variance: amount,
  percent: share,
  open: amount,
  status: z.enum(['differs', 'only in test', 'only in production', 'accepted']),
});

const cost = z.object({
  id: z.string(),
  label: z.string().nullable(),
  group: z.string().nullable(),
  /** Money per unit. */
  test: z.number(),
  production: z.number(),
  deviation: z.number(),
  /** In % of |test|; null where that is zero. */
  percent: share,
});

const finding = z.object({ source: z.string().nullable(), rule: z.string(), rows: count });

const schema = z.object({
  version: z.literal(1),
  /** The day that they are of: the last that both environments have, else the business day on which they were read. */
  day: date,
  /** What `groups` are; null where there is one of all items. */
  by: z.enum(GROUPED_BY).nullable(),
  /** What made them untrue, as that a load was not finished. */
  doubts: z.array(z.string()),
  total: group,
  groups: z.array(group),
  /** Every one that does not match. */
  items: z.array(item),
  /** Items whose cost is out of tolerance; null where costs are not told. */
  costs: z.array(cost).nullable(),
  /** Null where they were not looked at, as of rows of the past. */
  findings: z.array(finding).nullable(),
});

export type Figures = z.infer<typeof schema>;
export type GroupFigures = z.infer<typeof group>;
export type ItemFigures = z.infer<typeof item>;
export type CostFigures = z.infer<typeof cost>;
export type FindingFigures = z.infer<typeof finding>;
export type GroupedBy = (typeof GROUPED_BY)[number];

/** Figures that were recorded; null for those of another shape, which earlier or later versions have. */
export function figuresFrom(body: string): Figures | null {
  const parsed = schema.safeParse(jsonOf(body));
  return parsed.success ? parsed.data : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Earlier figures that others are set against. */
export interface Against {
  readonly figures: Figures;
  /** `yesterday`, `Fri 20 Nov`. */
  readonly words: string;
  /** The same as it stands after a figure: `yesterday`, `on Fri 20 Nov`. */
  readonly when: string;
  /** `the digest of Sat 21 Nov, 08:00 UTC`, `yesterday (recorded Sat 21 Nov, 08:00 UTC)`, `the rows of Fri 20 Nov`. */
  readonly of: string;
  /** ISO 8601 instant at which they were recorded; null for rows of the past. */
  readonly at: string | null;
}

/** Whether the difference is accepted, as a whole or in each warehouse that it comes from. */
export const isAccepted = ({ status, open, variance }: ItemFigures): boolean =>
  status === 'accepted' || (Number(open) === 0 && Number(variance) !== 0);

/** `P-17 Blue kettle`. */
export const itemName = ({ id, label }: Pick<ItemFigures, 'id' | 'label'>): string =>
  label === null ? id : `${id} ${label}`;

/** Of a group: as a table has it. */
export const groupName = ({ name }: Pick<GroupFigures, 'name'>, by: Figures['by']): string =>
  name ?? (by === null ? 'All items' : `(no ${by})`);

const PLURALS: Readonly<Record<GroupedBy, string>> = {
  category: 'categories',
  segment: 'segments',
  division: 'divisions',
};

/** `1 category`, `8 categories`. */
export const groupsText = (count: number, by: GroupedBy): string => `${count} ${count === 1 ? by : PLURALS[by]}`;
