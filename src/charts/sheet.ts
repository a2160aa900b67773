import type { ChartPicture } from './picture.js';

/** Words beside boxes and a chart, as plain JSON; all lengths in CSS pixels, from the upper left corner. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
  /** Behind everything else. */
  readonly boxes: readonly Box[];
  readonly words: readonly Words[];
  readonly charts: readonly { readonly y: number; readonly picture: ChartPicture }[];
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly colour: string;
}

/** One line of text. */
export interface Words {
  /** Its left end, or its right one. */
  readonly x: number;
  readonly align: 'left' | 'right';
  /** The top of its line. */
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly weight: 400 | 600;
  readonly colour: string;
}

/** A part of a sheet, laid out from its own top. */
export interface Piece extends Pick<Sheet, 'height' | 'boxes' | 'words' | 'charts'> {}

/** Pieces one below the other, those without a height left out. */
export function stackedPieces(pieces: readonly Piece[], gap: number): Piece {
  return pieces
    .filter(({ height }) => height > 0)
    .reduce(
      (above, piece) => {
        const top = above.height === 0 ? 0 : above.height + gap;
        const moved = <T extends { readonly y: number }>(parts: readonly T[]) =>
          parts.map((part) => ({ ...part, y: part.y + top }));
        return {
          height: top + piece.height,
          boxes: [...above.boxes, ...moved(piece.boxes)],
          words: [...above.words, ...moved(piece.words)],
          charts: [...above.charts, ...moved(piece.charts)],
        };
      },
      { height: 0, boxes: [], words: [], charts: [] } as Piece,
    );
}
