/**
 * The digest of environment variance as words and rows: pure, figures in, a `Digest` out. Whoever reads the figures is
 * `commands/digest`; whoever renders, `reply`. Imports KPI types and formats and the days of `periods` only. Tested in
 * `tests/digest`.
 */
export type { Circumstances, Earlier } from './circumstances.js';
export { compose } from './compose.js';
export type { Change, Digest, DigestCard, DigestSection, Mood, SectionName } from './digest.js';
export { SECTIONS } from './digest.js';
export { type Against, type Figures, figuresFrom } from './figures.js';
export { withSince } from './judge.js';
export { DEFAULT_TOLERANCES, type Tolerance } from './tolerances.js';
