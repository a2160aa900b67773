import type { DimensionName } from './dimensions.js';

/** Rows with one of these values of a dimension, or, where `except`, all rows but those. */
export interface Restriction {
  readonly dimension: DimensionName;
  readonly values: readonly string[];
  readonly except: boolean;
}

/**
 * What an asker may see. Made from the access rules, enforced where a question becomes a query: `plan` refuses
 * what is closed, leaves out measures that give away a closed KPI, and restricts the rows.
 */
export interface Rights {
  /** Slash commands, such as `stock`, that are closed. */
  readonly closedSubjects: readonly string[];
  /** KPIs that are closed, and with them every measure elsewhere that discloses them. */
  readonly closedKpis: readonly string[];
  /** All of them hold for every row that counts. */
  readonly restrictions: readonly Restriction[];
}

/** Of whoever runs Tally: the terminal and the command line. */
export const ALL_RIGHTS: Rights = { closedSubjects: [], closedKpis: [], restrictions: [] };

export const isClosed = (kpi: string, { closedKpis }: Pick<Rights, 'closedKpis'>): boolean => closedKpis.includes(kpi);

/** What closes `/stock accept` and `unaccept`: something that is done, and no figure. */
export const ACCEPT = 'accept';

/** Whether any figure is kept from the asker. */
export const isNarrowed = ({ closedKpis, restrictions }: Rights): boolean =>
  closedKpis.some((name) => name !== ACCEPT) || restrictions.length > 0;

/** What is said instead of something that is closed. */
export const notOpen = (what: string): string => `${what} is not open to you here. Whoever runs Tally can open it.`;

/** What both may see: of whoever asks, and of the channel that reads along. */
export function common(one: Rights, other: Rights): Rights {
  return {
    closedSubjects: [...new Set([...one.closedSubjects, ...other.closedSubjects])],
    closedKpis: [...new Set([...one.closedKpis, ...other.closedKpis])],
    restrictions: [
      ...new Map([...one.restrictions, ...other.restrictions].map((it) => [JSON.stringify(it), it])).values(),
    ],
  };
}
