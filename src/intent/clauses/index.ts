/**
 * The grammar: what a question is made of, one rule a line, in any order and number. To add one, write a clause and put
 * it here; its words go into `keywords.ts`.
 */
import type { Clause } from './clause.js';
import { condition } from './condition.js';
import { listing } from './listing.js';
import { period } from './period.js';
import { place, sides } from './place.js';
import { refusal } from './refusal.js';
import { grouping, ranking, rendering } from './rows.js';
import { threshold } from './threshold.js';
import { unbegun } from './unbegun.js';
import { versus } from './versus.js';

export { type Effect, NOTHING } from './clause.js';
export { named } from './name.js';
export { withQualifier } from './qualified.js';

export const CLAUSES: readonly Clause[] = [
  ...[condition, refusal, listing, grouping, ranking, rendering, versus, threshold],
  ...[unbegun, sides, period, place],
];
