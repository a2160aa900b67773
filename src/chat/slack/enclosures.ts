import type { WebClient } from '@slack/web-api';
import type { Result } from '../../commands/reply.js';
import type { Content } from '../../delivery/content.js';
import type { Picture } from '../../reply/blocks.js';
import type { Pictures } from './pictures.js';

/** The pictures in what is delivered, each drawn and uploaded once, however many messages show it. */
export interface Enclosures {
  /** Null where there is nothing to draw, or it could not be. */
  of(content: Content): Promise<Picture | null>;
}

export function createEnclosures(client: WebClient, pictures: Pictures): Enclosures {
  const made = new WeakMap<Result, Promise<Picture | null>>();
  return {
    async of(content) {
      const drawing = drawingOf(content);
      if (drawing === null) return null;
      const known = made.get(drawing);
      if (known !== undefined) return known;
      const making = pictures.uploaded(client, drawing);
      made.set(drawing, making);
      return making;
    },
  };
}

/** What is shown as a picture; null where there is none. */
function drawingOf(content: Content): Result | null {
  switch (content.kind) {
    case 'answer': {
      const { result, as } = content.answered;
      return result.chart === null || as === 'table' ? null : result;
    }
    case 'digest':
      return content.digest.mood === 'quiet' ? null : content.digest.chart;
    case 'alert':
      return content.alert.chart;
    case 'notice':
      return null;
  }
}
