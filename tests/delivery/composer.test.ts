import { describe, expect, it } from 'vitest';
import { COMPANY, drifted, QUIET } from '../posting/company.js';
import { composing, DUE, type Post } from './composed.js';

const VARIANCE = '/stock variance by category';
const LATER = new Date('2026-03-10T08:00:00Z');
const CLOSED = 'access: [{ only: { kpis: [variance] }, for: { groups: [S0OPS] } }]';

const namesOf = ({ attachments }: Post) => attachments.map(({ name }) => name);

describe('a subscription to a question', () => {
  it('is its answer and its rows as CSV, with what is said beside it', async () => {
    const { subscribed, posted } = await composing();
    const late = 'Due at 08:00, delivered at 09:12.';
    const post = await posted(await subscribed({ question: VARIANCE }), {}, { late, mayBeRepeat: true });
    expect(post).toMatchObject({
      content: {
        kind: 'answer',
        answered: { kind: 'result', result: { question: VARIANCE } },
        marks: { late, mayBeRepeat: true, schedule: '#1 · daily 08:00 Europe/Berlin', owner: 'U1' },
      },
      record: null,
    });
    expect(namesOf(post)).toEqual(['variance.csv']);
    expect(Buffer.from((await post.attachments[0]?.bytes()) ?? []).toString()).toContain('Electronics');
  });

  it('that only its owner reads does not say whose it is', async () => {
    const { subscribed, posted } = await composing();
    const post = await posted(await subscribed({ question: VARIANCE, channel: null }));
    expect(post.content.marks.owner).toBeNull();
  });

  it('that finds no rows has no file', async () => {
    const { subscribed, posted } = await composing();
    expect(namesOf(await posted(await subscribed({ question: `${VARIANCE} over 99%` })))).toEqual([]);
  });

  it.each([
    ['that is closed', VARIANCE, CLOSED, 'variance is not open to you here.'],
    ['that says nothing any more', '/stock variance by colour', '', 'colour'],
    ['that is no question', '/stock help', '', '“/stock help” is no question that can be posted.'],
  ])('%s is refused', async (_, question, settings, says) => {
    const { subscribed, compose } = await composing({ settings });
    expect(await compose(await subscribed({ question }))).toEqual({
      kind: 'refused',
      says: expect.stringContaining(says),
    });
  });

  it('that is closed as far as is known is tried again, where it is not known who its owner is', async () => {
    const { subscribed, compose } = await composing({ settings: CLOSED });
    const delivery = await subscribed({ question: VARIANCE, channel: null });
    const own = { channel: null, public: false };
    expect(await compose(delivery, { ...own, unknownGroups: ['S0OPS'] })).toMatchObject({ kind: 'failed' });
    expect(await compose(delivery, { ...own, groups: ['S0OPS'] })).toMatchObject({ kind: 'post' });
  });
});

describe('a subscription to the digest', () => {
  it('is the digest, every item as CSV, a picture for each bad category, and what was recorded', async () => {
    const { subscribed, posted, drawn } = await composing();
    const post = await posted(await subscribed());
    expect(post).toMatchObject({ content: { kind: 'digest', digest: { mood: 'alarming' } }, record: 1 });
    expect(namesOf(post)).toEqual(['digest.csv', '1-electronics.png']);
    expect(drawn).toEqual([]);
    for (let tries = 0; tries < 2; tries++) await post.attachments[1]?.bytes();
    expect(drawn).toEqual(['Electronics: all differences']);
  });

  it('names its pictures by the letters of their category, and by their number', async () => {
    const products = 'product_id,name,category\nA-1,Radio,Café & Bar\nA-2,Lamp,家具\nB-1,Chair,家具\n';
    const files = {
      'product.csv': products,
      ...drifted({ '2026-03-09': { 'A-1 NORTH': 200, 'A-1 SOUTH': 100, 'B-1 NORTH': 900 } }),
    };
    const { subscribed, posted } = await composing({ files });
    const names = namesOf(await posted(await subscribed()));
    expect(
      names
        .slice(1, 3)
        .map((name) => name.replace(/^\d-/, ''))
        .sort(),
    ).toEqual(['cafe-bar.png', 'category.png']);
  });

  it.each([
    ['line', { kind: 'post', attachments: [], record: 1 }],
    ['nothing', { kind: 'quiet', record: 1 }],
  ] as const)('on a quiet day is what is wanted: %s', async (quiet, composed) => {
    const { subscribed, compose } = await composing({ files: { ...COMPANY.files, ...drifted(QUIET) } });
    expect(await compose(await subscribed({ quiet }))).toMatchObject(composed);
  });

  it('of sources that were never read is tried again, and computed anew', async () => {
    const { 'product.csv': products = '' } = COMPANY.files;
    const { subscribed, compose, computed } = await composing({ files: { 'product.csv': products } });
    const delivery = await subscribed();
    for (let tries = 0; tries < 2; tries++)
      expect(await compose(delivery)).toEqual({ kind: 'failed', says: expect.stringContaining('never been read') });
    expect(computed).toHaveLength(2);
  });
});

describe('what is equal', () => {
  it('is computed once, whoever it is for', async () => {
    const { subscribed, posted, computed } = await composing();
    const [first, second] = [await subscribed(), await subscribed({ owner: 'U2', channel: 'C2' })];
    const [one, other] = await Promise.all([posted(first), posted(second, { user: 'U2', channel: 'C2' })]);
    expect(computed).toEqual(['/stock digest']);
    expect(other.content).toMatchObject({ marks: { schedule: expect.stringMatching(/^#2/) } });
    expect(other.record).toBe(one.record);
  });

  it.each([
    ['at another time', LATER, {}],
    ['with other rights', DUE, { channel: 'C0OPS' }],
  ])('is computed anew %s', async (_, due, asker) => {
    const settings = 'access: [{ see: { warehouse: [NORTH] }, for: { channels: [C0OPS] } }]';
    const { subscribed, posted, computed } = await composing({ settings });
    await posted(await subscribed({ question: VARIANCE }));
    await posted(await subscribed({ question: VARIANCE }, due), asker);
    expect(computed).toEqual([VARIANCE, VARIANCE]);
  });
});

describe('anything else', () => {
  it('is a notice as it was written', async () => {
    const { delivery, compose } = await composing();
    const composed = await compose(await delivery({ kind: 'notice', payload: 'It is paused.' }));
    expect(composed).toEqual({
      kind: 'post',
      content: {
        kind: 'notice',
        text: 'It is paused.',
        marks: { late: null, mayBeRepeat: false, schedule: null, owner: null },
      },
      attachments: [],
      record: null,
    });
  });

  it.each(['subscription', 'alert'] as const)('of what is there no more is gone: %s', async (kind) => {
    const { delivery, compose } = await composing();
    expect(await compose(await delivery({ kind, of: 7, payload: '{}' }))).toEqual({ kind: 'gone' });
  });

  it('that cannot be composed failed, and the log has why', async () => {
    const { app, delivery, compose, failures } = await composing();
    const alert = { owner: 'U1', question: '/stock variance over 5%', hold: 0, remind: null, channel: null };
    await app.state.alerts.add(alert);
    const composed = await compose(await delivery({ kind: 'alert', of: 1, payload: '{"of": "no look"}' }));
    expect(composed).toEqual({ kind: 'failed', says: 'It failed inside Tally, whose log says why.' });
    expect(failures).toMatchObject([{ err: { name: 'ZodError' } }]);
  });
});
