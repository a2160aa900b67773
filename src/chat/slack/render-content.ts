import type { Content } from '../../delivery/content.js';
import { simplerAlert } from '../../reply/alert-blocks.js';
import type { Message, Picture } from '../../reply/blocks.js';
import { withChannelNames } from '../../reply/channel-names.js';
import { type Marks, withMarks } from '../../reply/marks.js';
import { noticeBlocks } from '../../reply/notice-blocks.js';
import { alertButtons } from './delivered-buttons.js';
import { withPictures } from './exhibit.js';
import { renderDigest, renderResult, simplest } from './render.js';

/** What is found out for a message before it is made. */
interface Enclosed {
  readonly picture: Picture | null;
  /** Whose it is, by name; null where nobody else reads it. */
  readonly owner: string | null;
}

/** What is delivered, in ever simpler messages, the best first: with its picture, with Slack’s own chart, without. */
export function renderContent(content: Content, { picture, owner }: Enclosed): Iterable<Message> {
  const native: Picture = { kind: 'native' };
  const marks = { ...content.marks, owner };
  return withPictures(picture ? [picture, native] : [native], (one) => render(content, marks, one));
}

function render(content: Content, marks: Marks, picture: Picture): Iterable<Message> {
  const shown = { picture, share: false, marks };
  switch (content.kind) {
    case 'answer':
      return renderResult({ ...content.answered, periods: [] }, shown);
    case 'digest':
      return renderDigest(content.digest, shown);
    case 'alert':
      return simplerAlert(content.alert, { picture, marks, actions: alertButtons(content.alert) });
    case 'notice':
      return simplest(withChannelNames(withMarks(noticeBlocks(content.text), marks)));
  }
}
