import { expect, it } from 'vitest';
import { toBlocks } from '../../src/reply/blocks.js';
import { marksAtEnd, marksUnder, NO_MARKS, withMarks } from '../../src/reply/marks.js';
import { noticeBlocks } from '../../src/reply/notice-blocks.js';
import { problemsOf } from './messages.js';
import { row, varianceOf } from './results.js';

const MARKS = {
  late: 'Due at 08:00, delivered at 09:12 Europe/Berlin: Slack could not be reached.',
  mayBeRepeat: true,
  schedule: '#12 · daily 08:00',
  owner: 'Ann',
};
const ANSWER = toBlocks(varianceOf([row('Lamp', '12', '10')]));

it('an answer is said to be late under its headline, and whose it is at its end', () => {
  const message = withMarks(ANSWER, MARKS);
  expect(problemsOf(message, 200)).toEqual([]);
  expect(message.text).toBe(ANSWER.text);
  expect(message.blocks.map(({ type }) => type)).toEqual([
    'header',
    'section',
    'context',
    'table',
    'context',
    'context',
  ]);
  expect(JSON.stringify(message.blocks[2])).toContain(`${MARKS.late}\\nThis may be a repeat.`);
  expect(JSON.stringify(message.blocks.at(-1))).toContain('#12 · daily 08:00 · set up by Ann');
});

it('without marks a message is what it was', () => {
  expect(withMarks(ANSWER, NO_MARKS)).toEqual(ANSWER);
});

it('text without blocks carries them as lines', () => {
  expect(withMarks({ text: 'Paused.', blocks: [] }, MARKS).text).toBe(
    'Paused.\nDue at 08:00, delivered at 09:12 Europe/Berlin: Slack could not be reached.\nThis may be a repeat.\n#12 · daily 08:00 · set up by Ann',
  );
  expect(withMarks(noticeBlocks('Paused.'), { ...NO_MARKS, mayBeRepeat: true }).blocks).toHaveLength(2);
});

it('a channel is named by its name in why it is late', () => {
  const late = 'Due at 08:00, delivered at 09:12 UTC: Tally is not in #C0GENERAL: write /invite @Tally there.';
  expect(marksUnder({ ...NO_MARKS, late })).toContain('Tally is not in <#C0GENERAL>: write');
});

it('whoever set it up is named and not notified, whatever they call themselves', () => {
  expect(marksAtEnd({ ...NO_MARKS, owner: 'U0ANN' })).toBe('set up by U0ANN');
  expect(marksAtEnd({ ...NO_MARKS, owner: '<@U0BOB> & <!channel>' })).toBe(
    'set up by &lt;@U0BOB&gt; &amp; &lt;!channel&gt;',
  );
});

it('whoever asked is mentioned', () => {
  expect(marksAtEnd({ ...NO_MARKS, askedBy: 'U0ANN' })).toBe('for <@U0ANN>');
});
