import type { Answered } from '../../commands/questions.js';
import type { Result } from '../../commands/reply.js';
import type { Message, Picture } from '../../reply/blocks.js';
import { type ResultAnswer, renderDigest, renderResult, type Shown } from './render.js';

export type DigestAnswer = Answered & { readonly kind: 'digest' };

/** An answer that can be shown with a picture, and taken along. */
export interface Exhibit {
  readonly id: string;
  /** What is drawn; null where there is nothing to draw. */
  readonly drawing: Result | null;
  /** Whether the picture belongs to the answer, or is only brought when it is asked for. */
  readonly illustrated: boolean;
  /** What goes into its CSV. */
  readonly rows: Result;
  /** In ever simpler messages, the best first. */
  render(shown: Shown): Iterable<Message>;
}

export function exhibitOf(answered: ResultAnswer | DigestAnswer): Exhibit {
  if (answered.kind === 'digest') {
    const { id, digest } = answered;
    const { chart, full, mood } = digest;
    const render = (shown: Shown) => renderDigest(digest, shown);
    return { id, drawing: chart, illustrated: chart !== null && mood !== 'quiet', rows: full, render };
  }
  const { id, result, as } = answered;
  const drawing = result.chart === null ? null : result;
  const render = (shown: Shown) => renderResult(answered, shown);
  return { id, drawing, illustrated: drawing !== null && as !== 'table', rows: result, render };
}

/** The same with each of several pictures, the best first, before it gets simpler. */
export function withPictures(
  pictures: readonly Picture[],
  render: (picture: Picture) => Iterable<Message>,
): Iterable<Message> {
  function* versions(): Generator<Message> {
    for (const [index, picture] of pictures.entries()) {
      for (const message of render(picture)) {
        yield message;
        if (index < pictures.length - 1) break;
      }
    }
  }
  return { [Symbol.iterator]: versions };
}
