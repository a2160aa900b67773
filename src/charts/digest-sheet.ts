import type { Digest } from '../digest/digest.js';
import { chartConfig } from './config.js';
import { cardsPiece } from './digest-cards.js';
import { tablePiece } from './digest-table.js';
import { drawable, linesPiece } from './digest-words.js';
import { INK, MUTED_INK, WORSE_INK } from './palette.js';
import { PADDING, SMALL_SIZE, TITLE_SIZE, WIDTH } from './picture.js';
import { type Piece, type Sheet, stackedPieces } from './sheet.js';

const WARNING_SIZE = 17;
const GAP = 20;
const SMALL = { size: SMALL_SIZE, weight: 400, colour: MUTED_INK } as const;
const NOTHING: Piece = { height: 0, boxes: [], words: [], charts: [] };

/**
 * A digest as a picture, to be passed on without its message: title, warnings, headline, where the numbers come from,
 * cards, the categories out of tolerance, and the chart. Of a quiet day there is no more than words.
 */
export function digestSheet(digest: Digest): Sheet {
  const body = digest.mood === 'quiet' ? [] : [cardsPiece(digest.cards), tablePiece(digest), chartPiece(digest)];
  const { height, boxes, words, charts } = stackedPieces([headPiece(digest), ...body], GAP);
  const moved = <T extends { readonly y: number }>(parts: readonly T[]) =>
    parts.map((part) => ({ ...part, y: part.y + PADDING }));
  return {
    width: WIDTH,
    height: Math.ceil(height + 2 * PADDING),
    boxes: moved(boxes),
    words: moved(words).map((one) => ({ ...one, text: drawable(one.text) })),
    charts: moved(charts),
  };
}

function headPiece(digest: Digest): Piece {
  const { title, headline, warnings, mood, freshness } = digest;
  const doubts = warnings.filter((warning) => !headline.includes(warning));
  return stackedPieces(
    [
      linesPiece(title, { ...SMALL, weight: 600 }),
      ...doubts.map((warning) => linesPiece(warning, { ...SMALL, size: WARNING_SIZE, colour: WORSE_INK })),
      linesPiece(headline, { size: TITLE_SIZE, weight: 600, colour: mood === 'unsure' ? WORSE_INK : INK }),
      linesPiece([freshness, ...(mood === 'quiet' ? [] : comparedWith(digest))].filter(Boolean).join(' '), SMALL),
    ],
    4,
  );
}

const comparedWith = ({ previous }: Digest): string[] => (previous === null ? [] : [`Compared with ${previous}.`]);

/** It has margins of its own; what is said of all figures stands above. */
function chartPiece({ chart }: Digest): Piece {
  const picture = chart && chartConfig({ ...chart, warnings: [], asOf: [], dataThrough: [] });
  if (!picture) return NOTHING;
  return { ...NOTHING, height: picture.height - 2 * PADDING, charts: [{ y: -PADDING, picture }] };
}
