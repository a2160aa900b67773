import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { SECTIONS } from '../../src/digest/digest.js';
import { type DigestOptions, simplerDigest, toDigestBlocks } from '../../src/reply/digest-blocks.js';
import { NO_MARKS } from '../../src/reply/marks.js';
import { categoriesOf, category, DIGEST, part, QUIET, UNSURE, yesterday } from './digest-fixture.js';
import { cellsOf, problemsOf, readable } from './messages.js';

const typesOf = (message: { readonly blocks: readonly { readonly type: string }[] }) =>
  message.blocks.map(({ type }) => type);

const button = (index: number) => ({
  type: 'button' as const,
  action_id: `ask:${index}`,
  text: { type: 'plain_text' as const, text: 'Movers' },
});
const ACTIONS: readonly KnownBlock[] = [{ type: 'actions', elements: [button(0), button(1)] }];
const FILE = { picture: { kind: 'file', id: 'F1', alt: 'Variance % by category' } } as const;
const MARKS = { late: null, mayBeRepeat: false, schedule: '#12 · weekdays 07:30 Europe/Berlin', owner: 'Ann' };

const HOSTILE = '<!channel> & <@U0BOB> `*x*` \u202e_y_';

describe('a digest', () => {
  it('is read from the top: headline, cards, categories, chart, the other parts, notes, buttons, where from', async () => {
    const message = toDigestBlocks(DIGEST, { ...FILE, actions: ACTIONS, marks: MARKS });
    expect(problemsOf(message)).toEqual([]);
    expect(typesOf(message)).toEqual([
      'header',
      'section',
      'context',
      'section',
      'context',
      'section',
      'table',
      'image',
      ...Array(5).fill('section'),
      'context',
      'actions',
      'context',
    ]);
    await expect(`${JSON.stringify(message, null, 2)}\n`).toMatchFileSnapshot('golden/digest.json');
  });

  it('shows its headline in a notification', () => {
    expect(toDigestBlocks(DIGEST).text).toBe(DIGEST.headline);
    expect(toDigestBlocks({ ...DIGEST, headline: '' }).text).toBe(DIGEST.title);
  });

  it('tells a change by its words or an arrow in place of its sign, and what is a week ago in small', () => {
    const [, , , cards, small] = toDigestBlocks(DIGEST).blocks;
    expect(JSON.stringify(cards)).toContain('*Variance*\\n+1,204 units (+8.1 %)\\nworse by 12 units vs yesterday');
    expect(JSON.stringify(cards)).toContain('*Test total*\\n14,862 units\\nno change vs yesterday');
    expect(JSON.stringify(cards)).not.toContain('week ago');
    expect(JSON.stringify(small)).toContain('vs a week ago: Test total ▼ 305 units · Production total ▲ 240 units');
  });

  it('has what matters of the categories in a table, and says nothing of the rest', () => {
    const message = toDigestBlocks(DIGEST);
    const [head, electronics, furniture, storage] = cellsOf(message);
    expect(head).toEqual(['Category', 'Variance %', 'Was', 'Change', 'Why', 'Out since']);
    expect(electronics?.slice(-4)).toEqual(['+3.1 %', 'worse by 9.3 pp', 'variance', 'Wed 18 Nov or before']);
    expect(furniture?.slice(-4)).toEqual(['-6.0 %', 'worse by 2.9 pp', 'variance', 'Wed 18 Nov or before']);
    expect(storage?.slice(-4)).toEqual(['–', '–', 'variance', 'Sat 21 Nov']);
    expect(readable(message)).not.toContain('Not shown');
  });

  it('draws the chart as Slack does where there is no picture', () => {
    expect(typesOf(toDigestBlocks(DIGEST, { picture: { kind: 'native' } }))).toContain('data_visualization');
    expect(typesOf(toDigestBlocks(DIGEST))).not.toContain('image');
  });

  it('has its first five lines of a part, of the movers ten, and counts the others', () => {
    const lines = Array.from({ length: 10 }, (_, at) => `Line ${at + 1}`);
    const said = readable(
      toDigestBlocks({ ...DIGEST, sections: [part('movers', 'Movers', lines, 12), part('costs', 'Costs', lines)] }),
    );
    expect(said).toContain('• Line 10\nand 12 more');
    expect(said).toContain('• Line 5\nand 5 more');
  });

  it('is headline and footer where nothing else is known', () => {
    const bare = { ...DIGEST, cards: [], sections: [], notes: [], chart: null, previous: null, weekAgo: null };
    const message = toDigestBlocks(bare);
    expect(typesOf(message)).toEqual(['header', 'section', 'context', 'context']);
    expect(problemsOf(message)).toEqual([]);
    expect(readable(message)).not.toContain('Compared with');
  });

  it('says the categories in words where they have no rows', () => {
    const message = toDigestBlocks({
      ...DIGEST,
      sections: [part('categories', 'Out of tolerance', ['Storage +5.5 %'])],
    });
    expect(typesOf(message)).not.toContain('table');
    expect(readable(message)).toContain('*Out of tolerance*\n• Storage +5.5 %');
  });
});

describe('a quiet day', () => {
  it('is one line and where the numbers come from, and nothing else', () => {
    const message = toDigestBlocks(QUIET, { ...FILE, actions: ACTIONS });
    expect(typesOf(message)).toEqual(['section', 'context']);
    expect(readable(message)).toContain('*All 8 categories are within tolerance*');
    expect(readable(message)).toContain(
      'Stock digest, Sun 22 Nov · Test and Production through Sat 21 Nov; read Sun 22 Nov, 07:00 UTC.',
    );
    expect(readable(message)).not.toContain('Compared with');
    expect(problemsOf(message)).toEqual([]);
  });

  it('says what narrows it, and its marks', () => {
    const marks = { ...MARKS, late: 'Due at 08:00, delivered at 09:12.' };
    const message = toDigestBlocks({ ...QUIET, title: 'Stock digest · North only' }, { marks });
    expect(typesOf(message)).toEqual(['section', 'context', 'context']);
    expect(readable(message)).toContain('Due at 08:00, delivered at 09:12.');
    expect(readable(message)).toContain('North only');
  });
});

describe('a digest that is unsure', () => {
  it('begins with what makes it so, which the headline does not say again', () => {
    const [, first, second] = toDigestBlocks(UNSURE).blocks;
    expect(JSON.stringify(first)).toContain('⚠ erp.product is being loaded');
    expect(JSON.stringify(first)).not.toContain('19 Nov');
    expect(JSON.stringify(second)).toContain('*Production stock is of 19 Nov');
  });
});

describe('the marks of a digest', () => {
  it('stand under the headline where it is late or may be a repeat, and at the end whose it is', () => {
    const late = 'Due at 08:00, delivered at 09:12: Slack could not be reached.';
    const message = toDigestBlocks(DIGEST, { marks: { ...MARKS, late, mayBeRepeat: true } });
    expect(JSON.stringify(message.blocks[2])).toContain(`${late}\\nThis may be a repeat.`);
    expect(JSON.stringify(message.blocks.at(-1))).toContain('#12 · weekdays 07:30 Europe/Berlin · set up by Ann');
  });

  it('name no owner who is none', () => {
    expect(readable(toDigestBlocks(DIGEST, { marks: { ...NO_MARKS, askedBy: '!channel' } }))).not.toContain('channel');
  });
});

describe('a digest that Slack refuses', () => {
  it('loses its chart, then its table, then its blocks, and says so', () => {
    const steps = [...simplerDigest(DIGEST, { ...FILE, actions: ACTIONS, marks: MARKS })];
    expect(steps.map(({ blocks }) => blocks.length)).toEqual([16, 15, 15, 0]);
    expect(steps.map((step) => problemsOf(step))).toEqual([[], [], [], []]);
    const [asked = '', plain = '', text = ''] = steps.map(readable);
    expect(asked).not.toContain('did not take');
    expect(plain).toContain('Without the chart, which Slack did not take.');
    expect(text).toContain('The table is text here, as Slack did not take it as a table.');
  });

  it('is complete at each step: headline, cards, categories, movers, freshness, question, whose it is', () => {
    for (const step of simplerDigest(DIGEST, { ...FILE, marks: MARKS })) {
      const said = readable(step);
      for (const wanted of [
        DIGEST.headline,
        '+1,204 units (+8.1 %)',
        'Electronics',
        'A-1017 Kettle, Steel',
        'through Sat 21 Nov; read Sun 22 Nov, 07:00 UTC',
        '/stock digest',
        'set up by Ann',
      ])
        expect(said).toContain(wanted);
    }
  });

  it('ends in plain text', async () => {
    const text = [...simplerDigest(DIGEST, { marks: MARKS })].at(-1)?.text ?? '';
    await expect(`${text}\n`).toMatchFileSnapshot('golden/digest-message.txt');
  });

  it('has no step that changes nothing', () => {
    expect([...simplerDigest(QUIET, FILE)].map(typesOf)).toEqual([['section', 'context'], []]);
    expect([...simplerDigest({ ...DIGEST, chart: null }, FILE)]).toHaveLength(3);
  });
});

describe('the limits of Slack', () => {
  const steps = (digest: typeof DIGEST, options: DigestOptions = {}) => [
    ...simplerDigest(digest, { ...FILE, actions: ACTIONS, marks: MARKS, ...options }),
  ];

  it('100 categories: the ten worst, counted', () => {
    const rows = Array.from({ length: 100 }, (_, at) => category(`Category ${at}`, 100, 200, 90));
    const [categories = part('categories', '', []), ...others] = DIGEST.sections;
    const many = { ...DIGEST, sections: [{ ...categories, result: categoriesOf(rows) }, ...others] };
    const [first] = steps(many);
    if (!first) throw new Error('no message');
    expect(cellsOf(first)).toHaveLength(11);
    expect(readable(first)).toContain('The table shows the 10 worst of 100.');
    expect(steps(many).map((step) => problemsOf(step))).toEqual([[], [], [], []]);
  });

  it.each([
    ['long', 'Long '.repeat(800)],
    ['hostile', HOSTILE],
    ['hostile and long', HOSTILE.repeat(300)],
    ['empty', ''],
    ['of signs that are written longer', '&'.repeat(4000)],
  ])('texts that are %s', (_, text) => {
    const digest = {
      ...DIGEST,
      title: text,
      headline: text,
      previous: text,
      weekAgo: text,
      question: text,
      warnings: Array(20).fill(`${text}!`),
      notes: Array(20).fill(text),
      cards: Array(20).fill({
        label: text,
        text,
        changes: [yesterday(text, 'up'), { ...yesterday(text, 'down'), against: text }],
      }),
      sections: SECTIONS.map((name) => ({
        ...part(name, text, Array(10).fill(text), 9_999),
        result: name === 'categories' ? categoriesOf(Array(30).fill(category(text, 1, 2, 90))) : null,
      })),
      asOf: Array.from({ length: 20 }, (_, at) => ({
        source: `${at}${text}`,
        environment: null,
        at: '2026-11-22T07:00:00Z',
      })),
    };
    const marks = { late: text, mayBeRepeat: true, schedule: text, owner: 'Ann' };
    for (const picture of [FILE.picture, { kind: 'native' as const }])
      expect(steps(digest, { picture, marks }).flatMap((step) => problemsOf(step))).toEqual([]);
  });

  it('as many buttons as there is room for', () => {
    const message = toDigestBlocks(DIGEST, { actions: Array(60).fill(ACTIONS).flat() });
    expect(message.blocks).toHaveLength(46);
    expect(message.blocks.at(-1)?.type).toBe('context');
  });

  it('a name that would ring is only read', () => {
    const said = readable(toDigestBlocks({ ...DIGEST, headline: '<!channel> is down' }));
    expect(said).toContain('&lt;!channel&gt; is down');
    expect(said).not.toContain('<!channel>');
  });
});
