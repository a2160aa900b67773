import type { Model, ModelNotice } from '../model/index.js';
import { clock } from './moments.js';

const DAY = 86_400_000;

/** What happened to the model within a day, each thing once, with when it last did. */
export function happenedTo(
  model: Pick<Model, 'now' | 'notices'>,
  kinds: readonly ModelNotice['kind'][],
): readonly string[] {
  const { now } = model;
  const all = model.notices(new Date(now.getTime() - DAY)).filter(({ kind }) => kinds.includes(kind));
  return [...new Map(all.map(({ says, at }) => [says, at]))].map(([says, at]) => `${clock(at, now)}: ${says}`);
}
