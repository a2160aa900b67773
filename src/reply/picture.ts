import type { ImageBlock } from '@slack/types';
import type { Result } from '../kpi/result.js';
import { printable } from './cells.js';
import { cut } from './limits.js';
import { type MessageBlock, textLength } from './message.js';
import { nativeDrawing } from './native-chart.js';

/** The chart of an answer: drawn by Slack, a picture that was uploaded to it, or none. */
export type Picture =
  | { readonly kind: 'native' }
  | { readonly kind: 'file'; readonly id: string; readonly alt: string }
  | { readonly kind: 'none' };

/** Blocks, and what they leave out. */
export interface Body {
  readonly blocks: readonly MessageBlock[];
  readonly notices: readonly string[];
}

/** A description, which a screen reader reads to the end. */
const ALT = 500;

/** The chart of a result as a block; none where there is nothing to show. */
export function pictureBody(result: Result, picture: Picture | undefined): Body {
  switch (picture?.kind) {
    case 'native': {
      const drawing = nativeDrawing(result);
      return drawing ? { blocks: [drawing.block], notices: drawing.notices } : { blocks: [], notices: [] };
    }
    case 'file':
      return { blocks: [imageBlock(result, picture.id, picture.alt)], notices: [] };
    default:
      return { blocks: [], notices: [] };
  }
}

/** Nothing of it where it has more characters than there is room for. */
export function withinRoom(body: Body, room: number): Body {
  if (body.blocks.length === 0 || textLength(body.blocks) <= room) return body;
  return { blocks: [], notices: ['Without the chart, for which Slack leaves no room.'] };
}

function imageBlock({ title }: Result, id: string, alt: string): ImageBlock {
  const said = cut(printable(alt || title).trim() || 'Chart', ALT);
  return { type: 'image', slack_file: { id }, alt_text: said };
}
