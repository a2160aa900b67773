/**
 * Periods of time: plain data, their words and their days. Pure; imports nothing of ours. Every day that an answer
 * covers is computed here and nowhere else. Tested in `tests/periods`.
 */

export { addDays, daysBetween, earlierOf } from './days.js';
export {
  type Business,
  type NamedPeriod,
  type Period,
  type Span,
  type Step,
  type TimeUnit,
  UNITS_OF_TIME,
  type Versus,
} from './period.js';
export { ASKABLE, PeriodError } from './possible.js';
export { resolve } from './resolve.js';
export { stepsOf, unitFor } from './steps.js';
export { type Compared, compare } from './versus.js';
export { MONTH_NAMES, nameOf, periodText, spanText, UNIT_WORDS, versusText } from './words.js';
